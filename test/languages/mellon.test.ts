/** mod_auth_mellon as service provider, with what `fauxforce env` prints. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Browser } from '../../src/testing/browser.ts';
import { runs } from '../clients/helpers/proof.ts';
import { Served } from '../clients/helpers/served.ts';
import { freePort } from '../helpers/free-port.ts';
import { locationOf, pageOf, providerId } from '../idp/helpers.ts';
import { isThere } from './language.ts';
import { startApache } from './run-apache.ts';
import { frameOf, respond, sentBack, tampered } from './saml-visit.ts';

const [KEY, CERTIFICATE] = [readFileSync('seed/demo.key', 'utf8'), readFileSync('seed/demo.crt', 'utf8')];

let served: Served;
let port: number;
let here: string;
beforeAll(async () => {
  port = await freePort();
  here = `http://localhost:${port}`;
  const saml = {
    entityUrl: 'https://sp.acme.example',
    acsUrl: `${here}/mellon/postResponse`,
    sloUrl: `${here}/mellon/logout`,
    certificate: CERTIFICATE,
  };
  served = await Served.start({ apps: { Service_Provider: { saml } } });
});
beforeEach(() => served.sf.reset());
afterAll(() => served[Symbol.asyncDispose]());

async function start(): Promise<void> {
  const { lines } = await served.settingsFor('mod_auth_mellon');
  const [, metadata = ''] = /^curl -o idp\.xml (\S+)$/m.exec(lines.join('\n')) ?? [];
  await startApache(
    port,
    [
      ...lines.filter((line) => !line.startsWith('curl ')),
      // There is no page behind it: the answer says who got through.
      'Header always set User "%{MELLON_NAME_ID}e" env=MELLON_NAME_ID',
      'Header always set Portal "%{MELLON_is_portal_user}e" env=MELLON_is_portal_user',
    ],
    { 'idp.xml': await (await fetch(metadata)).text(), 'sp.key': KEY, 'sp.crt': CERTIFICATE },
  );
}

const page = () => `${here}/page`;
const origin = () => served.sf.url.replace('127.0.0.1', 'localhost');

/** Who the app says that a browser is; undefined where it sends it to log in. */
async function userOf(browser: Browser): Promise<string | undefined> {
  const walk = await browser.open(page());
  return walk.callback === undefined ? (walk.headers.get('user') ?? undefined) : undefined;
}

describe.skipIf(!isThere('Debian 12'))('mod_auth_mellon', () => {
  it(
    'logs in, asked for by a signed redirect, and logs out',
    runs('libapache2-mod-auth-mellon', 'SAML'),
    async () => {
      await start();
      const browser = new Browser();
      const landed = pageOf(await browser.submit(await sentBack(browser, page()), ''));
      expect([landed.url, landed.headers.get('user'), landed.headers.get('portal')]).toEqual([
        page(),
        'ada@acme.example',
        'false',
      ]);
      const away = locationOf(
        await browser.open(`${here}/mellon/logout?ReturnTo=${encodeURIComponent(page())}`),
      );
      const back = locationOf(await browser.open(away));
      expect(back.startsWith(`${here}/mellon/logout?SAMLResponse=`)).toBe(true);
      await browser.open(back);
      expect(await userOf(browser)).toBeUndefined();
      expect(pageOf(await browser.open(origin())).text).toContain('<title>Login | Salesforce</title>');
    },
  );

  it(
    'is started by the org, and told when its user logs out there',
    runs('libapache2-mod-auth-mellon', 'SAML logout'),
    async () => {
      await start();
      const browser = new Browser();
      const state = encodeURIComponent(page());
      const started = `${origin()}/idp/login?app=${await providerId(served.sf)}&RelayState=${state}`;
      const landed = pageOf(await browser.submit(await respond(browser, started), ''));
      expect([landed.url, landed.headers.get('user')]).toEqual([page(), 'ada@acme.example']);
      const told = frameOf(pageOf(await browser.open(`${origin()}/secur/logout.jsp`)));
      const heard = locationOf(await browser.open(told));
      expect(heard.startsWith(`${origin()}/services/auth/idp/saml2/logout?SAMLResponse=`)).toBe(true);
      expect(pageOf(await browser.open(heard)).url).toBe(`${origin()}/`);
      expect(await userOf(browser)).toBeUndefined();
    },
  );

  it('refuses a response that was tampered with', runs('libapache2-mod-auth-mellon', 'SAML'), async () => {
    await start();
    const browser = new Browser();
    const form = await sentBack(browser, page());
    const refused = pageOf(await browser.submit(tampered(form), ''));
    expect([refused.status, await userOf(browser)]).toEqual([400, undefined]);
    const taken = pageOf(await browser.submit(form, ''));
    expect(taken.headers.get('user')).toBe('ada@acme.example');
  });
});
