/** An org with a SAML service provider, and a browser that logs in to it. */
import { Browser, type Page, type Walk } from '../../src/testing/browser.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';

export const ENTITY = 'https://sp.acme.example';
export const ACS = 'https://sp.acme.example/acs';
const SAML = { entityUrl: ENTITY, acsUrl: ACS };
export const ADA = { username: 'ada@acme.example', password: 'correct-horse' };

/** The demo, whose service provider is changed. */
export function startIdp(
  saml: object = {},
  app: object = {},
  more: Readonly<Record<string, unknown>> = {},
): Promise<Fauxforce> {
  return startFauxforce({
    demo: { ...more, apps: { Service_Provider: { saml: { ...SAML, ...saml }, ...app } } },
  });
}

/** The id that IdP-initiated URLs name. */
export async function providerId(sf: Fauxforce, name = 'Service_Provider'): Promise<string> {
  const answer = await fetch(`${sf.url}/_fauxforce/orgs/${sf.orgs[0]?.id}`);
  const { apps } = (await answer.json()) as { apps: { name: string; serviceProviderId?: string }[] };
  return apps.find((app) => app.name === name)?.serviceProviderId ?? '';
}

export interface Posted {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(/&(\w+);/g, (_all, name: string) => ENTITIES[name] ?? '?');
}

/** @throws Error for a walk that left its origin */
export function pageOf(walk: Walk): Extract<Walk, Page> {
  if (walk.callback !== undefined) throw new Error(`led to ${walk.location}`);
  return walk;
}

/** Where a walk left its origin. @throws Error for one that ended on a page of it */
export function locationOf(walk: Walk): string {
  if (walk.callback === undefined) throw new Error(`ended on ${walk.url} (${walk.status}): ${walk.page}`);
  return walk.location;
}

/** The form that a page has a browser post elsewhere. */
export function formOf(walk: Walk): Posted {
  const { text } = pageOf(walk);
  const action = /<form method="post" action="([^"]*)">/.exec(text)?.[1];
  if (action === undefined) throw new Error(`no form: ${text}`);
  const inputs = text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"\/>/g);
  const fields = Object.fromEntries(
    Array.from(inputs, ([, name = '', value = '']) => [name, unescaped(value)]),
  );
  return { action: unescaped(action), fields };
}

/** Opens a URL, logs in where it is asked for, and returns what is posted. */
export async function logInTo(sf: Fauxforce, path: string, browser = new Browser()): Promise<Posted> {
  return formOf(await browser.visit(new URL(path, sf.url).href, ADA));
}

/** The XML of a response. */
export function xmlOf({ fields }: Posted): string {
  return Buffer.from(fields.SAMLResponse ?? '', 'base64').toString();
}
