/** Recognises secrets of apps and users in whichever field they were sent, without telling what the secret is. */
import type { OrgDirectory } from '../org/directory.ts';
import type { App, Org, User } from '../org/model.ts';
import { readingsOf } from '../wire/near-miss.ts';

/** Longer texts are not compared, because trying their readings takes time. */
export const LONGEST = 1_024;

/** The most apps and users whose secrets are compared, beginning with the newest orgs: every refused request does it. */
export const MOST_RECORDS = 10_000;

export type SecretKind =
  | 'consumer secret'
  | 'initial access token'
  | 'password'
  | 'security token'
  | 'password and security token'
  | 'authenticator secret';

export interface Secret {
  readonly text: string;
  readonly kind: SecretKind;
  /** The name of the app that it belongs to, if it does not belong to a user. */
  readonly app?: string;
}

/** The texts that are a secret, mangled or not, each with the secret that it is. A text that is also the name of an app or a user is not one. */
export function secretsAmong(texts: Iterable<string>, orgs: OrgDirectory): ReadonlyMap<string, Secret> {
  const found = new Map<string, Secret>();
  const sentAs = new Map<string, string>();
  for (const text of texts) {
    if (text === '' || text.length > LONGEST || isName(text, orgs)) continue;
    for (const reading of readingsOf(text)) sentAs.set(reading.text, text);
    sentAs.set(text, text);
  }
  if (sentAs.size === 0) return found;
  const lengths = new Set([...sentAs.keys()].map(({ length }) => length));
  const note = (secret: Secret) => {
    const text = lengths.has(secret.text.length) ? sentAs.get(secret.text) : undefined;
    if (text !== undefined && !found.has(text)) found.set(text, secret);
  };
  for (const { apps, users } of newestOf(orgs.orgs)) {
    for (const app of apps) secretsOfApp(app).forEach(note);
    for (const user of users) secretsOfUser(user).forEach(note);
  }
  return found;
}

export function secretsOfApp(app: App): readonly Secret[] {
  const { name, consumerSecret, stagedConsumer, initialAccessToken = '' } = app;
  return [
    { text: consumerSecret, kind: 'consumer secret', app: name },
    { text: stagedConsumer?.consumerSecret ?? '', kind: 'consumer secret', app: name },
    { text: initialAccessToken, kind: 'initial access token', app: name },
  ];
}

export function secretsOfUser({ password, securityToken, totpSecret }: User): readonly Secret[] {
  return [
    { text: password, kind: 'password' },
    { text: securityToken, kind: 'security token' },
    { text: totpSecret, kind: 'authenticator secret' },
    { text: password + securityToken, kind: 'password and security token' },
  ];
}

export function newestOf(orgs: readonly Org[]): Org[] {
  const newest: Org[] = [];
  let records = 0;
  for (let i = orgs.length - 1; i >= 0 && records < MOST_RECORDS; i--) {
    const org = orgs[i] as Org;
    records += org.apps.length + org.users.length;
    newest.push(org);
  }
  return newest;
}

export function isName(text: string, orgs: OrgDirectory): boolean {
  return orgs.app(text) !== undefined || orgs.userByUsername(text) !== undefined;
}
