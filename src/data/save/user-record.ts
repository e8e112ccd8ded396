/** Users as records: which fields of a seed they are, and what stops a change. Its effects on tokens are those of the lab's PATCH. */
import { newUserId } from '../../org/ids.ts';
import type { Org } from '../../org/model.ts';
import type { Refusal } from '../../refusals/catalogue.ts';
import { instantText } from '../../seed/fields.ts';
import { SeedError } from '../../seed/problems.ts';
import { freshOrg, type Session } from '../data.ts';
import type { FieldValue, ObjectDefinition } from '../definition.ts';
import { type Draft, refusal, rowOf } from './draft.ts';
import { type DecidedEdit, type OrgEdit, type OrgRecords, Stopped } from './org-record-change.ts';

/** The seed's name of a field; two with a dot are of the address. */
const FIELDS: Readonly<Record<string, string>> = {
  Username: 'username',
  LastName: 'lastName',
  FirstName: 'firstName',
  Email: 'email',
  Alias: 'alias',
  CommunityNickname: 'nickname',
  IsActive: 'isActive',
  TimeZoneSidKey: 'timezone',
  LocaleSidKey: 'locale',
  LanguageLocaleKey: 'language',
  MobilePhone: 'phone',
  FederationIdentifier: 'federationId',
  Street: 'address.street',
  City: 'address.city',
  State: 'address.state',
  PostalCode: 'address.postalCode',
  Country: 'address.country',
};
/** The only one that users have here. */
const ENCODING = 'UTF-8';

export const userRecord: OrgRecords = {
  create: (draft) =>
    edit(draft, `new ${rowOf(draft.values).Username}`.toLowerCase(), (org, fields) => {
      const username = String(fields.username);
      const id = newUserId(org, username);
      return { id, change: { section: 'users', name: username, fields: { id, ...fields }, isNew: true } };
    }),

  update: (draft, { row }) =>
    edit(draft, draft.id, ({ users }, fields) => {
      const user = users.find(({ id }) => id === row.Id);
      if (!user) throw new Stopped(refusal('record.missing', { id: draft.id }));
      return { id: draft.id, change: { section: 'users', name: user.username, fields } };
    }),
};

function edit(draft: Draft, about: string, decide: (org: Org, fields: SeedFields) => DecidedEdit): OrgEdit {
  const { world, org } = draft.session;
  return {
    about,
    decide(before) {
      const { fields, refused } = fieldsOf(draft);
      if (refused) throw new Stopped(refused);
      return decide(before, fields);
    },
    refusalOf(error) {
      if (error instanceof Stopped) return error.why;
      if (!world.orgs.org(org.id)) return refusal('record.missing', { id: draft.id });
      return refusalOf(draft, error);
    },
  };
}

type SeedFields = Record<string, unknown>;

/** What was sent as a seed says it; null takes a field back to its default. */
function fieldsOf({ session, object, values, id }: Draft): {
  fields: SeedFields;
  refused?: Refusal | undefined;
} {
  const lastModified = instantText(session.now);
  const fields: SeedFields = { lastModified };
  for (const [field, value] of values) {
    const name = FIELDS[field.name];
    if (name !== undefined) put(fields, name, value);
    else if (field.name === 'ProfileId') {
      const profile = freshOrg(session).profiles.find((own) => own.id === value);
      if (!profile)
        return { fields, refused: refusal('record.reference', { id: String(value), field: field.name }) };
      fields.profile = profile.name;
    } else if (
      value !== null &&
      value !== false &&
      !(field.name === 'EmailEncodingKey' && value === ENCODING)
    ) {
      return { fields, refused: refusal('rest.unsupported', { what: `a value of User.${field.name}` }) };
    }
  }
  return { fields, refused: usernameProblem(session, object, id, fields.username) };
}

function put(fields: SeedFields, name: string, value: FieldValue): void {
  const [first = '', second] = name.split('.');
  if (second === undefined) fields[first] = value;
  else fields[first] = { ...(fields[first] as SeedFields | undefined), [second]: value };
}

function usernameProblem(
  { world }: Session,
  object: ObjectDefinition,
  id: string,
  username: unknown,
): Refusal | undefined {
  if (typeof username !== 'string') return undefined;
  const label = object.fields.find(({ name }) => name === 'Username')?.label ?? 'Username';
  if (!/^[^@\s]+@[^@\s.]+\.[^@\s]+$/.test(username))
    return refusal('record.email', { label, field: 'Username', value: username });
  const holder = world.orgs.userByUsername(username);
  return holder && holder.user.id !== id ? refusal('record.duplicate-username', { username }) : undefined;
}

/** What the seed has against a change: another took the username meanwhile, or a value is none of a picklist. */
function refusalOf({ session, object, id, values }: Draft, error: unknown): Refusal {
  if (!(error instanceof SeedError)) throw error;
  const named = Object.fromEntries([...values].map(([{ name }, value]) => [name, value]));
  const taken = usernameProblem(session, object, id, named.Username);
  if (taken) return taken;
  const [problem] = error.problems;
  const field = object.fields.find(({ name }) => FIELDS[name] === problem?.path);
  if (field?.type !== 'picklist')
    return refusal('rest.unsupported', { what: `this user: ${problem?.message}` });
  const { label, name } = field;
  return refusal('record.picklist', { label, field: name, value: String(named[name]), known: [] });
}
