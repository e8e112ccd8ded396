/** Hostile text is shown as text, long lists come page by page, and what nobody should send changes nothing. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { SetupVisitor } from './visitor.ts';

const SCRIPT = '"><script>alert(1)</script>\'<%= 7919 * 7907 %>{{7919 * 7907}}&amp;';

let sf: Fauxforce;
let ada: SetupVisitor;
beforeAll(async () => {
  const apps = Array.from({ length: 998 }, (_, i) => ({
    name: `App_${i}`,
    label: `${SCRIPT} ${i}`,
    description: SCRIPT,
    callbackUrls: ['https://a.example/?"><script>'],
    attributes: { [SCRIPT]: `"${SCRIPT.replaceAll('"', '')}"` },
    consumerKey: `3MVG9Many.${i}`,
    consumerSecret: `S000000000000000${i}`,
  }));
  const users = Array.from({ length: 5_000 }, (_, i) => ({
    username: `user-${i}@many.example`,
    password: 'correct-horse',
    lastName: SCRIPT,
    profile: i === 0 ? 'System Administrator' : 'Standard User',
  }));
  sf = await startFauxforce({ seed: { org: { name: SCRIPT, myDomain: 'many' }, apps, users } });
  ada = await SetupVisitor.logIn(sf, 'user-0@many.example');
});
afterAll(() => sf[Symbol.asyncDispose]());

const idOf = (name: string) => sf.world.orgs.orgs[0]?.apps.find((app) => app.name === name)?.id ?? '';
const CLASSIC = '/app/mgmt/forceconnectedapps';
const developer = (page: string) => `${CLASSIC}/${page}.apexp?applicationId=06P${idOf('App_7').slice(3, 15)}`;

describe('hostile text in names, labels and URLs', () => {
  test.each([
    ['App Manager', () => '/setup/lightning/NavigationMenus'],
    ['the form', () => developer('forceAppEdit')],
    ['the detail page', () => developer('forceAppDetail')],
    ['attributes', () => developer('forceAppAttributes')],
    ['an app as text', () => `/setup/lightning/AppAsText?applicationId=${idOf('App_7')}`],
    ['policies', () => `/${idOf('App_7')}`],
    ['Edit Policies', () => `/${idOf('App_7')}/e`],
    ['Manage Connected Apps', () => `${CLASSIC}/forceInstalledConnectedAppList.apexp`],
    ['Setup Home', () => `/ui/setup/Setup?q=${encodeURIComponent(SCRIPT)}`],
  ])('is inert: %s', async (_name, path) => {
    const { status, html } = await ada.open(path());
    expect(status).toBe(200);
    expect(html.replace(/<script type="module">[\s\S]*?<\/script>/, '')).not.toContain('<script');
    // A product that no time of day has in it, as 7 times 7 has for a minute of each hour.
    expect(html).not.toContain(String(7919 * 7907));
  });

  test('a form keeps it as it was typed', async () => {
    const form = await ada.open(developer('forceAppEdit'));
    const { status } = await ada.send(form, { contactEmail: 'a@b.example' });
    expect(status).toBe(200);
    expect(sf.world.orgs.orgs[0]?.apps.find(({ name }) => name === 'App_7')?.label).toBe(`${SCRIPT} 7`);
  });
});

describe('a thousand apps and five thousand users', () => {
  test.each([
    ['/setup/lightning/NavigationMenus', 999],
    [`${CLASSIC}/forceInstalledConnectedAppList.apexp`, 1_000],
  ])('%s has them fifty a page', async (path, count) => {
    const first = await ada.open(path);
    expect(first.text).toMatch(new RegExp(`1-50 of ${count >= 999 ? '\\d{3,4}' : count} `));
    expect(first.text).not.toContain('Previous Page');
    const second = await ada.open(
      /rel="next" href="([^"]+)"/.exec(first.html)?.[1]?.replaceAll('&amp;', '&') ?? '',
    );
    expect(second.text).toContain('51-100 of');
    expect((await ada.open(`${path}?page=9999`)).text).not.toContain('Next Page');
    for (const page of ['0', '-1', 'x', '1e9', ''])
      expect((await ada.open(`${path}?page=${page}`)).status).toBe(200);
    expect(first.html.length).toBeLessThan(150_000);
  });

  test('one app more is the last', async () => {
    const form = await ada.open(`${CLASSIC}/forceAppEdit.apexp`);
    const filled = {
      contactEmail: 'a@b.example',
      oauth: '1',
      callbackUrls: 'https://a.example',
      scopes: 'api',
    };
    const made = await ada.send(form, { ...filled, label: 'Last' });
    const refused = made.text.includes('Changes can take')
      ? await ada.send(form, { ...filled, label: 'Beyond' })
      : made;
    expect(refused.text).toContain('the org has 1000 apps, which is the most: delete some first');
  });
});

describe('what no form sends', () => {
  test.each([
    '/setup/lightning/ExternalClientApplication/0xI000000000000',
    '/0H4000000000000',
    '/0H4000000000000AAA/e',
    `${CLASSIC}/forceAppDetail.apexp`,
    `${CLASSIC}/forceAppDetail.apexp?applicationId=`,
    `${CLASSIC}/forceAppEdit.apexp?applicationId=06P000000000000`,
    '/identity/app/connectedAppsUsage.apexp?app=nobody',
    '/identity/app/AppInstallApprovalPage.apexp?app_id=%00',
  ])('%s is no record', async (path) => {
    expect((await ada.open(path)).status).toBe(404);
  });

  test.each([
    ['application/x-www-form-urlencoded', `${'a=1&'.repeat(2_000)}`],
    [
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="a"; filename="b"\r\n\r\ncut off',
    ],
    ['multipart/form-data', 'no boundary'],
    ['text/plain', 'label=Evil'],
  ])('a body of %s that is broken makes nothing', async (type, body) => {
    const before = sf.world.orgs.orgs[0]?.apps.length;
    const answer = await ada.fetch(`${CLASSIC}/forceAppEdit.apexp`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });
    expect(answer.status).toBeLessThan(500);
    expect(sf.world.orgs.orgs[0]?.apps.length).toBe(before);
  });

  test('a button without its token is refused', async () => {
    const answer = await ada.fetch('/identity/app/connectedAppsUsage.apexp', {
      method: 'POST',
      body: new URLSearchParams({ do: 'Block', app: '3MVG9Many.7', _CONFIRMATIONTOKEN: 'a.b' }),
    });
    expect(answer.status).toBe(403);
    expect(sf.world.orgs.app('3MVG9Many.7')?.state).toBe('installed');
  });
});
