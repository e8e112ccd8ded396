/** Hostile parameters break neither the endpoint nor its pages, and lead nowhere but to registered callbacks. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import { ADA, ask, locationOf, pageOf, walk, webServer } from './helpers.ts';

const fresh = freshServers();

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startFauxforce();
});
afterAll(() => sf[Symbol.asyncDispose]());

const NAMES = [
  'client_id',
  'redirect_uri',
  'response_type',
  'scope',
  'state',
  'display',
  'prompt',
  'login_hint',
  'immediate',
  'nonce',
  'code_challenge',
  'code_challenge_method',
  'source',
  'startURL',
  '__proto__',
  'constructor',
  'client_id[]',
  'redirect_uri[0]',
  'state.x',
]; // prettier-ignore

const VALUES = [
  '',
  '%',
  '%00',
  '\0',
  '__proto__',
  'constructor',
  '[object Object]',
  '<script>alert(1)</script>',
  "'); alert(1); ('",
  '\r\nX: y',
  '//evil.example',
  'https://evil.example',
  'javascript:alert(1)',
  'é\uD800',
  '{{7*7}}',
  '<%= 1 %>',
  'x'.repeat(5_000),
]; // prettier-ignore

test('random and hostile parameters are refused or go on, and never redirect elsewhere', async () => {
  const parameter = fc.tuple(
    fc.oneof(fc.constantFrom(...NAMES), fc.string()),
    fc.oneof(fc.constantFrom(...VALUES), fc.string(), fc.string({ unit: 'binary' })),
  );
  const registered = [sf.url, 'http://localhost:3000/callback?', 'https://app.acme.example/callback?'];
  await fc.assert(
    fc.asyncProperty(fc.array(parameter, { maxLength: 8 }), fc.boolean(), async (parameters, known) => {
      const query = new URLSearchParams([...(known ? Object.entries(webServer()) : []), ...parameters]);
      const answer = await fetch(`${sf.url}/services/oauth2/authorize?${query}`, { redirect: 'manual' });
      await answer.arrayBuffer();
      expect([302, 400, 414, 431]).toContain(answer.status);
      const location = answer.headers.get('location');
      if (location) expect(registered.some((start) => location.startsWith(start))).toBe(true);
    }),
    { numRuns: 150 },
  );
});

test('of a repeated parameter the first counts', async () => {
  const query = `${new URLSearchParams(webServer())}&redirect_uri=https://evil.example&client_id=x`;
  const answer = await fetch(`${sf.url}/services/oauth2/authorize?${query}`, { redirect: 'manual' });
  expect(answer.status).toBe(302);
});

test('hostile text in label, username, state and login_hint stays text', async () => {
  const label = `<img src=x onerror=alert(1)>"'&`;
  const own = await fresh({ demo: { apps: { Web_Server: { label } } } });
  const state = `</script><script>alert(1)</script>'"\\`;
  const location = (await ask(own, webServer({ state, login_hint: label }))).headers.get('location') ?? '';
  const script = await (await fetch(location)).text();
  expect(script.match(/<script>/g)).toHaveLength(1);
  const logIn = await (await fetch(/replace\('([^']+)'/.exec(script)?.[1] ?? '')).text();
  expect(logIn).not.toContain('<img');
  expect(logIn).toContain('value="&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;"');
  const allow = pageOf(await walk(own, webServer({ state }), { ...ADA, press: 'Deny', password: 'wrong' }));
  expect(allow.text).not.toContain('<img');
  const denied = await walk(own, webServer({ state }), { ...ADA, press: 'Deny' });
  expect(new URL(locationOf(denied)).searchParams.get('state')).toBe(state);
});

test('a callback that could end the script does not', async () => {
  const callback = `https://app.example/it's/</script><b>`;
  const own = await fresh({ demo: { apps: { Web_Server: { callbackUrls: [callback] } } } });
  const location = locationOf(await walk(own, webServer({ redirect_uri: callback }), ADA));
  expect(location).toMatch(/^https:\/\/app\.example\/it's\/(?:<|%3C)\/script(?:>|%3E)/);
  const hop = own.journal
    .entries()
    .find(({ path, method }) => path.endsWith('AuthorizationPage.apexp') && method === 'POST');
  expect(hop?.status).toBe(200);
});

test('a form that is not a form, or is too large', async () => {
  const url = `${sf.url}/setup/secur/RemoteAccessAuthorizationPage.apexp`;
  const json = await fetch(url, {
    method: 'POST',
    body: '{"source":["x"]}',
    headers: { 'content-type': 'application/json' },
    redirect: 'manual',
  });
  expect(json.status).toBe(302);
  const huge = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams({ source: 'x'.repeat(1_100_000) }),
    redirect: 'manual',
  });
  expect(huge.status).toBe(413);
});
