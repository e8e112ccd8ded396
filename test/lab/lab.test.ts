import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import type { JournalEntry } from '../../src/journal/entry.ts';
import { freshServers } from '../helpers/fresh.ts';

const fresh = freshServers();

const SECRET = 'DEMO0CLIENT0CREDENTIALS000000000';

function askForToken(url: string, changes: Record<string, string> = {}): Promise<Response> {
  return fetch(`${url}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: '3MVG9Demo.Client_Credentials',
      client_secret: SECRET,
      ...changes,
    }),
  });
}

interface Asked {
  readonly status: number;
  readonly body: unknown;
}

/** With headers that fetch does not let through, such as Host. */
function ask(
  url: string,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
  body?: string,
): Promise<Asked> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const asked = request({ hostname, port, path, method, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (data) => {
        text += data;
      });
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, body: text === '' ? undefined : JSON.parse(text) }),
      );
    });
    asked.on('error', reject).end(body);
  });
}

describe('health', () => {
  test('counts the orgs', async () => {
    const sf = await fresh();
    expect(await ask(sf.url, '/_fauxforce/health')).toEqual({
      status: 200,
      body: { status: 'ready', orgs: 1 },
    });
  });
});

describe('journal', () => {
  test('an entry has the members of the contract, in a refusal and in an answer', async () => {
    const sf = await fresh();
    sf.clock.freeze();
    sf.clock.set(Date.parse('2027-01-01T00:00:00Z'));
    const { access_token: token } = (await (await askForToken(sf.url)).json()) as { access_token: string };
    const refusedAnswer = await askForToken(sf.url, { client_secret: 'WR0NG0SECRET' });
    const id = refusedAnswer.headers.get('x-fauxforce-journal') as string;

    const { body } = await ask(sf.url, '/_fauxforce/journal');
    const { entries } = body as { entries: JournalEntry[] };
    expect(entries).toHaveLength(2);
    const [refused, answered] = entries as [JournalEntry, JournalEntry];
    expect(Object.keys(refused)).toEqual([
      'id',
      'at',
      'org',
      'endpoint',
      'method',
      'path',
      'grantType',
      'clientId',
      'username',
      'ip',
      'outcome',
      'status',
      'refusal',
      'checks',
      'request',
      'response',
      'ms',
    ]);
    expect(answered).toMatchObject({
      at: '2027-01-01T00:00:00.000Z',
      org: '00D5g000004AcmeEAC',
      endpoint: 'token',
      method: 'POST',
      path: '/services/oauth2/token',
      grantType: 'client_credentials',
      clientId: '3MVG9Demo.Client_Credentials',
      username: 'integration@acme.example',
      outcome: 'answered',
      status: 200,
      refusal: null,
      ms: expect.any(Number),
    });
    expect(refused).toMatchObject({
      id,
      outcome: 'refused',
      status: 400,
      refusal: {
        name: 'client.secret-wrong',
        error: 'invalid_client',
        error_description: 'invalid client credentials',
        why: expect.any(String),
        fix: expect.any(String),
      },
      response: { body: { error: 'invalid_client', error_description: 'invalid client credentials' } },
    });
    expect(refused.checks.at(-1)).toEqual({
      name: 'client.secret-wrong',
      ok: false,
      detail: refused.refusal?.why,
      compared: { app: 'Client_Credentials', sent: 'body' },
    });
    expect(await ask(sf.url, `/_fauxforce/journal/${id}`)).toEqual({ status: 200, body: refused });

    for (const secret of [SECRET, 'WR0NG0SECRET', token]) expect(JSON.stringify(body)).not.toContain(secret);
  });

  test('no secret is kept, in whatever form it came or went', async () => {
    const sf = await fresh();
    const secrets = {
      password: 'p4ssw0rd!xyz',
      code: 'aPrxSECRETCODE',
      code_verifier: 'v'.repeat(50),
      assertion: 'e30.e30.c2ln',
    };
    await askForToken(sf.url, { grant_type: 'password', username: 'ada@acme.example', ...secrets });
    const given: string[] = [];
    for (const format of ['json', 'xml', 'urlencoded']) {
      const text = await (await askForToken(sf.url, { format })).text();
      given.push(...(decodeURIComponent(text).match(/00D\w{12}![\w.]+/g) ?? []));
    }
    const [token = ''] = given;
    expect(given).toHaveLength(3);
    await fetch(`${sf.url}/services/oauth2/userinfo?access_token=${encodeURIComponent(token)}`);
    await fetch(`${sf.url}/services/oauth2/revoke?token=${encodeURIComponent(token)}`);
    await sf.login({ app: 'Web_Server', user: 'ada', response_type: 'code', state: 'kept' });
    const kept = JSON.stringify(sf.journal.entries());
    expect(kept).toContain('kept');
    for (const secret of [...Object.values(secrets), ...given, SECRET, 'correct-horse']) {
      expect(kept).not.toContain(secret);
      expect(kept).not.toContain(encodeURIComponent(secret));
    }
  });

  test('filters narrow it, newest first', async () => {
    const sf = await fresh();
    const start = Date.parse('2027-01-01T00:00:00Z');
    sf.clock.freeze();
    sf.clock.set(start);
    await askForToken(sf.url);
    sf.clock.advance(60_000);
    await askForToken(sf.url, { grant_type: 'magic' });
    await fetch(`${sf.url}/no/such/page`);
    const statuses = async (query: string) => {
      const { body } = await ask(sf.url, `/_fauxforce/journal?${query}`);
      return (body as { entries: { status: number }[] }).entries.map((entry) => entry.status);
    };
    expect(await statuses('')).toEqual([404, 400, 200]);
    expect(await statuses('limit=1')).toEqual([404]);
    expect(await statuses('outcome=answered')).toEqual([200]);
    expect(await statuses('refusal=grant-type.unsupported')).toEqual([400]);
    expect(await statuses('endpoint=token')).toEqual([400, 200]);
    expect(await statuses('username=INTEGRATION@acme.example')).toEqual([200]);
    expect(await statuses('client_id=3MVG9Demo.Client_Credentials&outcome=answered')).toEqual([200]);
    expect(await statuses('org=00D5g000004Acme')).toEqual([200]);
    expect(await statuses('since=2027-01-01T00:01:00Z')).toEqual([404, 400]);
    expect(await statuses(`since=${start}`)).toEqual([404, 400, 200]);
  });

  test('it can be emptied', async () => {
    const sf = await fresh();
    await askForToken(sf.url);
    expect(await ask(sf.url, '/_fauxforce/journal', {}, 'DELETE')).toEqual({ status: 204, body: undefined });
    expect(await ask(sf.url, '/_fauxforce/journal')).toEqual({ status: 200, body: { entries: [] } });
  });
});

describe('clock', () => {
  test('moves on command, and tokens age with it', async () => {
    const sf = await fresh();
    const post = (orders: object) => ask(sf.url, '/_fauxforce/clock', {}, 'POST', JSON.stringify(orders));
    expect(await post({ set: '2027-01-01T00:00:00Z', freeze: true })).toEqual({
      status: 200,
      body: { now: '2027-01-01T00:00:00.000Z', frozen: true },
    });
    const { access_token } = (await (await askForToken(sf.url)).json()) as { access_token: string };
    const limits = () =>
      fetch(`${sf.url}/services/data/v60.0/limits`, { headers: { authorization: `Bearer ${access_token}` } });
    expect((await limits()).status).toBe(200);
    expect(await post({ advance: '1d2h30m' })).toEqual({
      status: 200,
      body: { now: '2027-01-02T02:30:00.000Z', frozen: true },
    });
    expect((await limits()).status).toBe(401);
    expect(await post({ advance: '-1d2h30m' })).toMatchObject({ body: { now: '2027-01-01T00:00:00.000Z' } });
    expect(await post({ reset: true })).toMatchObject({ body: { frozen: false } });
    expect(await ask(sf.url, '/_fauxforce/clock')).toMatchObject({ status: 200, body: { frozen: false } });
  });

  test.each([
    ['{"advance":"2 hours"}', "advance '2 hours' is not a duration: write 90s, 15m, 2h, 3d or 1h30m"],
    ['{"advance":7}', "advance '7' is not a duration: write 90s, 15m, 2h, 3d or 1h30m"],
    ['{"advance":"999999999999d"}', "advance '999999999999d' leaves the calendar: move the clock by less"],
    [
      '{"set":"9999-12-31T23:59:59Z","advance":"1s"}',
      "advance '1s' leaves the calendar: move the clock by less",
    ],
    [
      '{"set":253402300800000}',
      "set '253402300800000' is not an instant: write 2027-01-01T00:00:00Z or milliseconds since 1970",
    ],
    [
      '{"set":"2027-02-30T00:00:00Z"}',
      "set '2027-02-30T00:00:00Z' is not an instant: write 2027-01-01T00:00:00Z or milliseconds since 1970",
    ],
    [
      '{"set":["2027-01-01"]}',
      'set \'["2027-01-01"]\' is not an instant: write 2027-01-01T00:00:00Z or milliseconds since 1970',
    ],
    [
      '{"set":"tomorrow"}',
      "set 'tomorrow' is not an instant: write 2027-01-01T00:00:00Z or milliseconds since 1970",
    ],
    ['{"freeze":false}', "freeze 'false' is not understood: the only value is true"],
    ['{"advanec":"2h"}', "unknown member 'advanec': did you mean 'advance'?"],
    ['{}', 'the body orders nothing: give one of reset, set, advance, freeze'],
    ['[]', 'the body must be a JSON object with reset, set, advance, freeze'],
  ])('%s is refused', async (body, error) => {
    const sf = await fresh();
    expect(await ask(sf.url, '/_fauxforce/clock', {}, 'POST', body)).toEqual({
      status: 400,
      body: { error },
    });
    expect(sf.clock.frozen).toBe(false);
  });

  test('a body that is not JSON, or is missing', async () => {
    const sf = await fresh();
    const { status, body } = await ask(sf.url, '/_fauxforce/clock', {}, 'POST', '{oops');
    expect(status).toBe(400);
    expect((body as { error: string }).error).toMatch(/^the body is not JSON: /);
    expect(await ask(sf.url, '/_fauxforce/clock', {}, 'POST')).toMatchObject({ status: 400 });
  });

  test.each([
    ['POST', '/orgs'],
    ['POST', '/clock'],
    ['POST', '/failures'],
    ['POST', '/tokens'],
    ['POST', '/reset'],
    ['PUT', '/snapshot'],
    ['PATCH', '/users/ada@acme.example'],
    ['PATCH', '/apps/3MVG9Demo.Web_Server'],
    ['PATCH', '/orgs/00D5g000004AcmeEAC'],
  ])('%s %s with objects and lists deep within each other', async (method, path) => {
    const sf = await fresh();
    for (const [begin, end] of [
      ['[', ']'],
      ['{"set":', '}'],
    ] as const) {
      const body = `{"set":${begin.repeat(90_000)}1${end.repeat(90_000)}}`;
      expect(await ask(sf.url, `/_fauxforce${path}`, {}, method, body)).toEqual({
        status: 400,
        body: { error: 'the body has more than 64 objects and lists within each other' },
      });
    }
  });

  test('a path that cannot be read is told as JSON, and kept in no journal', async () => {
    const sf = await fresh();
    expect(await ask(sf.url, '/_fauxforce/orgs/%')).toEqual({
      status: 400,
      body: { error: "the path cannot be read: '/_fauxforce/orgs/%' is not a valid url component" },
    });
    expect(sf.journal.entries()).toEqual([]);
  });

  test('a chunked body without a byte is none', async () => {
    const sf = await fresh();
    const chunked = { 'transfer-encoding': 'chunked' };
    expect(await ask(sf.url, '/_fauxforce/orgs', chunked, 'POST')).toMatchObject({ status: 201 });
    expect(await ask(sf.url, '/_fauxforce/failures', chunked, 'DELETE')).toMatchObject({ status: 204 });
    expect(await ask(sf.url, '/_fauxforce/clock', chunked, 'POST')).toMatchObject({ status: 400 });
  });
});

describe('refusals', () => {
  test('the catalogue as data', async () => {
    const sf = await fresh();
    const { body } = await ask(sf.url, '/_fauxforce/refusals');
    const { refusals } = body as { refusals: { name: string }[] };
    expect(refusals.find(({ name }) => name === 'grant-type.unsupported')).toEqual({
      name: 'grant-type.unsupported',
      surface: 'token',
      status: 400,
      error: 'unsupported_grant_type',
      error_description: 'grant type not supported',
      why: expect.any(String),
      fix: expect.any(String),
      evidence: { section: expect.any(String), certainty: 'observed', report: expect.any(String) },
      recipe: expect.any(Object),
      seen: 0,
    });
  });

  test('a recipe that sends much is left out of the list, and one asked for by name has it', async () => {
    const sf = await fresh();
    const text = await (await fetch(`${sf.url}/_fauxforce/refusals`)).text();
    expect(text.length).toBeLessThan(500_000);
    const { refusals } = JSON.parse(text) as { refusals: { name: string; recipe?: { steps: object[] } }[] };
    const short = refusals.filter(({ recipe }) => recipe === undefined).map(({ name }) => name);
    expect(short.sort()).toEqual([
      'request.headers-too-large',
      'request.too-large',
      'soap.too-large',
      'token-exchange.too-long',
    ]);
    for (const name of short) {
      const { body } = await ask(sf.url, `/_fauxforce/refusals/${name}`);
      expect(body).toMatchObject({ name, recipe: { steps: expect.any(Array) } });
    }
  });

  test('one, with its recipe for a person and for a shell, and how often the journal tells of it', async () => {
    const sf = await fresh();
    const body = new URLSearchParams({ grant_type: 'nope' });
    for (let i = 0; i < 2; i++) await fetch(`${sf.url}/services/oauth2/token`, { method: 'POST', body });
    expect((await ask(sf.url, '/_fauxforce/refusals/grant-type.unsupported')).body).toMatchObject({
      name: 'grant-type.unsupported',
      seen: 2,
      steps: ['POST /services/oauth2/token with grant_type=magic&client_id={{Web_Server.key}}'],
      curl: [
        'curl -sS "$FAUXFORCE/services/oauth2/token" --data-urlencode "grant_type=magic" --data-urlencode "client_id=3MVG9Demo.Web_Server"',
      ],
    });
    const seen = await ask(sf.url, '/_fauxforce/refusals?seen=true');
    expect(seen.body).toMatchObject({ refusals: [{ name: 'grant-type.unsupported', seen: 2 }] });
    expect((await ask(sf.url, '/_fauxforce/refusals?seen=no')).status).toBe(400);
    const { curl } = (await ask(sf.url, '/_fauxforce/refusals/code.spent')).body as { curl: string[] };
    expect(curl.join('\n')).toContain('client_id=3MVG9Demo.Web_Server');
    expect(curl.join('\n')).toContain('client_secret=$Web_Server_secret');
    expect(curl.join('\n')).not.toContain('DEMO0');
    expect(await ask(sf.url, '/_fauxforce/refusals/code.spend')).toMatchObject({
      status: 404,
      body: { error: "there is no refusal 'code.spend': did you mean code.spent?" },
    });
  });
});

describe('scenarios', () => {
  test('are told by name and story, and each can be armed', async () => {
    const sf = await fresh();
    const { scenarios } = (await ask(sf.url, '/_fauxforce/scenarios')).body as {
      scenarios: { name: string; story: string }[];
    };
    expect(scenarios).toContainEqual({
      name: 'org-maintenance',
      story: 'The org is under maintenance: a page of HTML where JSON was expected.',
    });
    for (const { name } of scenarios) sf.arm({ scenario: name });
  });
});

describe('bad input is one sentence', () => {
  test.each([
    [
      'GET',
      '/_fauxforce/journal?outcom=refused',
      400,
      "unknown query parameter 'outcom': did you mean 'outcome'?",
    ],
    ['GET', '/_fauxforce/journal?outcome=good', 400, "outcome 'good' is unknown: use answered, refused"],
    [
      'GET',
      '/_fauxforce/journal?refusal=jwt.audiense',
      400,
      "refusal 'jwt.audiense' is unknown: did you mean 'jwt.audience'?",
    ],
    [
      'GET',
      '/_fauxforce/journal?refusal=zzz',
      400,
      "refusal 'zzz' is unknown: GET /_fauxforce/refusals lists them",
    ],
    [
      'GET',
      '/_fauxforce/journal?limit=many',
      400,
      "limit 'many' is not a number of entries: write 1 or more",
    ],
    ['GET', '/_fauxforce/journal?since=1798761600000', 200, undefined],
    [
      'GET',
      '/_fauxforce/journal?since=noon',
      400,
      "since 'noon' is not an instant: write 2027-01-01T00:00:00Z or milliseconds since 1970",
    ],
    ['GET', '/_fauxforce/health?x=1', 400, "unknown query parameter 'x': this path takes none"],
    [
      'GET',
      '/_fauxforce/journal/none',
      404,
      "the journal has no entry 'none': fauxforce journal --json and GET /_fauxforce/journal list those it keeps",
    ],
    [
      'GET',
      '/_fauxforce/jurnal',
      404,
      '/_fauxforce/jurnal is not a lab path: did you mean /_fauxforce/journal?',
    ],
    ['PATCH', '/_fauxforce/clock', 405, 'PATCH is not a method of /_fauxforce/clock: use GET, HEAD, POST'],
    ['POST', '/_fauxforce/health', 405, 'POST is not a method of /_fauxforce/health: use GET, HEAD'],
    ['QUERY', '/_fauxforce/orgs', 405, 'QUERY is not a method of /_fauxforce/orgs: use GET, HEAD, POST'],
  ])('%s %s', async (method, path, status, error) => {
    const sf = await fresh();
    const asked = await ask(sf.url, path, {}, method);
    expect(asked.status).toBe(status);
    if (error !== undefined) expect(asked.body).toEqual({ error });
  });
});

test('a body is read only where somebody takes it', async () => {
  const sf = await fresh();
  expect((await ask(sf.url, '/_fauxforce/jurnal', {}, 'POST', '{')).status).toBe(404);
  expect((await ask(sf.url, '/_fauxforce/health', {}, 'POST', '{')).status).toBe(405);
  expect((await ask(sf.url, '/_fauxforce/clock', {}, 'POST', '{')).status).toBe(400);
});

describe('the lab', () => {
  test('leaves no journal entry and no journal header', async () => {
    const sf = await fresh();
    const answer = await fetch(`${sf.url}/_fauxforce/health`);
    expect(answer.headers.has('x-fauxforce-journal')).toBe(false);
    expect(sf.journal.entries()).toEqual([]);
  });
});
