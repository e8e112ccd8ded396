/** A walk that the server takes by itself, as its page shows it. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { submit, visit } from './helpers.ts';

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startFauxforce();
});
afterAll(async () => sf[Symbol.asyncDispose]());
beforeEach(async () => sf.reset());

const ADA = 'ada@acme.example';

/** @returns its path below the console */
async function begin(form: Record<string, string>): Promise<string> {
  const { status, location } = await submit(sf, '/try/walk', { do: 'begin', ...form });
  expect(status).toBe(303);
  return (location ?? '').replace('/_fauxforce/console', '');
}

it('begins at the app, with the flows that it is for', async () => {
  const { html } = await visit(sf, `/try?app=${sf.apps.Web_Server?.consumerKey}`);
  expect(html).toContain('action="/_fauxforce/console/try/walk"');
  expect(html).toContain('<option value="web server">web server</option>');
  expect(html).not.toContain('<option value="device">');
  expect(html).toContain(`<option value="${ADA}">${ADA}</option>`);
  const blocked = await visit(sf, '/try?app=PlatformCLI');
  expect(blocked.html).toContain('/try/walk');
  await fetch(`${sf.url}/_fauxforce/apps/PlatformCLI`, { method: 'PATCH', body: '{"state":"blocked"}' });
  expect((await visit(sf, '/try?app=PlatformCLI')).html).not.toContain('/try/walk');
  expect((await visit(sf, '/try/walk')).location).toBe('/_fauxforce/console/try');
});

it('goes a hop at a time, then to the end, and shows each as sent, answered and as curl, without a secret', async () => {
  const app = sf.apps.Web_Server!;
  const path = await begin({ app: app.consumerKey, flow: 'web server', username: ADA });
  const before = await visit(sf, path);
  expect(before.text).toContain('Web_Server: web server, ada@acme.example');
  expect(before.text).toContain(
    '1. The app sends the browser to Salesforce GET /services/oauth2/authorize, not sent yet Next Run all',
  );
  expect(sf.journal.entries()).toEqual([]);
  expect((await submit(sf, path, { do: 'next' })).location).toBe(`/_fauxforce/console${path}`);
  const second = await visit(sf, path);
  expect(second.text).toContain(
    'Sent GET /services/oauth2/authorize GET /services/oauth2/authorize?response_type=code',
  );
  expect(second.text).toContain(
    '2. The browser follows GET /setup/secur/RemoteAccessAuthorizationPage.apexp, not sent yet',
  );
  await submit(sf, path, { do: 'all' });
  const { html, text } = await visit(sf, path);
  expect(text).toContain('The app exchanges the code for tokens Sent POST /services/oauth2/token');
  expect(text).toContain(`curl -i '${sf.url}/services/oauth2/token'`);
  expect(text).toContain('"client_secret=$CLIENT_SECRET"');
  expect(text).toContain('The app has what the flow brings. Another walk');
  for (const { id } of sf.journal.entries()) expect(html).toContain(`/_fauxforce/console/journal/${id}"`);
  for (const secret of [app.consumerSecret, sf.users.ada!.password]) expect(html).not.toContain(secret);
  expect(text).not.toContain('Run all');
  expect((await submit(sf, path, { do: 'next' })).text).toContain('this walk has ended: begin another');
});

it('shows where it was refused, and why', async () => {
  sf.arm('code.expired');
  const path = await begin({ app: sf.apps.Web_Server!.consumerKey, flow: 'web server', username: ADA });
  await submit(sf, path, { do: 'all' });
  const { text } = await visit(sf, path);
  expect(text).toMatch(
    /Answer 400 .* Refused code\.expired: .* Entry why, every check, as sent code\.expired: /,
  );
});

it('says of a hop that the journal forgot that it is gone', async () => {
  const path = await begin({
    app: sf.apps.Client_Credentials!.consumerKey,
    flow: 'client credentials',
    username: ADA,
  });
  await submit(sf, path, { do: 'all' });
  await fetch(`${sf.url}/_fauxforce/journal`, { method: 'DELETE' });
  expect((await visit(sf, path)).text).toContain('1. The app asks for a token The journal has it no longer.');
});

it.each([
  ['/try/walk/none', { do: 'next' }, 404],
  ['/try/walk/__proto__', { do: 'next' }, 404],
  ['/try/walk/none', {}, 400],
  ['/try/walk', { app: 'nobody', flow: 'device', username: ADA }, 400],
  ['/try/walk', { app: '3MVG9Demo.Web_Server', flow: '<script>', username: ADA }, 400],
  ['/try/walk', { app: '3MVG9Demo.Web_Server', flow: 'device', username: '<img src=x>' }, 400],
  ['/try/walk', {}, 400],
] as [string, Record<string, string>, number][])(
  '%s with %j is refused with a sentence',
  async (path, form, status) => {
    const answer = await submit(sf, path, form);
    expect(answer.html).not.toMatch(/<img|<script>/);
    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(/(That cannot be done|Not found) .{10,}/);
  },
);
