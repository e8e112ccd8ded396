/** The secrets of apps and users that may have been sent in any field: this process knows them all, and tells none. */
import type { OrgDirectory } from '../org/directory.ts';
import type { Org } from '../org/model.ts';
import { readingsOf } from '../wire/near-miss.ts';

/** Longer texts are not looked up: their readings cost time. */
const LONGEST = 1_024;

/** Apps and users whose secrets are compared, those of the newest orgs first: every refused request asks. */
const MOST_RECORDS = 10_000;

/** Those of the texts that are one, mangled or not, each with what it is. Texts that name an app or a user are none. */
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
    const text = secret === '' ? undefined : sentAs.get(secret);
    if (text !== undefined && !found.has(text)) found.set(text, what);
  };
  for (const { apps, users } of newestOf(orgs)) {
    for (const { consumerSecret, name } of apps) note(consumerSecret, `the consumer secret of app ${name}`);
    for (const { password, securityToken, totpSecret } of users) {
      note(password, 'a password');
      note(securityToken, 'a security token');
      note(totpSecret, "the secret of somebody's authenticator");
      if (lengths.has(password.length + securityToken.length))
        note(password + securityToken, 'a password with its security token');
    }
  }
  return found;
}

function newestOf({ orgs }: OrgDirectory): Org[] {
  const newest: Org[] = [];
  let records = 0;
  for (let i = orgs.length - 1; i >= 0 && records < MOST_RECORDS; i--) {
    const org = orgs[i] as Org;
    records += org.apps.length + org.users.length;
    newest.push(org);
  }
  return newest;
}

function isName(text: string, orgs: OrgDirectory): boolean {
  return orgs.app(text) !== undefined || orgs.userByUsername(text) !== undefined;
}
