/** Checks references between records: names that must exist, and names that must not be repeated. */

import { didYouMean, listed, nearestTo } from '../ground/nearest.ts';
import { id18 } from '../org/ids.ts';
import { PLATFORM_CLI } from '../org/platform-cli.ts';
import { readStandardScope, SCOPE_NAMES, SCOPES } from '../org/scopes.ts';
import { isRecord } from '../wire/json.ts';
import { Names, profileName } from './names.ts';
import { formatPlace, type Path, type SeedDocument } from './problems.ts';
import { describeOwner, recordsOf, type Section, type SeedRecord, textOf } from './records.ts';
import { type Finding, fieldOf } from './shape.ts';
import { orgIdentity } from './standards.ts';

/** Profiles, permission sets and scopes that users and apps name and that the org lacks. */
export function danglingNames(document: unknown): Finding[] {
  const profiles = new Names(document, 'profiles');
  const permissionSets = new Names(document, 'permissionSets');
  const groups = new Names(document, 'permissionSetGroups');
  const assignable: Known = {
    known: [...permissionSets.known, ...groups.known],
    find: (name) => permissionSets.find(name) ?? groups.find(name),
  };
  return [
    ...recordsOf(document, 'users').flatMap((user) => [
      ...dangling(document, [...user.path, 'profile'], [user.fields.profile], profiles, 'profile'),
      ...danglingIn(document, user, 'permissionSets', assignable, 'permission set'),
      ...danglingKeys(document, user, 'permissionSetExpirations', assignable, 'permission set'),
    ]),
    ...recordsOf(document, 'permissionSetGroups').flatMap((group) =>
      danglingIn(document, group, 'permissionSets', permissionSets, 'permission set'),
    ),
    ...unknownScopes(document),
    ...(['apps', 'sites'] as const)
      .flatMap((section) => recordsOf(document, section))
      .flatMap((record) => [
        ...danglingIn(document, record, 'profiles', profiles, 'profile'),
        ...danglingIn(document, record, 'permissionSets', permissionSets, 'permission set'),
      ]),
  ];
}

const STANDARD_SCOPES: readonly string[] = SCOPE_NAMES.flatMap((scope) => [scope, ...SCOPES[scope].metadata]);

function unknownScopes(document: unknown): Finding[] {
  const custom = recordsOf(document, 'customScopes').flatMap(({ fields }) => textOf(fields.name) ?? []);
  const known = new Set(custom);
  const unknown = (scopes: unknown, at: Path): Finding[] => {
    if (!Array.isArray(scopes)) return [];
    return scopes.flatMap((word: unknown, i): Finding[] => {
      if (typeof word !== 'string' || readStandardScope(word) || known.has(word)) return [];
      const path = [...at, i];
      return [{ path, of: 'value', message: () => unknownScope(document, path, word, custom) }];
    });
  };
  return recordsOf(document, 'apps').flatMap(({ path, fields: { scopes, earlier } }) => [
    ...unknown(scopes, [...path, 'scopes']),
    ...(isRecord(earlier) ? unknown(earlier.scopes, [...path, 'earlier', 'scopes']) : []),
  ]);
}

function unknownScope(document: unknown, path: Path, word: string, custom: readonly string[]): string {
  const hint = didYouMean(word, [...STANDARD_SCOPES, ...custom]);
  return `${fieldOf(document, path)}: unknown scope '${word}'${hint || `: one of ${listed([...SCOPE_NAMES, ...custom])}`}`;
}

type Known = Pick<Names, 'known' | 'find'>;

function danglingIn(
  document: unknown,
  record: SeedRecord,
  field: string,
  names: Known,
  kind: string,
): Finding[] {
  const list = record.fields[field];
  if (!Array.isArray(list)) return [];
  return list.flatMap((name: unknown, i) =>
    dangling(document, [...record.path, field, i], [name], names, kind),
  );
}

function danglingKeys(
  document: unknown,
  record: SeedRecord,
  field: string,
  names: Known,
  kind: string,
): Finding[] {
  const entries = record.fields[field];
  if (!isRecord(entries)) return [];
  return Object.keys(entries).flatMap((name) =>
    dangling(document, [...record.path, field, name], [name], names, kind),
  );
}

function dangling(document: unknown, path: Path, [name]: [unknown], names: Known, kind: string): Finding[] {
  const wanted = textOf(name);
  if (wanted === undefined || names.find(wanted) !== undefined) return [];
  return [{ path, of: 'value', message: () => `${fieldOf(document, path)}: ${lacks(wanted, names, kind)}` }];
}

function lacks(wanted: string, { known }: Known, kind: string): string {
  const nearest = nearestTo(wanted, known);
  const all = known.length > 0 ? `its ${kind}s are ${listed(known)}` : `it has no ${kind}s`;
  return `the org has no ${kind} '${wanted}': ${nearest ? `did you mean '${nearest}'?` : all}`;
}

/** A name, id or key that must be unique. */
interface Claim {
  /** What must be unique, and within what: `username`, `app name of this org`. */
  readonly kind: string;
  /** In a spelling by which equal claims are equal. */
  readonly value: string;
  readonly shown: string;
  readonly document: SeedDocument;
  readonly path: Path;
}

/** Names, ids and keys that two records both have, within an org or across all orgs. */
export function* repeatedClaims(
  documents: readonly SeedDocument[],
): Generator<{ document: SeedDocument; finding: Finding }> {
  const taken = new Map<string, Claim>();
  for (const claim of documents.flatMap(claimsOf)) {
    const key = `${claim.kind}\0${claim.value}`;
    const first = taken.get(key);
    if (first === undefined) taken.set(key, claim);
    else if (!mayRepeat(claim))
      yield {
        document: claim.document,
        finding: { path: claim.path, of: 'value', message: clash(claim, first) },
      };
  }
}

/** A store may have had one Federation ID of two users since before that was refused. */
function mayRepeat({ kind, document, path }: Claim): boolean {
  return kind.startsWith('federation id\0') && document.isKept?.(path) === true;
}

function clash(claim: Claim, first: Claim): string {
  const kind = claim.kind.replace(/\0.*/s, '');
  const { owner } = describeOwner(first.document.value, first.path);
  const where = formatPlace(first.document.place(first.path, 'value'));
  const whose = owner || formatPlace(first.document.place([], 'value'));
  return `${kind} '${claim.shown}' is already that of ${whose} (${where}): give this one another`;
}

function claimsOf(document: SeedDocument, index: number): Claim[] {
  const { id, myDomain } = orgIdentity(document.value);
  const within = (kind: string) => `${kind}\0${index}`;
  const claim = (kind: string, path: Path, shown: unknown, spell = (text: string) => text): Claim[] => {
    const text = textOf(shown);
    return text === undefined ? [] : [{ kind, value: spell(text), shown: text, document, path }];
  };
  const each = (section: Section, field: string, kind: string, spell?: (text: string) => string): Claim[] =>
    recordsOf(document.value, section).flatMap(({ path, fields }) =>
      claim(kind, [...path, field], fields[field], spell),
    );
  const anyCase = (text: string) => text.toLowerCase();
  return [
    ...claim('org id', ['org', 'id'], id),
    ...claim('My Domain', ['org', 'myDomain'], myDomain),
    ...each('profiles', 'name', within('profile name'), (text) => profileName(text).toLowerCase()),
    ...each('permissionSets', 'name', within('permission set name'), anyCase),
    ...each('permissionSetGroups', 'name', within('permission set group name'), anyCase),
    ...each('customScopes', 'name', within('custom scope name'), anyCase),
    ...each('users', 'username', 'username', anyCase),
    ...each('users', 'federationId', within('federation id')),
    ...each('apps', 'name', within('app name'), anyCase),
    ...each('sites', 'name', within('site name'), anyCase),
    ...each('sites', 'urlPathPrefix', within('site URL path prefix')),
    ...each('tokenExchangeHandlers', 'name', within('token exchange handler name'), anyCase),
    ...each('apps', 'consumerKey', 'consumer key').filter(({ shown }) => shown !== PLATFORM_CLI),
    ...recordsOf(document.value, 'apps').flatMap(({ path, fields }) =>
      isRecord(fields.saml)
        ? claim(within('entity id'), [...path, 'saml', 'entityUrl'], fields.saml.entityUrl)
        : [],
    ),
    ...(['profiles', 'permissionSets', 'users', 'apps', 'sites'] as const).flatMap((section) =>
      each(section, 'id', 'record id', id18),
    ),
  ];
}
