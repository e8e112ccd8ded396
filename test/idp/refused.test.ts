/** What a browser sees on the way to an app: the log-in page, and the page of a refusal (identity-and-resources.md 8). */
import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { Browser } from '../../src/testing/browser.ts';
import type { Fauxforce } from '../../src/testing/index.ts';
import { authnRequest } from '../../src/testing/saml.ts';
import { expectRow } from '../rows/expect-row.ts';
import { ADA, ENTITY, logInTo, providerId, startIdp } from './helpers.ts';

/** The words of a page. */
function words(html: string): string {
  const main = /<h1>.*(?=<\/main>)/s.exec(html)?.[0] ?? html;
  return main.replaceAll(/<[^>]*>/g, '').trim();
}

const PAGE = (event: string) =>
  `Insufficient Privileges\nYou do not have the level of access necessary to perform the operation you requested. Please contact the owner of the record or your administrator if access is necessary.\n${event}`;

async function logged(sf: Fauxforce): Promise<string> {
  const answer = await fetch(`${sf.url}/_fauxforce/idp-events`);
  const { events } = (await answer.json()) as { events: { text: string }[] };
  return events.map(({ text }) => text).join('\n');
}

test('an unknown issuer', async () => {
  await using sf = await startIdp();
  const xml = authnRequest({
    id: '_1',
    issuer: 'https://unknown.example',
    destination: `${sf.url}/idp/endpoint/HttpRedirect`,
    issuedAt: sf.clock.now(),
  });
  const query = new URLSearchParams({ SAMLRequest: deflateRawSync(xml).toString('base64') });
  const answer = await fetch(`${sf.url}/idp/endpoint/HttpRedirect?${query}`);
  const event = 'Error: Unable to resolve request into a Service Provider';
  expectRow(
    'identity-and-resources 8/unknown-issuer',
    { status: answer.status, headers: { logged: await logged(sf) }, body: words(await answer.text()) },
    403,
    PAGE(event),
    { logged: event },
  );
});

test('a user who is not assigned, an administrator too; a permission set will do', async () => {
  await using sf = await startIdp({}, { profiles: [], permissionSets: [] });
  const path = `/idp/login?app=${await providerId(sf)}`;
  const walk = await new Browser().visit(sf.url + path, ADA);
  if (walk.callback !== undefined) throw new Error(walk.location);
  const event = 'Error: User does not have access to this service provider';
  expectRow(
    ['identity-and-resources 8/not-assigned', 'setup-pages A.1/assignment'],
    { status: walk.status, headers: { logged: await logged(sf) }, body: words(walk.text) },
    403,
    PAGE(event),
    { logged: event },
  );
  await fetch(`${sf.url}/_fauxforce/apps/${sf.apps.Service_Provider?.consumerKey}`, {
    method: 'PATCH',
    body: JSON.stringify({ permissionSets: ['Order_Integration'] }),
  });
  expect((await logInTo(sf, path)).action).toBe(`${ENTITY}/acs`);
});

test('who is not logged in sees the log-in page, and goes on', async () => {
  await using sf = await startIdp();
  const app = await providerId(sf);
  const path = `/idp/login?app=${app}&RelayState=%2Fdeep`;
  const answer = await fetch(sf.url + path, { redirect: 'manual' });
  expectRow(
    'identity-and-resources 8/not-logged-in',
    {
      status: answer.status,
      headers: { location: answer.headers.get('location') ?? '' },
      body: await answer.text(),
    },
    302,
    '',
    {
      location: `${sf.url}/?ec=302&startURL=${encodeURIComponent(`/idp/login?app=${app}&RelayState=%2Fdeep`)}`,
    },
  );
  expect((await logInTo(sf, path)).fields.RelayState).toBe('/deep');
});

test('an app that wants a second factor: it is asked for, and the log-in goes on', async () => {
  await using sf = await startIdp(
    {},
    { sessionPolicy: { sessionLevel: 'HIGH_ASSURANCE', policyAction: 'RaiseSessionLevel' } },
  );
  const walk = await new Browser().visit(`${sf.url}/idp/login?app=${await providerId(sf)}`, ADA);
  expect(walk).toMatchObject({ page: 'Verify Your Identity | Salesforce' });
});

test('a site logs its members in to an app below its own path', async () => {
  await using sf = await startIdp({}, { profiles: ['Customer Community User'] });
  const vera = { username: 'vera@acme.example', password: 'correct-horse' };
  const walk = await new Browser().visit(`${sf.url}/customers/idp/login?app=${await providerId(sf)}`, vera);
  if (walk.callback !== undefined) throw new Error(walk.location);
  const xml = /name="SAMLResponse" value="([^"]*)"/.exec(walk.text)?.[1] ?? '';
  const response = Buffer.from(xml, 'base64').toString();
  expect(response).toContain(`>${sf.url}/customers</saml:Issuer>`);
  expect(response).toContain('>true</saml:AttributeValue>');
});
