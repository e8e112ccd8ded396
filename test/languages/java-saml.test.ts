/** Spring Security SAML as service provider, with what `fauxforce env` prints. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Browser, type Walk } from '../../src/testing/browser.ts';
import { runs } from '../clients/helpers/proof.ts';
import { Served } from '../clients/helpers/served.ts';
import { pageOf, providerId } from '../idp/helpers.ts';
import { isThere } from './language.ts';
import { startJava } from './run-java.ts';
import { frameOf, onward, respond, sentBack, tampered } from './saml-visit.ts';

const [KEY, CERTIFICATE] = [readFileSync('seed/demo.key', 'utf8'), readFileSync('seed/demo.crt', 'utf8')];
const ACS = 'http://localhost:3000/saml/acs';

let served: Served;
beforeAll(async () => {
  // Spring reads the metadata before it knows its port: that there is single logout must stand in it by then.
  const saml = {
    entityUrl: 'https://sp.acme.example',
    acsUrl: ACS,
    sloUrl: 'http://localhost:3000/saml/out',
  };
  served = await Served.start({ apps: { Service_Provider: { saml } } });
});
beforeEach(() => served.sf.reset());
afterAll(() => served[Symbol.asyncDispose]());

/** Starts the application, and registers where it is, and more of it. @returns its URL */
async function start(more: { readonly certificate?: string } = {}): Promise<string> {
  const { lines } = await served.settingsFor('spring-security-saml');
  const at = 'spring.security.saml2.relyingparty.registration.salesforce';
  const settings = [
    ...lines.map((line) => line.replace(ACS, '{baseUrl}/login/saml2/sso/{registrationId}')),
    `${at}.signing.credentials[0].private-key-location=file:sp.key`,
    `${at}.signing.credentials[0].certificate-location=file:sp.crt`,
    `${at}.singlelogout.url={baseUrl}/logout/saml2/slo`,
    `${at}.singlelogout.binding=REDIRECT`,
  ];
  const args = [
    'example.SpringSaml',
    '--spring.config.location=file:application.properties',
    '--server.port=0',
  ];
  const files = { 'application.properties': settings.join('\n'), 'sp.key': KEY, 'sp.crt': CERTIFICATE };
  const client = await startJava(served, 'spring-saml', args, files);
  const here = `http://localhost:${await client.said(/^port (\d+)$/m)}`;
  const saml = { acsUrl: `${here}/login/saml2/sso/salesforce`, sloUrl: `${here}/logout/saml2/slo`, ...more };
  const { sf } = served;
  const answer = await fetch(`${sf.url}/_fauxforce/apps/${sf.apps.Service_Provider?.consumerKey}`, {
    method: 'PATCH',
    body: JSON.stringify({ saml }),
  });
  expect(answer.status).toBe(200);
  return here;
}

const origin = () => served.sf.url.replace('127.0.0.1', 'localhost');

/** Who the app says that its visitor is; undefined where the app sends its visitor to log in. */
async function homeOf(browser: Browser, here: string): Promise<unknown> {
  const { headers, text } = pageOf(await browser.open(`${here}/`));
  return headers.get('content-type')?.startsWith('application/json') ? JSON.parse(text).user : undefined;
}

const ADA_THERE = { name: 'ada@acme.example', isPortalUser: 'false' };

describe.skipIf(!isThere('Java'))('Spring Security SAML', () => {
  it(
    'logs in, asked for by POST, and refuses what was tampered with',
    runs('spring-security-saml2-service-provider', 'SAML'),
    async () => {
      const here = await start();
      const browser = new Browser();
      const form = await sentBack(browser, `${here}/`);
      const refused = pageOf(await browser.submit(tampered(form), ''));
      expect([refused.url, await homeOf(browser, here)]).toEqual([`${here}/login?error`, undefined]);
      const landed = pageOf(await browser.submit(await sentBack(browser, `${here}/`), ''));
      expect([landed.url, await homeOf(browser, here)]).toEqual([`${here}/`, ADA_THERE]);
    },
  );

  it(
    'is started by the org, and logs out by both starts',
    runs('spring-security-saml2-service-provider', 'SAML logout'),
    async () => {
      const here = await start({ certificate: CERTIFICATE });
      const browser = new Browser();
      const started = `${origin()}/idp/login?app=${await providerId(served.sf)}`;
      await browser.submit(await respond(browser, started), '');
      expect(await homeOf(browser, here)).toEqual(ADA_THERE);
      const told = frameOf(pageOf(await browser.open(`${origin()}/secur/logout.jsp`)));
      const heard = await onward(browser, await browser.open(told));
      expect([pageOf(heard).url, await homeOf(browser, here)]).toEqual([`${origin()}/`, undefined]);

      await browser.submit(await respond(browser, started), '');
      const left = await onward(browser, await logOut(browser, here));
      const back = pageOf(await onward(browser, left));
      expect([back.url, await homeOf(browser, here)]).toEqual([`${here}/login?logout`, undefined]);
      expect(pageOf(await browser.open(`${origin()}/`)).text).toContain('<title>Login | Salesforce</title>');
    },
  );
});

/** Sends the form that an app of Spring's has on its pages. */
async function logOut(browser: Browser, here: string): Promise<Walk> {
  const page = pageOf(await browser.open(`${here}/`));
  const { csrf } = JSON.parse(page.text);
  const text = `<form method="post" action="/logout"><input type="hidden" name="_csrf" value="${csrf}"></form>`;
  return browser.submit({ ...page, text }, '');
}
