import { get, type IncomingMessage } from 'node:http';
import { describe, expect, it, test } from 'vitest';
import { LabClock } from '../../src/ground/clock.ts';
import { endpointOf, JOURNAL_WORDS } from '../../src/journal/endpoints.ts';
import type { JournalEntry } from '../../src/journal/entry.ts';
import { Journal } from '../../src/journal/journal.ts';
import { redactParameters, redactUrl } from '../../src/journal/redaction.ts';
import { openStore } from '../../src/store/open.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import { credentials, postToken, send } from '../helpers/token.ts';

const fresh = freshServers();

function ask(sf: Fauxforce, changes: Record<string, string> = {}) {
  return postToken(sf, {
    grant_type: 'client_credentials',
    ...credentials(sf, 'Client_Credentials'),
    ...changes,
  });
}

/** The stream's events as they come, and how it ended. */
function listen(sf: Fauxforce, query = '') {
  const events: string[] = [];
  let waiting: (() => void) | undefined;
  let begun: () => void = () => undefined;
  let reading: IncomingMessage | undefined;
  const isOpen = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const request = get(`${sf.url}/_fauxforce/journal/stream${query}`, (answer) => {
    reading = answer;
    let rest = '';
    answer.setEncoding('utf8').on('data', (text: string) => {
      const parts = (rest + text).split('\n\n');
      rest = parts.pop() ?? '';
      events.push(...parts);
      waiting?.();
      begun();
    });
  });
  const ended = new Promise<void>((resolve) => request.on('close', resolve));
  return {
    isOpen,
    ended,
    request,
    pause: () => reading?.pause(),
    resume: () => reading?.resume(),
    async event(index: number): Promise<JournalEntry> {
      while (events.length <= index) {
        await new Promise<void>((resolve) => {
          waiting = resolve;
        });
      }
      const [, id, kind, data = ''] = /^id: (\S+)\nevent: (\w+)\ndata: (.*)$/.exec(events[index] ?? '') ?? [];
      const entry = JSON.parse(data) as JournalEntry;
      expect({ id, kind }).toEqual({ id: entry.id, kind: entry.outcome });
      return entry;
    },
    events,
  };
}

const NO_ANSWER = { status: 200, contentType: undefined, body: undefined, location: undefined };

describe('GET /journal/stream', () => {
  it('tells every request as it is answered, and ends with the server', async () => {
    const sf = await startFauxforce();
    const stream = listen(sf);
    await stream.isOpen;
    await ask(sf);
    await ask(sf, { client_secret: 'wrong' });
    expect((await stream.event(1)).status).toBe(200);
    const refused = await stream.event(2);
    expect(refused.refusal?.name).toBe('client.secret-wrong');
    expect(JSON.stringify(refused)).not.toContain('"wrong"');
    await sf[Symbol.asyncDispose]();
    await stream.ended;
  });

  it('filters, and begins with what was since', async () => {
    const sf = await fresh();
    await ask(sf, { client_secret: 'wrong' });
    await ask(sf);
    const stream = listen(sf, '?outcome=refused&since=0');
    expect((await stream.event(1)).refusal?.name).toBe('client.secret-wrong');
    await ask(sf);
    await ask(sf, { client_id: 'nobody' });
    expect((await stream.event(2)).refusal?.name).toBe('client.unknown');
    expect(stream.events).toHaveLength(3);
    stream.request.destroy();
  });

  it('tells all that was since, however much it is, and then what comes', async () => {
    const sf = await fresh();
    const long = 'x'.repeat(4_000);
    for (let i = 0; i < 1_600; i++) {
      const trace = sf.world.journal.open('GET', `/${i}`);
      trace.parameters = new Map([['state', long]]);
      sf.world.journal.record(trace, NO_ANSWER);
    }
    const stream = listen(sf, '?since=0');
    await stream.isOpen;
    await ask(sf);
    expect((await stream.event(1_601)).endpoint).toBe('token');
    expect((await stream.event(1_600)).path).toBe('/1599');
    stream.request.destroy();
  });

  it('lets go of a client that does not read', async () => {
    const sf = await fresh();
    const stream = listen(sf);
    await stream.isOpen;
    stream.pause();
    for (let i = 0; i < 30_000; i++) sf.world.journal.record(sf.world.journal.open('GET', '/'), NO_ANSWER);
    sf.world.journal.settle();
    stream.resume();
    await stream.ended;
    expect(stream.events.length).toBeLessThan(30_000);
  });

  it('is for five hundred clients at a time', async () => {
    const sf = await fresh();
    const streams = Array.from({ length: 500 }, () => listen(sf));
    await Promise.all(streams.map(({ isOpen }) => isOpen));
    const refused = await fetch(`${sf.url}/_fauxforce/journal/stream`);
    expect([refused.status, await refused.json()]).toEqual([
      503,
      { error: '500 clients listen to the journal, which is the most: close some' },
    ]);
    for (const { request } of streams) request.destroy();
    await expect
      .poll(async () => {
        const { status, body } = await fetch(`${sf.url}/_fauxforce/journal/stream`);
        await body?.cancel();
        return status;
      })
      .toBe(200);
  });

  it.each([
    ['?limit=3', 400],
    ['?outcome=maybe', 400],
  ])('refuses %s', async (query, status) => {
    const sf = await fresh();
    expect((await send(sf, `/_fauxforce/journal/stream${query}`)).status).toBe(status);
  });

  it('answers HEAD with its headers alone', async () => {
    const sf = await fresh();
    const { status, headers } = await send(sf, '/_fauxforce/journal/stream', { method: 'HEAD' });
    expect([status, headers['content-type']]).toEqual([200, 'text/event-stream']);
  });
});

describe('GET /journal.har', () => {
  it('is an HTTP Archive, oldest first, without secrets', async () => {
    const sf = await fresh();
    sf.clock.freeze();
    sf.clock.set(Date.parse('2027-01-01T00:00:00Z'));
    await ask(sf, { client_secret: 'wrong' });
    await send(sf, '/services/oauth2/userinfo?access_token=nonsense');
    const { body } = await send(sf, '/_fauxforce/journal.har');
    const { log } = JSON.parse(body) as { log: { version: string; entries: Record<string, unknown>[] } };
    expect(log.version).toBe('1.2');
    expect(log.entries).toHaveLength(2);
    expect(log.entries[0]).toMatchObject({
      startedDateTime: '2027-01-01T00:00:00.000Z',
      request: {
        method: 'POST',
        url: `${sf.url}/services/oauth2/token`,
        httpVersion: 'HTTP/1.1',
        cookies: [],
        headers: [],
        queryString: [],
        postData: {
          mimeType: 'application/x-www-form-urlencoded',
          params: [
            { name: 'grant_type', value: 'client_credentials' },
            { name: 'client_id' },
            { name: 'client_secret' },
          ],
        },
      },
      response: {
        status: 400,
        statusText: 'Bad Request',
        content: {
          size: 75,
          mimeType: 'application/json',
          text: '{"error":"invalid_client","error_description":"invalid client credentials"}',
        },
      },
      timings: { send: 0, receive: 0 },
      _fauxforce: { refusal: { name: 'client.secret-wrong' } },
    });
    expect(log.entries[1]).toMatchObject({
      request: { method: 'GET' },
      response: { status: 403, content: { text: 'Bad_OAuth_Token' } },
    });
    expect(body).not.toContain('nonsense');
    const one = await send(sf, '/_fauxforce/journal.har?endpoint=userinfo');
    expect((JSON.parse(one.body) as { log: { entries: unknown[] } }).log.entries).toHaveLength(1);
  });
});

describe('endpoint', () => {
  it.each(['/journal', '/journal.har', '/journal/stream'])('%s knows what there is', async (path) => {
    const sf = await fresh();
    const refused = await send(sf, `/_fauxforce${path}?endpoint=tokn`);
    expect([refused.status, JSON.parse(refused.body)]).toEqual([
      400,
      { error: "endpoint 'tokn' is unknown: did you mean 'token'?" },
    ]);
    const far = await send(sf, `/_fauxforce${path}?endpoint=nonsense`);
    expect(JSON.parse(far.body).error).toMatch(/^endpoint 'nonsense' is unknown: use authorize, /);
  });

  it('is also what a path has that leads nowhere, once somebody asked for it', async () => {
    const sf = await fresh();
    await send(sf, '/nonsense/1');
    const { body } = await send(sf, '/_fauxforce/journal?endpoint=nonsense');
    expect(JSON.parse(body).entries).toHaveLength(1);
  });

  it('has a word for every route', async () => {
    const sf = await fresh();
    const words = new Set(routesOf(sf).map(endpointOf));
    words.delete('_fauxforce');
    // services/async/*: where nothing else has a path, the router prints its end alone.
    words.delete('*');
    for (const word of words) if (word.startsWith(':record(')) words.delete(word);
    expect(endpointOf('/0H4000000000001CAA/e')).toBe('pages');
    expect([...words].filter((word) => !JOURNAL_WORDS.includes(word))).toEqual([]);
    expect(words.size).toBeGreaterThan(15);
  });
});

/** As the router prints them: a tree, indented by four characters for each level. */
function routesOf(sf: Fauxforce): string[] {
  const above: string[] = [];
  return sf.server
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .map((line) => {
      const [, tree = '', part = ''] = /^([\s│├└─]*)(\S*)/.exec(line) ?? [];
      above.length = tree.length / 4;
      above.push(part);
      return above.join('');
    });
}

test('the icon that browsers ask for is no refusal', async () => {
  const sf = await fresh();
  const { status, body } = await send(sf, '/favicon.ico');
  expect([status, body]).toEqual([204, '']);
  expect(sf.journal.last()).toMatchObject({ outcome: 'answered', endpoint: 'pages', path: '/favicon.ico' });
});

describe('secrets', () => {
  it('have one fingerprint in a URL and in the request that follows', () => {
    const sent = redactUrl('http://localhost:3000/callback?code=aPrx.a%2Fb%3D%3D&state=%3D');
    const { code } = redactParameters(new Map([['code', 'aPrx.a/b==']]));
    expect(sent).toBe(`http://localhost:3000/callback?code=${code}&state=%3D`);
    expect(redactUrl('/callback#code=%ZZ')).toMatch(/^\/callback#code=sha256:[0-9a-f]{12}$/);
  });
});

describe('bounds', () => {
  function record(journal: Journal, times: number) {
    for (let i = 0; i < times; i++) {
      const trace = journal.open('GET', `/${i}`);
      journal.record(trace, NO_ANSWER);
    }
  }

  it('keeps as many as it may, in memory and in the store', async () => {
    const store = await openStore(':memory:');
    const journal = new Journal(new LabClock(), store, { size: 3 });
    for (let i = 0; i < 5; i++) {
      record(journal, 2);
      journal.settle();
    }
    expect(journal.entries().map(({ path }) => path)).toEqual(['/1', '/0', '/1']);
    await journal.close();
    expect(await store.journal.newest({ rows: 100, bytes: 1_000_000, bytesOfOne: 100_000 })).toHaveLength(3);
    await store.close();
  });

  it('forgets what is too old by real time, and nothing when the lab moves its own', async () => {
    const store = await openStore(':memory:');
    const clock = new LabClock();
    const journal = new Journal(clock, store, { age: 60_000 });
    record(journal, 2);
    clock.advance(365 * 24 * 3_600_000);
    expect(journal.entries()).toHaveLength(2);
    const brief = new Journal(clock, store, { age: 1 });
    record(brief, 2);
    brief.settle();
    const until = performance.now() + 2;
    while (performance.now() < until);
    expect(brief.entries()).toEqual([]);
    await brief.close();
    await journal.close();
    await store.close();
  });
});
