/** From a page that says no to the inspector's page that says why: where the lab may be reached, and nowhere else. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { fauxforceMatchers } from '../../src/testing/vitest.ts';

expect.extend(fauxforceMatchers);

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startFauxforce();
});
afterAll(async () => sf[Symbol.asyncDispose]());
beforeEach(async () => sf.reset());

const FOOTER = 'This is fauxforce, not Salesforce: use test passwords only.';

async function wrongPassword(server: Fauxforce, headers: Record<string, string> = {}): Promise<string> {
  const body = new URLSearchParams({ username: 'ada@acme.example', pw: 'wrong', startURL: '' });
  return (await fetch(server.url, { method: 'POST', body, headers })).text();
}

/** Leads to the error page: the approval page without a request to approve. */
async function errorPage(server: Fauxforce): Promise<string> {
  return (await fetch(`${server.url}/setup/secur/RemoteAccessAuthorizationPage.apexp?source=x`)).text();
}

describe('the footer', () => {
  it('of the log-in page leads from a refusal to its entry', async () => {
    const html = await wrongPassword(sf);
    const { id, refusal } = sf.journal.last() ?? {};
    expect(refusal?.name).toBe('login.password');
    expect(html).toContain(`<footer>${FOOTER} <a href="/_fauxforce/console/journal/${id}">why?</a></footer>`);
    expect((await fetch(sf.journal.page(String(id)))).status).toBe(200);
  });

  it('of a page that refuses nothing has no link', async () => {
    expect(await (await fetch(sf.url)).text()).toContain(`<footer>${FOOTER}</footer>`);
  });

  it('of the error page leads to the request that ended there, not to the page itself', async () => {
    const html = await errorPage(sf);
    const [page, refused] = sf.journal.entries();
    expect(page?.path).toBe('/setup/secur/RemoteAccessErrorPage.apexp');
    expect(refused?.refusal?.name).toBe('approval.unreadable');
    expect(html).toContain(`<a href="/_fauxforce/console/journal/${refused?.id}">why?</a></footer>`);
  });

  it('of an error page that no refusal led to has no link', async () => {
    const html = await (await fetch(`${sf.url}/setup/secur/RemoteAccessErrorPage.apexp?error=x`)).text();
    expect(html).toContain(`<footer>${FOOTER}</footer>`);
  });

  it.each([
    ['with --no-journal-header', { journalHeader: false }],
    ['where other machines reach the server and there is no lab token', { exposed: true }],
  ])('has no link %s', async (_where, options) => {
    await using server = await startFauxforce(options);
    expect(await wrongPassword(server)).toContain(`<footer>${FOOTER}</footer>`);
    expect(await errorPage(server)).toContain(`<footer>${FOOTER}</footer>`);
  });

  it('has no link on a host of Salesforce, where there is no lab', async () => {
    const { request } = await import('node:http');
    const { hostname, port } = new URL(sf.url);
    const html = await new Promise<string>((resolve) => {
      const headers = { host: 'login.salesforce.com', 'content-type': 'application/x-www-form-urlencoded' };
      const sent = request({ hostname, port, method: 'POST', path: '/', headers }, async (answer) => {
        resolve((await answer.toArray()).join(''));
      });
      sent.end('username=ada%40acme.example&pw=wrong');
    });
    expect(html).toContain('Please check your username and password.');
    expect(html).toContain(`<footer>${FOOTER}</footer>`);
  });
});

it('a failing matcher of the kit names the page of each refusal', async () => {
  await wrongPassword(sf);
  const { id = '' } = sf.journal.last() ?? {};
  expect(() => expect(sf.journal).not.toHaveRefused()).toThrow(
    `  more: ${sf.url}/_fauxforce/console/journal/${id}`,
  );
});
