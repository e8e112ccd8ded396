/** Recognises secrets of apps and users in whichever field they were sent, without telling what the secret is. */
import type { OrgDirectory } from '../org/directory.ts';
import type { App, Org, User } from '../org/model.ts';
import { readingsOf } from '../wire/near-miss.ts';

/** Longer texts are not compared, because trying their readings takes time. */
export const LONGEST = 1_024;

/** The most apps and users whose secrets are compared, beginning with the newest orgs: every refused request does it. */
export const MOST_RECORDS = 10_000;

/** The texts that are a secret, mangled or not, each with what it is. A text that is also the name of an app or a user is not one. */
export function secretsAmong(texts: Iterable<string>, orgs: OrgDirectory): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const sentAs = new Map<string, string>();
  for (const text of texts) {
    if (text === '' || text.length > LONGEST || isName(text, orgs)) continue;
    for (const reading of readingsOf(text)) sentAs.set(reading.text, text);
    sentAs.set(text, text);
  }
  if (sentAs.size === 0) return found;
  const lengths = new Set([...sentAs.keys()].map(({ length }) => length));
  const note = (secret: string, what: string) => {
    const text = lengths.has(secret.length) ? sentAs.get(secret) : undefined;
    if (text !== undefined && !found.has(text)) found.set(text, what);
  };
  for (const { apps, users } of newestOf(orgs)) {
    for (const app of apps) for (const [secret, what] of secretsOfApp(app)) note(secret, what);
    for (const user of users) for (const [secret, what] of secretsOfUser(user)) note(secret, what);
  }
  return found;
}

type Secret = readonly [secret: string, what: string];

export function secretsOfApp({ name, consumerSecret, initialAccessToken = '' }: App): readonly Secret[] {
  return [
    [consumerSecret, `the consumer secret of app ${name}`],
    [initialAccessToken, `the initial access token of app ${name}`],
  ];
}

export function secretsOfUser({ password, securityToken, totpSecret }: User): readonly Secret[] {
  return [
    [password, 'a password'],
    [securityToken, 'a security token'],
    [totpSecret, "the secret of somebody's authenticator"],
    [password + securityToken, 'a password with its security token'],
  ];
}

export function newestOf({ orgs }: OrgDirectory): Org[] {
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
