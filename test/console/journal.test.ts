/** The list of requests: filters in the address, pages, walks, and texts that a stranger chose. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { submit, visit } from './helpers.ts';

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startFauxforce({ journalSize: 10_000 });
});
afterAll(async () => sf[Symbol.asyncDispose]());
beforeEach(async () => sf.reset());

const ANSWER = { status: 200, contentType: undefined, body: undefined, location: undefined };

/** As many requests as a long session has. */
function fill(count: number): void {
  const { journal } = sf.world;
  for (let i = 0; i < count; i++) {
    journal.record(journal.open('GET', `/services/data/v65.0/sobjects/Account/${i}`), ANSWER);
    if (i % 1_000 === 0) journal.settle();
  }
}

/** The paths that rows lead to. */
function rowsOf(html: string): string[] {
  return Array.from(html.matchAll(/<a href="([^"]+)" data-row>([^<]*)</g), ([, , asked = '']) => asked);
}

function hrefOf(html: string, name: string): string {
  const [, href = ''] = new RegExp(`<a class="button" href="([^"]+)"[^>]*>${name}</a>`).exec(html) ?? [];
  return href.replaceAll('&amp;', '&').replace('/_fauxforce/console', '');
}

describe('pages', () => {
  it('10,000 requests are read 50 at a time, each once, newest first', async () => {
    fill(10_000);
    const first = await visit(sf, '/journal');
    expect(rowsOf(first.html)).toHaveLength(50);
    expect(rowsOf(first.html)[0]).toBe('GET /services/data/v65.0/sobjects/Account/9999');
    const second = await visit(sf, hrefOf(first.html, 'Older'));
    expect(rowsOf(second.html)[0]).toBe('GET /services/data/v65.0/sobjects/Account/9949');
    expect(hrefOf(second.html, 'Newest')).toBe('/journal');
    expect(first.html.length).toBeLessThan(100_000);
  });

  it('on an older page, too, only what comes from now on is counted as new', async () => {
    fill(60);
    const newest = sf.journal.last()?.id;
    const { html } = await visit(sf, '/journal');
    const older = await visit(sf, hrefOf(html, 'Older'));
    for (const page of [html, older.html])
      expect(page).toContain(`data-stream="/_fauxforce/journal/stream?after=${newest}"`);
  });

  it('the last page leads to no older one', async () => {
    fill(51);
    const { html } = await visit(sf, '/journal');
    const last = await visit(sf, hrefOf(html, 'Older'));
    expect(rowsOf(last.html)).toEqual(['GET /services/data/v65.0/sobjects/Account/0']);
    expect(last.html).not.toContain('>Older<');
  });

  it('before an entry that is not there is a 404', async () => {
    expect(await visit(sf, '/journal?before=nope')).toMatchObject({ status: 404 });
    const answer = await fetch(`${sf.url}/_fauxforce/journal?before=nope`);
    expect(answer.status).toBe(404);
  });
});

describe('filters', () => {
  it('stand in the address, and each can be taken away', async () => {
    await fetch(`${sf.url}/services/oauth2/authorize`);
    await fetch(`${sf.url}/services/oauth2/userinfo`);
    const { html } = await visit(sf, '/journal?outcome=refused&endpoint=authorize');
    expect(rowsOf(html)).toEqual(['GET /services/oauth2/authorize']);
    expect(html).toContain('<option value="refused" selected>');
    expect(html).toContain('<a href="/_fauxforce/console/journal?endpoint=authorize">outcome: refused');
    expect(html).toContain(
      'data-stream="/_fauxforce/journal/stream?outcome=refused&amp;endpoint=authorize&amp;after=',
    );
  });

  it('one that is not understood is said, and one that finds nothing too', async () => {
    const wrong = await visit(sf, '/journal?outcome=nope');
    expect(wrong.status).toBe(400);
    expect(wrong.text).toContain("outcome 'nope' is unknown");
    expect((await visit(sf, '/journal?username=nobody')).text).toContain(
      'Nothing yet that the filters mean.',
    );
  });
});

describe('walks', () => {
  it('authorize, log-in, consent, token and the calls with the token are one, and a refresh belongs to it', async () => {
    const app = sf.apps.Rotating!;
    const { code = '' } = await sf.login({ app: 'Rotating', user: 'ada' });
    const client = { client_id: app.consumerKey, client_secret: app.consumerSecret };
    const post = async (form: Record<string, string>) =>
      (await (
        await fetch(`${sf.url}/services/oauth2/token`, {
          method: 'POST',
          body: new URLSearchParams({ ...client, ...form }),
        })
      ).json()) as Record<string, string>;
    await fetch(`${sf.url}/services/data`);
    const first = await post({ grant_type: 'authorization_code', code, redirect_uri: app.callbackUrls[0]! });
    const second = await post({ grant_type: 'refresh_token', refresh_token: first.refresh_token! });
    await fetch(`${sf.url}/services/oauth2/userinfo`, {
      headers: { authorization: `Bearer ${second.access_token}` },
    });
    const { html, text } = await visit(sf, '/journal');
    expect(text).toContain('Rotating · ada@acme.example: 9 requests');
    expect(rowsOf(html)).toEqual([
      'GET /services/oauth2/authorize',
      'GET /setup/secur/RemoteAccessAuthorizationPage.apexp',
      'GET /',
      'POST /',
      'GET /setup/secur/RemoteAccessAuthorizationPage.apexp',
      'POST /setup/secur/RemoteAccessAuthorizationPage.apexp',
      'POST /services/oauth2/token',
      'POST /services/oauth2/token',
      'GET /services/oauth2/userinfo',
      'GET /services/data',
    ]);
  });

  it('the same password, secret or state joins nothing', async () => {
    const form = {
      grant_type: 'password',
      client_id: 'x',
      client_secret: 'y',
      username: 'z',
      password: 'a b c d e f g',
    };
    for (let i = 0; i < 2; i++)
      await fetch(`${sf.url}/services/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) });
    expect((await visit(sf, '/journal')).html).not.toContain('class="group"');
  });
});

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</pre></textarea></title><svg onload=alert(1)>',
  '<%= process.env %><%~ 1 %>',
  'javascript:alert(1)',
  '\u202Egnp.exe\u0000\u001b[2J',
  '{{constructor.constructor("alert(1)")()}}',
];

describe('texts that a stranger chose', () => {
  it.each(HOSTILE)('%j is shown as text wherever it stands', async (hostile) => {
    const form = new URLSearchParams({
      grant_type: hostile,
      client_id: hostile,
      username: hostile,
      redirect_uri: hostile,
      state: hostile,
      [hostile]: hostile,
    });
    const answer = await fetch(`${sf.url}/services/oauth2/token`, {
      method: 'POST',
      body: form,
      headers: { 'user-agent': 'x' },
    });
    const id = answer.headers.get('x-fauxforce-journal');
    await fetch(`${sf.url}/services/oauth2/authorize?${form}`, { redirect: 'manual' });
    const pages = [
      await visit(sf, '/journal'),
      await visit(sf, `/journal?${new URLSearchParams({ client_id: hostile, username: hostile })}`),
      await visit(sf, `/journal/${id}`),
      await visit(sf, '/journal/latest').then(({ location }) =>
        visit(sf, (location ?? '').replace('/_fauxforce/console', '')),
      ),
      await submit(sf, `/journal/${id}`, { do: 'reveal' }),
      await visit(sf, `/${encodeURIComponent(hostile)}`),
    ];
    for (const { html } of pages) {
      expect(html).not.toMatch(
        /<(?:img|svg)\b|<script(?! type="module" src="\/_fauxforce\/console\/console\.js")/,
      );
      expect(html.replaceAll(/="[^"]*"/g, '')).not.toMatch(/<[^>]*\son\w+/);
      expect(html).not.toMatch(/href="\s*javascript:/i);
      expect(html).not.toContain('PATH');
    }
  });
});

it('style and script stay within 60 kB, and 20 kB compressed, and write no markup', async () => {
  const texts = await Promise.all(
    ['/console.css', '/console.js'].map(async (path) => (await visit(sf, path)).html),
  );
  const whole = texts.join('');
  expect(Buffer.byteLength(whole)).toBeLessThanOrEqual(60_000);
  expect(gzipSync(whole).length).toBeLessThanOrEqual(20_000);
  expect(texts[1]).not.toMatch(
    /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|https?:\/\//,
  );
  expect(texts[0]).not.toMatch(/url\(|@import|https?:/);
});

describe('the stream', () => {
  async function eventsOf(query: string, headers: Record<string, string> = {}): Promise<string[]> {
    const stop = new AbortController();
    const answer = await fetch(`${sf.url}/_fauxforce/journal/stream${query}`, {
      headers,
      signal: stop.signal,
    });
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
    await fetch(`${sf.url}/services/oauth2/success`);
    let text = '';
    while (!text.includes('/services/oauth2/success')) text += (await reader.read()).value;
    stop.abort();
    return Array.from(text.matchAll(/^id: (.+)$/gm), ([, id = '']) => id);
  }

  it('goes on after the entry that the client had last, by header or query', async () => {
    fill(3);
    const [newest, middle, oldest] = sf.journal.entries().map(({ id }) => id);
    expect((await eventsOf('')).length).toBe(1);
    expect((await eventsOf('', { 'last-event-id': String(oldest) })).slice(0, 2)).toEqual([middle, newest]);
    expect((await eventsOf(`?after=${middle}`)).slice(0, 1)).toEqual([newest]);
    expect(
      (await eventsOf(`?after=${oldest}`, { 'last-event-id': String(newest) })).slice(0, 2),
    ).not.toContain(middle);
  });

  it('of an entry that is gone it tells all that is kept', async () => {
    fill(3);
    const ids = sf.journal.entries().map(({ id }) => id);
    expect((await eventsOf('', { 'last-event-id': 'gone-1' })).slice(0, 3)).toEqual(ids.reverse());
  });
});
