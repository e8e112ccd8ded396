/** The page of one entry: why it was answered so, the checks, the fix, and what can be done with the request next. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { variableFor } from '../../src/console/entry/variables.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { submit, visit } from './helpers.ts';

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startFauxforce();
});
afterAll(async () => sf[Symbol.asyncDispose]());
beforeEach(async () => sf.reset());

const KEY = '3MVG9Demo.Web_Server';

/** Asks for a callback that is registered but for its last character. @returns the id of the entry */
async function mismatch(redirect_uri = 'http://localhost:3000/callback/'): Promise<string> {
  const query = new URLSearchParams({ response_type: 'code', client_id: KEY, redirect_uri });
  const answer = await fetch(`${sf.url}/services/oauth2/authorize?${query}`, { redirect: 'manual' });
  return answer.headers.get('x-fauxforce-journal') ?? '';
}

describe('an entry that was refused', () => {
  it('says why, where both texts part, how to mend it, and on what evidence', async () => {
    const { status, text, html } = await visit(sf, `/journal/${await mismatch()}`);
    expect(status).toBe(200);
    expect(text).toContain(
      'Why redirect_uri was "http://localhost:3000/callback/"; registered: "http://localhost:3000/callback"',
    );
    expect(text).toContain('redirect uri and registered first differ at character 31');
    expect(text).toContain('One of them ends in a slash.');
    expect(text).toContain('Make them equal, port and trailing slash included:');
    expect(text).toContain('Evidence: observed: aspnet-contrib/AspNet.Security.OAuth.Providers#357');
    expect(html).toContain('<mark>/</mark>');
    expect(html).toContain('<mark> (end) </mark>');
  });

  it('has every check in its order, and the values of the one that failed', async () => {
    const { html, text } = await visit(sf, `/journal/${await mismatch()}`);
    const names = Array.from(
      html.matchAll(/<li class="(good|bad)">.*\n?<div><code>([^<]+)</g),
      ([, how, name]) => [how, name],
    );
    expect(names.at(0)).toEqual(['good', 'authorize.https-required']);
    expect(names.at(-1)).toEqual(['bad', 'callback.mismatch']);
    expect(text).toContain(
      'redirect uri http://localhost:3000/callback/ registered http://localhost:3000/callback',
    );
  });

  it('can be sent once more, and leads to the new entry', async () => {
    const id = await mismatch();
    const { status, location } = await submit(sf, `/journal/${id}`, { do: 'replay' });
    const [newest, older] = sf.journal.entries();
    expect({ status, location }).toEqual({
      status: 303,
      location: `/_fauxforce/console/journal/${newest?.id}?done=replayed`,
    });
    expect(older?.id).toBe(id);
    expect(newest?.refusal).toEqual(older?.refusal);
  });

  it('can be armed: the next request of the app is refused so', async () => {
    const id = await mismatch();
    const { location } = await submit(sf, `/journal/${id}`, { do: 'arm' });
    expect(location).toBe(`/_fauxforce/console/journal/${id}?done=armed`);
    const next = await mismatch('http://localhost:3000/callback');
    expect(sf.journal.entry(next)?.refusal?.name).toBe('callback.mismatch');
  });

  it('is a curl command and a test', async () => {
    const { html } = await visit(sf, `/journal/${await mismatch()}`);
    const curl = textOfPart(html, 'curl');
    expect(curl.split(' \\\n  ')).toEqual([
      `curl -i '${sf.url}/services/oauth2/authorize'`,
      '--get',
      "--data-urlencode 'response_type=code'",
      `--data-urlencode 'client_id=${KEY}'`,
      "--data-urlencode 'redirect_uri=http://localhost:3000/callback/'",
    ]);
    expect(textOfPart(html, 'as-test')).toContain(
      'expect(sf.journal.last()?.refusal?.name).toBe("callback.mismatch");',
    );
  });
});

/** What stands in the `<pre>` of this id. */
function textOfPart(html: string, id: string): string {
  const [, part = ''] = new RegExp(`<pre id="${id}"[^>]*>([^<]*)</pre>`).exec(html) ?? [];
  return part
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

describe('secrets', () => {
  it('have a variable whose name begins with no digit', () => {
    expect([variableFor('client_secret'), variableFor('1abc-d')]).toEqual(['CLIENT_SECRET', '_1ABC_D']);
  });

  it('are fingerprints, and variables of the curl command, until somebody asks for them', async () => {
    const form = { grant_type: 'client_credentials', client_id: KEY, client_secret: "it's a secret" };
    const answer = await fetch(`${sf.url}/services/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams(form),
    });
    const id = answer.headers.get('x-fauxforce-journal') ?? '';
    const { html } = await visit(sf, `/journal/${id}`);
    expect(html).not.toMatch(/it(?:'|&#39;)s(?:\+| )a(?:\+| )secret/);
    expect(textOfPart(html, 'curl')).toContain('--data-urlencode "client_secret=$CLIENT_SECRET"');
    expect(textOfPart(html, 'as-test')).toContain('"client_secret": env.CLIENT_SECRET ?? \'\',');
    const revealed = await submit(sf, `/journal/${id}`, { do: 'reveal' });
    expect(revealed.status).toBe(200);
    expect(revealed.text).toContain('client_secret=it%27s+a+secret');
    expect(revealed.headers.get('cache-control')).toBe('no-store');
  });
});

describe('an entry that is not there', () => {
  it.each(['nope', '%00', '..%2f..', 'latest%3f', encodeURIComponent('<script>alert(1)</script>')])(
    '%s is a 404 with a sentence',
    async (id) => {
      const { status, text, html } = await visit(sf, `/journal/${id}`);
      expect(status).toBe(404);
      expect(text).toContain('the journal has no entry');
      expect(html).not.toContain('<script>alert');
    },
  );

  it('/latest leads to the newest that is meant, or says that there is none', async () => {
    expect((await visit(sf, '/journal/latest')).status).toBe(404);
    const id = await mismatch();
    await fetch(`${sf.url}/services/oauth2/success`);
    expect((await visit(sf, '/journal/latest?outcome=refused')).location).toBe(
      `/_fauxforce/console/journal/${id}`,
    );
    expect((await visit(sf, '/journal/latest?outcome=nonsense')).status).toBe(400);
  });

  it('what was sent is forgotten with the journal, and of what is too large never kept', async () => {
    const id = await mismatch(`http://localhost:3000/${'a'.repeat(10_000)}`);
    await fetch(`${sf.url}/services/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({ assertion: 'a'.repeat(40_000) }),
    });
    const large = sf.journal.last()?.id;
    expect((await submit(sf, `/journal/${large}`, { do: 'replay' })).text).toContain('is no longer there');
    expect((await submit(sf, `/journal/${id}`, { do: 'replay' })).status).toBe(303);
    await fetch(`${sf.url}/_fauxforce/journal`, { method: 'DELETE' });
    expect((await submit(sf, `/journal/${id}`, { do: 'replay' })).status).toBe(404);
  });
});

describe('the walk of an entry', () => {
  it('leads to the other requests that belong to it', async () => {
    await sf.login({ app: 'Web_Server', user: 'ada' });
    const [last] = sf.journal.entries();
    const { text, html } = await visit(sf, `/journal/${last?.id}`);
    expect(text).toContain('Walk ✓ 302 GET /services/oauth2/authorize');
    expect(html.match(/<li aria-current="true">/g)).toHaveLength(1);
    expect((await visit(sf, `/journal/${await mismatch()}`)).html).not.toContain('id="walk"');
  });
});
