/** What an explanation adds where a key, secret, username or token almost fits, or would fit elsewhere. Nothing secret is in it. */
import type { OrgDirectory } from '../org/directory.ts';
import { loginHostOf, myDomainHostOf } from '../org/hosts.ts';
import type { App, Org } from '../org/model.ts';
import { misspelling, nearMiss, nearMissOf, readingsOf, wouldFit } from '../wire/near-miss.ts';
import { type Secret, type SecretKind, secretsAmong } from '../world/known-secrets.ts';
import { HELD_TOKENS, type HeldToken, kindByBeginning } from '../world/token-codec.ts';

/** Apps whose keys and secrets are compared with a wrong one. */
const MOST_APPS = 10_000;

/** @param sent a consumer key that no app has */
export function nearMissOfKey(sent: string, orgs: OrgDirectory): string | undefined {
  if (sent === '') return undefined;
  const clause = nearMiss(sent, (text) => orgs.app(text) !== undefined);
  if (clause !== undefined) return clause;
  const secret = secretsAmong([sent], orgs).get(sent);
  if (secret?.kind === 'consumer secret') return `${itIs(secret)}: key and secret are swapped`;
  if (secret !== undefined) return itIs(secret);
  // Only keys of about this length are compared: what is sent may be long, and the keys many.
  for (const { name, consumerKey } of appsOf(orgs)) {
    if (Math.abs(consumerKey.length - sent.length) > 2) continue;
    const difference = misspelling(sent, consumerKey);
    if (difference !== undefined) return `compared with the key of app ${name}, ${difference}`;
  }
  return undefined;
}

/** @param sent a secret that is not the app's */
export function nearMissOfSecret(sent: string, app: App, orgs: OrgDirectory): string | undefined {
  const clause = nearMissOf(sent, app.consumerSecret);
  if (clause !== undefined) return clause;
  const pair = `${app.consumerKey}:${app.consumerSecret}`;
  if (sent === pair) return 'it is key and secret, and must be the secret alone';
  if (sent === Buffer.from(pair).toString('base64'))
    return 'it is key and secret in base64, and must be the secret alone';
  const owner = appsOf(orgs).find(({ consumerSecret }) => consumerSecret === sent);
  return owner && `it is the secret of app ${owner.name}${ofOrg(owner.orgId, app.orgId, orgs)}`;
}

function appsOf(orgs: OrgDirectory): App[] {
  const apps: App[] = [];
  for (const org of orgs.orgs) {
    apps.push(...org.apps);
    if (apps.length >= MOST_APPS) break;
  }
  return apps.slice(0, MOST_APPS);
}

function ofOrg(id: string, own: string, orgs: OrgDirectory): string {
  return id === own ? '' : ` of org ${orgs.org(id)?.name}`;
}

/** @param sent a username that nobody has, or somebody of an org that the called host does not serve */
export function nearMissOfUsername(sent: string, orgs: OrgDirectory): string | undefined {
  const known = orgs.userByUsername(sent);
  if (known !== undefined) return livesElsewhere(known.org);
  const secret = secretsAmong([sent], orgs).get(sent);
  return secret === undefined
    ? nearMiss(sent, (text) => orgs.userByUsername(text) !== undefined)
    : itIs(secret);
}

const IN_WORDS: Readonly<Record<SecretKind, string>> = {
  'consumer secret': 'the consumer secret',
  'initial access token': 'the initial access token',
  password: 'a password',
  'security token': 'a security token',
  'password and security token': 'a password with its security token',
  'authenticator secret': "the secret of somebody's authenticator",
};

function itIs({ kind, app }: Secret): string {
  return `it is ${IN_WORDS[kind]}${app === undefined ? '' : ` of app ${app}`}`;
}

/** The user is right, and the host is another org's. */
export function livesElsewhere(org: Org): string {
  return `it is of org ${org.name}, whose users log in on ${loginHostOf(org)} or ${myDomainHostOf(org)}`;
}

const NAMES: Readonly<Record<HeldToken, string>> = {
  access: 'an access token',
  refresh: 'a refresh token',
  code: 'an authorization code',
};

/** The org's id alone. */
const CUT_ACCESS_TOKEN = /^00D[A-Za-z0-9]{12}$/;

/**
 * @param text a token that was never issued
 * @param wanted what it should be
 * @param find looks up another reading of it
 */
export async function nearMissOfToken(
  text: string,
  wanted: readonly HeldToken[],
  find: (text: string) => Promise<unknown>,
): Promise<string | undefined> {
  for (const reading of readingsOf(text)) {
    if (await find(reading.text)) return wouldFit(reading);
  }
  if (CUT_ACCESS_TOKEN.test(text) && wanted.includes('access'))
    return 'it was cut off at its !, which a shell reads as a command of its history: put it in single quotes';
  const kind = kindByBeginning(text);
  if (kind === undefined) return undefined;
  if (!wanted.includes(kind)) return `it looks like ${NAMES[kind]}`;
  const length = HELD_TOKENS[kind].length;
  return text.length === length ? undefined : `it has ${text.length} characters, ${NAMES[kind]} ${length}`;
}
