import { connect } from 'node:net';
import { assert, asyncProperty, constantFrom, dictionary, jsonValue, oneof } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stopwatch } from '../../src/ground/clock.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import { makeJwt } from '../helpers/jwt.ts';
import {
  app,
  codeExchange,
  credentials,
  members,
  postToken,
  refreshTokenFor,
  refreshWith,
  send,
} from '../helpers/token.ts';

const fresh = freshServers();

const CLIENT_CREDENTIALS = { grant_type: 'client_credentials' };

function order(sf: Fauxforce, body: unknown, path = '/failures', method = 'POST') {
  return send(sf, `/_fauxforce${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

function tokenOf(sf: Fauxforce) {
  return postToken(sf, { ...CLIENT_CREDENTIALS, ...credentials(sf, 'Client_Credentials') });
}

async function outcomes(sf: Fauxforce, count: number): Promise<number[]> {
  const statuses: number[] = [];
  for (let i = 0; i < count; i++) statuses.push((await tokenOf(sf)).status);
  return statuses;
}

describe('counting', () => {
  it.each([
    [{ times: 2 }, [400, 400, 200, 200, 200, 200]],
    [{}, [400, 200, 200, 200, 200, 200]],
    [{ after: 2 }, [200, 200, 400, 200, 200, 200]],
    [{ every: 2 }, [200, 400, 200, 400, 200, 400]],
    [{ every: 2, times: 1, after: 1 }, [200, 200, 400, 200, 200, 200]],
  ])('%j', async (more, expected) => {
    const sf = await fresh();
    sf.arm('client.unknown', more);
    expect(await outcomes(sf, 6)).toEqual(expected);
  });

  it('strikes in the order of arming, one failure a request', async () => {
    const sf = await fresh();
    sf.arm('client.unknown');
    sf.arm('app.blocked');
    const first = await tokenOf(sf);
    const second = await tokenOf(sf);
    expect(first.body).toBe('{"error":"invalid_client_id","error_description":"client identifier invalid"}');
    expect(second.body).not.toBe(first.body);
    expect((await tokenOf(sf)).status).toBe(200);
  });

  it('counts only what would have succeeded', async () => {
    const sf = await fresh();
    sf.arm('client.unknown');
    const wrong = await postToken(sf, {
      ...CLIENT_CREDENTIALS,
      ...credentials(sf, 'Client_Credentials'),
      client_secret: 'x',
    });
    expect(wrong.body).toBe('{"error":"invalid_client","error_description":"invalid client credentials"}');
    expect(await outcomes(sf, 2)).toEqual([400, 200]);
  });
});

describe('POST /failures', () => {
  it('arms, lists and disarms', async () => {
    await using sf = await startFauxforce();
    const armed = await order(sf, {
      refusal: 'refresh.expired',
      times: 2,
      where: { endpoint: 'token', grant_type: 'refresh_token' },
    });
    expect(armed.status).toBe(201);
    const shown = {
      id: 'f1',
      what: 'refresh.expired',
      remaining: 2,
      struck: 0,
      every: 1,
      after: 0,
      delay: 0,
      where: { endpoint: 'token', grant_type: 'refresh_token' },
    };
    expect(JSON.parse(armed.body)).toEqual(shown);
    expect(JSON.parse((await order(sf, undefined, '/failures', 'GET')).body)).toEqual({ failures: [shown] });
    expect((await order(sf, undefined, '/failures/f1', 'DELETE')).status).toBe(204);
    expect((await order(sf, undefined, '/failures/f1', 'DELETE')).status).toBe(404);
    await order(sf, { fault: 'reset' });
    expect((await order(sf, undefined, '/failures', 'DELETE')).status).toBe(204);
    expect(sf.world.failures.isEmpty).toBe(true);
  });

  it.each([
    [{ refusal: 'refresh.expird' }, /no refusal 'refresh.expird': did you mean refresh.expired/],
    [{ refusal: 'constructor' }, /no refusal 'constructor'/],
    [{}, /nothing is to fail/],
    [[], /must be a JSON object/],
    [{ refusal: 'refresh.expired', fault: 'reset' }, /exclude each other/],
    [{ fault: 'explode' }, /fault 'explode' is unknown/],
    [{ fault: ['reset'] }, /fault '\["reset"\]' is unknown: use reset, empty/],
    [{ fault: 'reset', times: 0 }, /times '0'/],
    [{ fault: 'reset', times: -1 }, /times '-1'/],
    [{ fault: 'reset', times: 1.5 }, /times '1.5'/],
    [{ fault: 'reset', every: 0 }, /every '0'/],
    [{ fault: 'reset', after: -1 }, /after '-1'/],
    [{ fault: 'reset', delay: '-3s' }, /delay '-3s'/],
    [{ fault: 'reset', delay: '3h' }, /delay '3h'/],
    [{ fault: 'reset', whre: {} }, /unknown member 'whre': did you mean 'where'/],
    [{ fault: 'reset', where: { app: 'x' } }, /unknown member 'app'/],
    [{ fault: 'reset', where: { endpoint: 7 } }, /where.endpoint must be a text/],
    [
      { fault: 'reset', where: { endpoint: 'tokn' } },
      /where.endpoint 'tokn' is unknown: did you mean 'token'/,
    ],
    [{ fault: 'reset', where: { grant_type: 'magic' } }, /where.grant_type 'magic' is unknown/],
    [{ fault: 'reset', where: { client_id: 'nobody' } }, /where.client_id 'nobody' is no app/],
    [{ fault: 'reset', where: { username: 'nobody@x.y' } }, /where.username 'nobody@x.y' is no user/],
    [{ fault: 'reset', where: { org: '00D000000000000AAA' } }, /is no org/],
    [
      { refusal: 'refresh.expired', where: { endpoint: 'userinfo' } },
      /never refused at userinfo: it belongs to token/,
    ],
    [
      { refusal: 'refresh.expired', where: { grant_type: 'password' } },
      /never refused for password: it belongs to refresh_token/,
    ],
    [{ refusal: 'rest.dead-token', where: { grant_type: 'password' } }, /not of the token endpoint/],
    [
      { fault: 'reset', where: { endpoint: 'rest', grant_type: 'password' } },
      /no request to rest has a grant_type/,
    ],
    [
      { refusal: 'page.not-found', where: { username: 'ada@acme.example' } },
      /before anybody looks who the user is/,
    ],
    [
      { response: { status: 503 }, where: { username: 'ada@acme.example' } },
      /before anybody looks who the user is/,
    ],
    [{ response: { status: 99 } }, /response.status '99'/],
    [
      { response: { status: 200, headers: { 'bad name': 'x' } } },
      /response.headers.bad name is not a header/,
    ],
    [{ response: { status: 200, headers: { x: 'a\r\nb: c' } } }, /response.headers.x is not a header/],
    [{ response: { status: 200, headers: { 'Content-Length': '7' } } }, /cannot be set/],
    [{ scenario: 'refresh-rotation-rac' }, /did you mean 'refresh-rotation-race'/],
  ])('refuses %j whole', async (body, message) => {
    const sf = await fresh();
    const { status, body: text } = await order(sf, body);
    expect(status).toBe(400);
    expect((JSON.parse(text) as { error: string }).error).toMatch(message);
    expect(sf.world.failures.isEmpty).toBe(true);
  });
});

it('never breaks on what it is told', async () => {
  const sf = await fresh();
  const names = constantFrom(
    'refusal',
    'response',
    'fault',
    'scenario',
    'times',
    'every',
    'after',
    'delay',
    'where',
    '__proto__',
  );
  const values = oneof(
    jsonValue(),
    constantFrom<unknown>('refresh.expired', 'reset', 1, '3s', { status: 503 }, { org: 1 }),
  );
  await assert(
    asyncProperty(dictionary(names, values), async (body) => {
      const { status, body: text } = await order(sf, body);
      expect([201, 400], text).toContain(status);
    }),
    { numRuns: 300 },
  );
});

describe('where', () => {
  it('strikes only the app that is meant', async () => {
    const sf = await fresh();
    sf.arm({ refusal: 'client.unknown', where: { client_id: app(sf, 'Web_Server').consumerKey } });
    expect(await outcomes(sf, 1)).toEqual([200]);
    expect((await postToken(sf, await codeExchange(sf, { app: 'Web_Server' }))).status).toBe(400);
  });

  it('strikes only the user and the org that are meant', async () => {
    const sf = await fresh();
    sf.arm({ refusal: 'user.inactive', where: { username: 'GRACE@acme.example', org: '00D5g000004Acme' } });
    expect((await postToken(sf, await codeExchange(sf, { app: 'Web_Server', user: 'ada' }))).status).toBe(
      200,
    );
    expect((await postToken(sf, await codeExchange(sf, { app: 'Web_Server', user: 'grace' }))).status).toBe(
      400,
    );
  });
});

describe('what an armed refusal leaves behind', () => {
  it('a refused code is unspent', async () => {
    const sf = await fresh();
    const request = await codeExchange(sf, { app: 'Web_Server' });
    sf.arm('code.expired');
    expect((await postToken(sf, request)).body).toBe(
      '{"error":"invalid_grant","error_description":"expired authorization code"}',
    );
    expect((await postToken(sf, request)).status).toBe(200);
  });

  it('the race of rotation ends the approval, as the real one does', async () => {
    const sf = await fresh();
    const token = await refreshTokenFor(sf, 'Rotating');
    sf.arm({ scenario: 'refresh-rotation-race' });
    const raced = await refreshWith(sf, 'Rotating', token);
    expect(members(raced.body).error).toBe('invalid_grant');
    const again = await refreshWith(sf, 'Rotating', token);
    expect(again.status).toBe(400);
    expect(sf.journal.last()?.refusal).toMatchObject({ name: 'refresh.revoked' });
    expect(sf.journal.last()?.refusal).not.toHaveProperty('armed');
  });

  it('a wrong password counts towards the lockout', async () => {
    const sf = await fresh({
      demo: { settings: { maxLoginAttempts: 'ThreeAttempts', lockoutInterval: 'FifteenMinutes' } },
    });
    sf.arm('password.wrong', { times: 3 });
    const logIn = () =>
      postToken(sf, {
        grant_type: 'password',
        ...credentials(sf, 'Username_Password'),
        username: 'ada@acme.example',
        password: 'correct-horseTok3n',
      });
    for (let i = 0; i < 3; i++) await logIn();
    await logIn();
    expect(sf.journal.last()?.refusal?.name).toBe('password.locked-user');
  });
});

describe('raw responses', () => {
  it('stand in the place of ours, and nothing is carried out', async () => {
    await using sf = await startFauxforce();
    const request = await codeExchange(sf, { app: 'Web_Server' });
    sf.arm({
      response: { status: 503, headers: { 'retry-after': '7' }, body: { oops: true } },
      where: { endpoint: 'token' },
    });
    const answer = await postToken(sf, request);
    expect(answer).toMatchObject({ status: 503, body: '{"oops":true}', headers: { 'retry-after': '7' } });
    expect(sf.journal.last()?.armed).toEqual({ id: 'f1', what: 'response' });
    expect((await postToken(sf, request)).status).toBe(200);
  });

  it('finds the app of a Basic header', async () => {
    const sf = await fresh();
    const { client_id, client_secret } = credentials(sf, 'Client_Credentials');
    sf.arm({ response: { status: 500 }, where: { client_id } });
    const authorization = `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}`;
    expect((await postToken(sf, CLIENT_CREDENTIALS, { authorization })).status).toBe(500);
  });

  it('finds the app and the org of a JWT', async () => {
    const sf = await fresh();
    const { consumerKey, orgId } = app(sf, 'JWT_Bearer');
    const request = {
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: makeJwt({ claims: { iss: consumerKey } }),
    };
    sf.arm({ response: { status: 500 }, where: { client_id: consumerKey } });
    expect((await postToken(sf, request)).status).toBe(500);
    sf.arm({ scenario: 'org-maintenance', where: { org: orgId } });
    expect((await postToken(sf, request)).status).toBe(503);
  });

  it('finds the org of an access token, wherever it is sent', async () => {
    const sf = await fresh();
    const { access_token = '' } = members((await tokenOf(sf)).body);
    sf.arm({ scenario: 'org-maintenance', times: 2, where: { org: app(sf, 'JWT_Bearer').orgId } });
    const headers = { authorization: `Bearer ${access_token}` };
    const query = new URLSearchParams({ access_token });
    expect((await send(sf, '/services/oauth2/userinfo', { headers })).status).toBe(503);
    expect((await send(sf, `/services/oauth2/userinfo?${query}`)).status).toBe(503);
  });
});

/** Every byte that comes, and whether the connection ended by a reset. */
function bytes(sf: Fauxforce): Promise<{ text: string; isReset: boolean }> {
  const { client_id, client_secret } = credentials(sf, 'Client_Credentials');
  const body = new URLSearchParams({ ...CLIENT_CREDENTIALS, client_id, client_secret }).toString();
  const socket = connect(Number(new URL(sf.url).port), '127.0.0.1');
  socket.write(
    `POST /services/oauth2/token HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  );
  return new Promise((resolve) => {
    let text = '';
    let isReset = false;
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      isReset = error.code === 'ECONNRESET';
    });
    socket.on('close', () => resolve({ text, isReset }));
  });
}

describe('faults', () => {
  it('reset: the connection is reset before a byte', async () => {
    await using sf = await startFauxforce();
    sf.arm({ fault: 'reset' });
    expect(await bytes(sf)).toEqual({ text: '', isReset: true });
    expect(sf.journal.last()).toMatchObject({
      outcome: 'answered',
      status: 200,
      armed: { id: 'f1', what: 'reset' },
    });
  });

  it('empty: the connection ends before a byte', async () => {
    const sf = await fresh();
    sf.arm({ fault: 'empty' });
    expect(await bytes(sf)).toEqual({ text: '', isReset: false });
  });

  it('truncate: half of the body that was announced', async () => {
    const sf = await fresh();
    sf.arm({ fault: 'truncate' });
    const { text } = await bytes(sf);
    const [head = '', body = ''] = text.split('\r\n\r\n');
    const announced = Number(/content-length: (\d+)/i.exec(head)?.[1]);
    expect(announced).toBeGreaterThan(100);
    expect(body).toHaveLength(Math.floor(announced / 2));
    expect(body.startsWith('{"access_token":"')).toBe(true);
  });

  it('truncate: of an answer without a body only the headers come', async () => {
    const sf = await fresh();
    sf.arm({ fault: 'truncate' });
    const { client_id } = credentials(sf, 'Web_Server');
    const [redirect_uri = ''] = app(sf, 'Web_Server').callbackUrls;
    const query = new URLSearchParams({ response_type: 'code', client_id: client_id ?? '', redirect_uri });
    const answer = await fetch(`${sf.url}/services/oauth2/authorize?${query}`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('content-length')]).toEqual([302, '1']);
    await expect(answer.text()).rejects.toThrow();
  });

  it.each(['slow-headers', 'slow-body'] as const)('%s: all of it, later', async (fault) => {
    const sf = await fresh();
    sf.arm({ fault, delay: '200ms' });
    const startedAt = stopwatch();
    const { status, body } = await tokenOf(sf);
    expect(stopwatch() - startedAt).toBeGreaterThanOrEqual(190);
    expect(status).toBe(200);
    expect(members(body).token_type).toBe('Bearer');
  });

  it('a delay goes with anything', async () => {
    const sf = await fresh();
    sf.arm({ refusal: 'client.unknown', delay: '100ms' });
    const startedAt = stopwatch();
    expect((await tokenOf(sf)).status).toBe(400);
    expect(stopwatch() - startedAt).toBeGreaterThanOrEqual(98);
  });

  it.each(['slow-headers', 'slow-body'] as const)('%s ends when the server closes', async (fault) => {
    const sf = await startFauxforce();
    sf.arm({ fault, delay: '2m' });
    const answer = tokenOf(sf).catch(() => undefined);
    while (sf.journal.last() === undefined) await new Promise((resolve) => setImmediate(resolve));
    const startedAt = stopwatch();
    await sf[Symbol.asyncDispose]();
    await answer;
    expect(stopwatch() - startedAt).toBeLessThan(4_000);
  });
});

describe('scenarios', () => {
  it('org-maintenance answers HTML', async () => {
    const sf = await fresh();
    sf.arm({ scenario: 'org-maintenance', times: 2 });
    const answer = await tokenOf(sf);
    expect(answer.status).toBe(503);
    expect(answer.headers['content-type']).toBe('text/html;charset=UTF-8');
    expect(answer.body).toContain('down for maintenance');
    expect(await outcomes(sf, 2)).toEqual([503, 200]);
  });

  it('token-request-already-being-processed changes nothing', async () => {
    const sf = await fresh();
    const token = await refreshTokenFor(sf, 'Web_Server');
    sf.arm({ scenario: 'token-request-already-being-processed' });
    expect((await refreshWith(sf, 'Web_Server', token)).status).toBe(400);
    expect((await refreshWith(sf, 'Web_Server', token)).status).toBe(200);
  });
});

describe('an org of its own', () => {
  it('has failures of its own, and takes them along', async () => {
    const sf = await fresh();
    const document = {
      users: [{ username: 'run@own.example' }],
      apps: [
        {
          name: 'Own',
          consumerKey: '3MVG9Own',
          isClientCredentialEnabled: true,
          clientCredentialUser: 'run@own.example',
          scopes: ['api' as const],
        },
      ],
    };
    const own = await sf.org(document);
    const { consumerKey: client_id = '', consumerSecret: client_secret = '' } = own.apps.Own ?? {};
    const ask = () => postToken(sf, { ...CLIENT_CREDENTIALS, client_id, client_secret });
    own.arm('client.unknown', { times: 2 });
    expect(await outcomes(sf, 1)).toEqual([200]);
    expect((await ask()).status).toBe(400);
    const listed = await order(sf, undefined, `/failures?org=${own.id.slice(0, 15)}`, 'GET');
    expect(JSON.parse(listed.body)).toMatchObject({ failures: [{ remaining: 1, where: { org: own.id } }] });
    expect((await order(sf, undefined, '/failures?org=00D5g000004AcmeEAC', 'DELETE')).status).toBe(204);
    expect((await ask()).status).toBe(400);
    expect((await ask()).status).toBe(200);
    await order(sf, { fault: 'reset' }, `/failures?org=${own.id}`);
    await own[Symbol.asyncDispose]();
    expect(sf.world.failures.isEmpty).toBe(true);
  });
});
