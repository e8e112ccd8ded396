/** Writes what was read from a project as a seed to edit, with the keys, secrets and passwords that were derived. */
import { stringify } from 'yaml';
import type { Org } from '../../org/model.ts';
import { isRecord } from '../../wire/json.ts';
import type { SeedDocument } from '../problems.ts';
import { type Fields, orgFieldsOf, recordsOf } from '../records.ts';
import { withStandardRecords } from '../standards.ts';

/**
 * The document with every value that was derived from names: loading it makes the same org.
 *
 * @param document the document without standard records
 * @param org the org that it makes
 */
export function completeSeed({ value }: SeedDocument, org: Org): Fields {
  const document = isRecord(value) ? value : {};
  const { name, id, myDomain } = org;
  const users = recordsOf(withStandardRecords(document), 'users').map(({ fields }) =>
    withSecrets(fields, org),
  );
  const apps = recordsOf(document, 'apps').map(({ fields }) => withKeys(fields, org));
  const sections = Object.entries(document).filter(([, list]) => !(Array.isArray(list) && list.length === 0));
  return {
    ...Object.fromEntries(sections),
    org: { name, id, myDomain, ...orgFieldsOf(document) },
    users,
    apps,
  };
}

function withSecrets(fields: Fields, { users }: Org): Fields {
  const user = users.find(({ username }) => username === fields.username);
  return user ? { ...fields, password: user.password, securityToken: user.securityToken } : fields;
}

function withKeys(fields: Fields, { apps }: Org): Fields {
  const app = apps.find(({ name }) => name === fields.name);
  return app ? { ...fields, consumerKey: app.consumerKey, consumerSecret: app.consumerSecret } : fields;
}

const FIRST = ['org', 'profiles', 'permissionSets', 'permissionSetGroups', 'customScopes', 'users', 'apps'];

/** Writes YAML with the org first and the apps last. */
export function seedText(seed: Fields, directories: readonly string[]): string {
  const order = [...FIRST, ...Object.keys(seed).filter((key) => !FIRST.includes(key))];
  const ordered = Object.fromEntries(
    order.flatMap((key) => (Object.hasOwn(seed, key) ? [[key, seed[key]]] : [])),
  );
  const head = `# Written by fauxforce import from ${directories.map(oneLine).join(', ')}. Edit it: docs/seed.md lists every key.\n\n`;
  return head + stringify(ordered, { lineWidth: 0, aliasDuplicateObjects: false });
}

function oneLine(path: string): string {
  return JSON.stringify(path).slice(1, -1);
}
