/** Every refusal of the catalogue has a page: why, its checks, the fix, and where in Setup that is done, or that it is not done there. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { factsOf, type RefusalName } from '../../src/refusals/catalogue.ts';
import { catalogueInWords } from '../../src/refusals/in-words.ts';
import { placeholder } from '../../src/refusals/placeholder.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { SetupVisitor } from '../setup/visitor.ts';
import { type Answered, visit } from './helpers.ts';

/** Refusals whose fix names no place in Setup, a name in a line. Reviewed: each says what the caller does otherwise. */
const NONE = readFileSync(new URL('setup-none.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n');

let sf: Fauxforce;
const links = new Map<string, string[]>();
const none: string[] = [];

beforeAll(async () => {
  sf = await startFauxforce({ seed: SEED });
});
afterAll(async () => sf[Symbol.asyncDispose]());

const USER = { username: 'ada@acme.example', password: 'correct-horse', profile: 'System Administrator' };
const CALLBACK = 'http://localhost:3000/callback';
const SEED = {
  users: [USER],
  apps: [
    {
      name: 'Connected',
      consumerKey: 'CONNECTED',
      callbackUrls: [CALLBACK],
      scopes: ['api'],
      isCodeCredentialEnabled: true,
      isClientCredentialEnabled: true,
      clientCredentialUser: USER.username,
    },
    {
      kind: 'externalClientApp',
      name: 'External',
      consumerKey: 'EXTERNAL',
      callbackUrls: [CALLBACK],
      scopes: ['api'],
      isClientCredentialEnabled: true,
      clientCredentialUser: USER.username,
    },
  ],
};

/** A request of the app that was refused with this name, as the journal would have it. @returns the id of its entry */
function refusedWith(name: RefusalName, appKind: 'connectedApp' | 'externalClientApp'): string {
  const { journal } = sf.world;
  const facts = factsOf(name);
  const trace = journal.open('POST', '/services/oauth2/token');
  trace.appKind = appKind;
  trace.clientId = appKind === 'connectedApp' ? 'CONNECTED' : 'EXTERNAL';
  trace.failed(name, (() => placeholder('value', { nearMiss: undefined, ...facts.typical })) as never);
  journal.record(trace, {
    status: facts.status,
    contentType: 'text/plain',
    body: facts.error,
    location: undefined,
  });
  return trace.id;
}

function remember(name: string, kind: string, { html }: Answered): void {
  const [, list = ''] = /<ul class="links">(.*?)<\/ul>/s.exec(html) ?? [];
  const found = Array.from(list.matchAll(/<a href="([^"]+)"/g), ([, href = '']) =>
    href.replaceAll('&amp;', '&'),
  );
  for (const href of found) links.set(href, [...(links.get(href) ?? []), name]);
  if (found.length === 0 && kind === 'connectedApp') none.push(name);
  expect(html.includes('id="setup-none"'), name).toBe(found.length === 0);
}

it.each(catalogueInWords().map((refusal) => [refusal.name, refusal] as const))(
  '%s',
  async (name, refusal) => {
    for (const kind of ['connectedApp', 'externalClientApp'] as const) {
      const page = await visit(sf, `/journal/${refusedWith(name, kind)}`);
      const { evidence } = refusal;
      expect(page.status).toBe(200);
      expect(page.text).toContain(` Why ${refusal.why.split('<')[0]}`.trim());
      expect(page.text).toMatch(/ Fix \S.*\S \S+ Evidence: /s);
      expect(page.text).toContain(`(${evidence.section})`);
      expect(page.text.includes('not confirmed')).toBe(
        ['recalled', 'unconfirmed'].includes(evidence.certainty),
      );
      expect(page.text).toContain(`✗ refused ${name}`);
      remember(name, kind, page);
    }
  },
);

it('links lead to controls that are there', async () => {
  const visitor = await SetupVisitor.logIn(sf);
  expect(links.size).toBeGreaterThan(15);
  for (const [href, names] of links) {
    const [path = '', control] = href.split('#');
    const { status, html } = await visitor.open(path);
    expect({ status, href, names }).toEqual({ status: 200, href, names });
    if (control !== undefined) expect(html, `${href} of ${names}`).toContain(` id="${control}"`);
  }
});

it('whose fix names no place in Setup is known and reviewed', () => {
  expect(none.filter((name) => placesOf(name).length === 0).sort()).toEqual(NONE);
});

it('a place that a fix names and that is no link is one of those that this Setup has not', () => {
  const places = none.flatMap(placesOf);
  expect(places.filter((place) => !NOT_HERE.some((name) => place.startsWith(name)))).toEqual([]);
});

/** Places in Setup that the fix of a refusal names. */
function placesOf(name: string): string[] {
  const fix = catalogueInWords().find((refusal) => refusal.name === name)?.fix ?? '';
  return fix.split('Setup > ').slice(1);
}

/** Pages of a real org that have nothing to set here: the seed or a command of the lab says it. */
const NOT_HERE = [
  'API Access Control',
  'CORS',
  'Company Information',
  'Digital Experiences',
  'Duplicate Rules',
  'My Domain',
  'Object Manager',
  'Password Policies',
  'State and Country/Territory Picklists',
  'Token Exchange Handlers',
  'Transaction Security Policies',
  'User Interface',
];
