/** Walks through a flow, hop by hop, as the lab takes them. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/port.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';
import { type LabOrg, lab } from './helpers.ts';

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startFauxforce();
});
afterAll(async () => sf[Symbol.asyncDispose]());
beforeEach(async () => sf.reset());

interface Walk {
  readonly id: string;
  readonly state: string;
  readonly said: string | null;
  readonly next: { readonly what: string; readonly method: string; readonly path: string } | null;
  readonly hops: readonly { readonly what: string; readonly entry: string }[];
  readonly error: string;
}

const ADA = 'ada@acme.example';

async function begin(name: string, flow: string, more: object = {}): Promise<Walk> {
  const client_id = sf.apps[name]?.consumerKey ?? name;
  const asked = { client_id, flow, ...(flow === 'client credentials' ? {} : { username: ADA }), ...more };
  const { status, body } = await lab<Walk>(sf, 'POST', '/walks', asked);
  expect({ status, error: body.error }).toEqual({ status: 201 });
  return body;
}

async function go(walk: Walk, body?: object): Promise<Walk> {
  return (await lab<Walk>(sf, 'POST', `/walks/${walk.id}/next`, body)).body;
}

const BROWSER = [
  'The app sends the browser to Salesforce',
  'The browser follows',
  'The browser follows',
  `${ADA} logs in`,
  'The browser follows',
  `${ADA} presses Allow`,
];
const USE = ['The app asks who the user is', 'Later, the app refreshes its access token'];

describe('a walk', () => {
  test('goes hop by hop: the next one is told before it is sent, and each has its entry', async () => {
    let walk = await begin('Web_Server', 'web server');
    expect(walk.hops).toEqual([]);
    const told: string[] = [];
    while (walk.next) {
      expect(walk.state).toBe('going');
      told.push(`${walk.next.what}: ${walk.next.method} ${walk.next.path}`);
      walk = await go(walk);
      const entry = sf.journal.entry(walk.hops.at(-1)?.entry ?? '');
      expect(told.at(-1)).toBe(`${walk.hops.at(-1)?.what}: ${entry?.method} ${entry?.path}`);
    }
    expect(walk).toMatchObject({ state: 'done', said: 'The app has what the flow brings.' });
    expect((await lab<Walk>(sf, 'GET', `/walks/${walk.id}`)).body).toEqual(walk);
    expect(sf.journal.entries().map(({ id }) => id)).toEqual(walk.hops.map(({ entry }) => entry).reverse());
    expect(sf.journal.entries().every(({ outcome }) => outcome === 'answered')).toBe(true);
  });

  test.each([
    ['Web_Server', 'web server', [...BROWSER, 'The app exchanges the code for tokens', ...USE]],
    ['User_Agent', 'user-agent', [...BROWSER, ...USE]],
    ['Username_Password', 'username-password', ['The app hands over what the user typed into it']],
    ['Client_Credentials', 'client credentials', ['The app asks for a token']],
    [
      'Device',
      'device',
      [
        'The device asks for its codes',
        'The user opens the page where devices are connected',
        `${ADA} takes over the code of the device`,
        ...BROWSER.slice(1),
        'The device asks for its tokens',
        ...USE,
      ],
    ],
  ])('of %s, %s, arrives in one call', async (name, flow, hops) => {
    const walk = await go(await begin(name, flow), { all: true });
    expect({ state: walk.state, hops: walk.hops.map(({ what }) => what) }).toEqual({ state: 'done', hops });
  });

  test('tells no password, code, token or secret', async () => {
    const walk = await go(await begin('Web_Server', 'web server'), { all: true });
    const { body } = await lab<object>(sf, 'GET', `/walks/${walk.id}`);
    const secrets = [
      sf.apps.Web_Server?.consumerSecret ?? '',
      sf.users.ada?.password ?? '',
      '00D5g',
      'code=',
    ];
    for (const secret of secrets) expect(JSON.stringify(body)).not.toContain(secret);
  });

  test.each([
    ['mailed', {}],
    ['in the authenticator', { totpSecret: 'JBSWY3DPEHPK3PXP' }],
  ])('types the code that is %s, where one is asked for', async (_where, ada) => {
    await using own = await startFauxforce({
      demo: {
        settings: { trustedIpRanges: [{ start: '10.0.0.0', end: '10.255.255.255' }] },
        users: { ada },
      },
    });
    const asked = { client_id: own.apps.Web_Server?.consumerKey, flow: 'web server', username: ADA };
    const { id } = (await lab<Walk>(own, 'POST', '/walks', asked)).body;
    const walk = (await lab<Walk>(own, 'POST', `/walks/${id}/next`, { all: true })).body;
    expect(walk.hops.map(({ what }) => what)).toContain(`${ADA} types the code that was sent`);
    expect(walk.state).toBe('done');
  });

  test.each([true, false])(
    'knows its own requests among those that are sent at the same time, with the header of answers: %s',
    async (journalHeader) => {
      await using own = await startFauxforce({ journalHeader });
      const client_id = own.apps.Client_Credentials?.consumerKey;
      const walk = async () => {
        const { id } = (await lab<Walk>(own, 'POST', '/walks', { client_id, flow: 'client credentials' }))
          .body;
        return (await lab<Walk>(own, 'POST', `/walks/${id}/next`)).body;
      };
      const walks = await Promise.all(Array.from({ length: 8 }, walk));
      const entries = walks.map(({ hops }) => hops[0]?.entry);
      expect([...entries].sort()).toEqual(
        own.journal
          .entries()
          .map(({ id }) => id)
          .sort(),
      );
    },
  );

  test('never calls the callback, and nothing but this server', async () => {
    let calls = 0;
    const foreign = createServer((_request, response) => {
      calls += 1;
      response.end();
    });
    await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve));
    const { port } = foreign.address() as AddressInfo;
    const redirect_uri = `http://127.0.0.1:${port}/callback`;
    const key = sf.apps.Web_Server?.consumerKey ?? '';
    await lab(sf, 'PATCH', `/apps/${key}`, { callbackUrls: [redirect_uri] });
    const walk = await go(await begin('Web_Server', 'web server', { redirect_uri }), { all: true });
    foreign.close();
    expect({ calls, state: walk.state }).toEqual({ calls: 0, state: 'done' });
  });

  test('goes by the path that stands for a callback at Salesforce', async () => {
    const redirect_uri = 'https://login.salesforce.com/services/oauth2/success';
    await lab(sf, 'PATCH', `/apps/${sf.apps.Web_Server?.consumerKey}`, { callbackUrls: [redirect_uri] });
    expect((await go(await begin('Web_Server', 'web server'), { all: true })).state).toBe('done');
  });
});

describe('a walk ends', () => {
  test('at a refusal, with its sentence', async () => {
    sf.arm('code.spent');
    const walk = await go(await begin('Web_Server', 'web server'), { all: true });
    expect(walk).toMatchObject({
      state: 'refused',
      said: expect.stringMatching(/^code\.spent: ./),
      next: null,
    });
    expect(walk.hops.at(-1)?.what).toBe('The app exchanges the code for tokens');
    expect((await go(walk)).error).toBe('this walk has ended: begin another');
  });

  test('at a refusal that a redirect leads to', async () => {
    const walk = await go(await begin('Web_Server', 'web server', { scope: 'nope' }), { all: true });
    expect(walk).toMatchObject({
      state: 'refused',
      said: expect.stringMatching(/^authorize\.scope\S*: ./),
    });
  });

  test.each(['reset', 'empty', 'truncate'])(
    'where a fault of the network loses the answer: %s',
    async (fault) => {
      sf.arm({ fault, where: { endpoint: 'token' } } as never);
      const walk = await go(await begin('Client_Credentials', 'client credentials'));
      expect(walk).toMatchObject({
        state: 'stuck',
        said: 'the answer got lost on its way: an armed fault of the network struck the request',
        next: null,
      });
      sf.arm({ fault, where: { endpoint: 'token' } } as never);
      const [{ id = '' } = {}] = sf.journal.entries({ endpoint: 'token' } as never);
      const replayed = await lab<{ error: string }>(sf, 'POST', `/journal/${id}/replay`);
      expect(replayed).toEqual({ status: 400, body: { error: walk.said } });
    },
  );

  test.each([
    ['JSON that breaks off', '{"access_token":'],
    ['JSON that is no object', '[1]'],
    [
      'a form that leads nowhere',
      '<form action="http://["><input id="Login" name="Login" type="submit"></form>',
    ],
  ])('where a test armed an answer that nobody can go on from: %s', async (_what, body) => {
    sf.arm({ response: { status: 200, body }, where: { endpoint: 'token' } });
    const walk = await go(await begin('Client_Credentials', 'client credentials'));
    expect(walk).toMatchObject({
      state: 'stuck',
      said: 'The browser is on a page that a walk does not fill in: without a title.',
      next: null,
    });
  });

  test('when its app is deleted on the way', async () => {
    const walk = await go(await begin('Web_Server', 'web server'));
    await lab(sf, 'DELETE', `/apps/${sf.apps.Web_Server?.consumerKey}`);
    expect(await go(walk, { all: true })).toEqual({
      ...walk,
      state: 'stuck',
      said: 'The app Web_Server is gone: begin a walk of another.',
      next: null,
    });
  });

  test('when its user, or the org of both, is gone', async () => {
    const own = await lab<LabOrg>(sf, 'POST', '/orgs', {
      apps: [{ name: 'Own', callbackUrls: ['http://localhost:3000/callback'] }],
    });
    const [user, app] = [own.body.users[0]?.username, own.body.apps[0]?.consumerKey];
    const walks = [
      await begin('Web_Server', 'web server', { username: user }),
      await begin(app ?? '', 'web server'),
      await begin(app ?? '', 'web server', { username: user }),
    ];
    await lab(sf, 'DELETE', `/orgs/${own.body.org.id}`);
    const ended = await Promise.all(walks.map((walk) => go(walk)));
    expect(ended.map(({ said, next }) => ({ said, next }))).toEqual([
      { said: `The user ${user} is gone: begin a walk of another.`, next: null },
      { said: 'The app Own is gone: begin a walk of another.', next: null },
      { said: 'The app Own is gone: begin a walk of another.', next: null },
    ]);
    expect((await lab<Walk>(sf, 'GET', `/walks/${walks[1]?.id}`)).body).toMatchObject({ state: 'stuck' });
  });
});

describe('a walk in the store', () => {
  const folder = temporaryFolder();
  let own: Fauxforce;
  let store: Store;
  beforeAll(async () => {
    const file = join(folder(), 'walks.db');
    own = await startFauxforce({ store: file });
    store = await openStore(file);
  });
  afterAll(async () => {
    await store.close();
    await own[Symbol.asyncDispose]();
  });

  const asked = () => ({ client_id: own.apps.Web_Server?.consumerKey, flow: 'web server', username: ADA });
  const beginOwn = async () => (await lab<Walk>(own, 'POST', '/walks', asked())).body;
  const next = async ({ id }: Walk) => (await lab<Walk>(own, 'POST', `/walks/${id}/next`)).body;
  const AT_ANY_TIME = Number.MAX_SAFE_INTEGER;

  test('is sealed: no password, code, cookie or token can be read there', async () => {
    let walk = await beginOwn();
    const texts: (string | undefined)[] = [];
    while (walk.next) {
      texts.push(await store.walks.find(walk.id));
      walk = await next(walk);
    }
    expect(walk.state).toBe('done');
    for (const text of texts) expect(text).toMatch(/^[\w-]{100,}$/);
    expect(new Set(texts).size).toBe(walk.hops.length);
  });

  test('is gone on with where the process ends that took it, once its time is over', async () => {
    const walk = await beginOwn();
    const now = Date.now();
    await store.walks.take(walk.id, { holder: 'killed', at: now, until: now + 60_000 });
    expect((await next(walk)).error).toBe('this walk is under way: wait for the hop before');
    await store.walks.take(walk.id, { holder: 'killed', at: AT_ANY_TIME, until: now });
    expect((await next(walk)).hops).toHaveLength(1);
  });

  test('is not written by a call that took so long that another one has it', async () => {
    const walk = await beginOwn();
    own.arm({ delay: '500ms', where: { endpoint: 'authorize' } } as never);
    const slow = next(walk);
    await vi.waitFor(async () =>
      expect(await store.walks.take(walk.id, { holder: 'other', at: 0, until: 0 })).toBe('busy'),
    );
    await store.walks.take(walk.id, { holder: 'other', at: AT_ANY_TIME, until: 0 });
    expect((await slow).error).toMatch(
      /^this walk was forgotten meanwhile, or took so long that another call/,
    );
    expect((await next(walk)).hops).toHaveLength(1);
  });

  test('is forgotten when the state is reset or replaced', async () => {
    const { body: snapshot } = await lab<object>(own, 'GET', '/snapshot');
    for (const [method, path, body] of [
      ['POST', '/reset', undefined],
      ['PUT', '/snapshot', snapshot],
    ] as const) {
      const walk = await beginOwn();
      expect((await lab(own, method, path, body)).status).toBe(204);
      expect((await next(walk)).error).toBe(`there is no walk '${walk.id}': the newest 50 are kept`);
    }
  });
});

describe('what is no walk is refused in a sentence', () => {
  test.each([
    [
      {},
      "flow 'undefined' is unknown: use web server, user-agent, username-password, client credentials, device",
    ],
    [{ flow: 'device', client_id: 'nobody' }, "client_id 'nobody' is no app's"],
    [{ flow: 'device', client_id: { a: 1 } }, /^client_id '.*' is no app's$/],
    [{ flow: 'device', client_id: 'PlatformCLI' }, "username 'undefined' is no user's"],
    [{ flow: 'client credentials', client_id: 'PlatformCLI', username: 'x' }, "username 'x' is no user's"],
    [
      { flow: 'web server', client_id: 'PlatformCLI', username: ADA, redirect_uri: 'https://evil.example/' },
      /^redirect_uri 'https:\/\/evil\.example\/' is unknown/,
    ],
    [
      { flow: 'device', client_id: 'PlatformCLI', username: ADA, scope: 1 },
      'scope is no text of at most 4096 characters',
    ],
    [{ flow: 'device', url: 'http://evil.example' }, /^unknown member 'url'/],
  ])('%j', async (asked, error) => {
    const { status, body } = await lab<Walk>(sf, 'POST', '/walks', asked);
    expect({ status, error: body.error }).toEqual({
      status: 400,
      error: typeof error === 'string' ? error : expect.stringMatching(error),
    });
  });

  test('an app without a callback has no flow by the browser', async () => {
    const { body } = await lab<Walk>(sf, 'POST', '/walks', {
      client_id: sf.apps.Client_Credentials?.consumerKey,
      flow: 'web server',
      username: ADA,
    });
    expect(body.error ?? '').toMatch(/^the app has no callback URL, which the web server flow needs$/);
  });

  test('of several calls at once one walks, and the others are told', async () => {
    const walk = await begin('Web_Server', 'web server');
    const answers = await Promise.all(Array.from({ length: 5 }, () => go(walk, { all: true })));
    const { hops } = (await lab<Walk>(sf, 'GET', `/walks/${walk.id}`)).body;
    expect(hops).toHaveLength(BROWSER.length + 1 + USE.length);
    for (const { error } of answers.filter((answer) => answer.error))
      expect(error).toMatch(/^this walk (is under way: wait for the hop before|has ended: begin another)$/);
    expect(answers.filter(({ error }) => error === undefined)).toHaveLength(1);
  });

  test('the newest fifty are kept', async () => {
    const first = await begin('Device', 'device');
    for (let i = 0; i < 50; i++) await begin('Device', 'device');
    expect((await lab<Walk>(sf, 'GET', `/walks/${first.id}`)).status).toBe(404);
    expect((await go(first)).error).toBe(`there is no walk '${first.id}': the newest 50 are kept`);
  });
});
