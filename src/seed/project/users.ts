/** User definition files and User records of sObject trees -> users of a seed (model.md 6.2). Keys have no case. */
import { basename } from 'node:path';
import { instantText } from '../fields.ts';
import { choiceHint } from './fields.ts';
import { fieldsOf, itemsOf, type Located, type LocatedFields, located, textOfPart } from './located.ts';
import type { Report } from './report.ts';

/** The seed's field names, each with its field of User in lower case. */
const FIELDS: Readonly<Record<string, string>> = {
  username: 'username',
  lastName: 'lastname',
  firstName: 'firstname',
  email: 'email',
  alias: 'alias',
  nickname: 'communitynickname',
  timezone: 'timezonesidkey',
  locale: 'localesidkey',
  language: 'languagelocalekey',
  phone: 'phone',
  federationId: 'federationidentifier',
  isActive: 'isactive',
  isFrozen: 'isfrozen',
  password: 'password',
};

const ADDRESS = ['street', 'city', 'state', 'country', 'postalCode'] as const;

/** The seed's user types by the UserType that records have. */
const USER_TYPES: Readonly<Record<string, string>> = {
  Standard: 'STANDARD',
  PowerCustomerSuccess: 'POWER_CUSTOMER_SUCCESS',
  CustomerSuccess: 'CUSTOMER_SUCCESS',
  PowerPartner: 'POWER_PARTNER',
  CspLitePortal: 'CSP_LITE_PORTAL',
};

/** @returns undefined, and a note in the report, when it has no Username */
export function readUser(record: Located, file: string, report: Report): Located | undefined {
  const written = withoutCase(fieldsOf(record));
  if (!textOfPart(written.username)) {
    report.skip(record.at('value'), `a user without Username in ${basename(file)} is not used: give it one`);
    return undefined;
  }
  const named = Object.entries(FIELDS).map(([name, key]) => [name, written[key]] as const);
  const fields = {
    ...Object.fromEntries(
      named.filter(([, part]) => part !== undefined && part.value !== null && part.value !== ''),
    ),
    userType: userType(written.usertype, report),
    address: address(written),
    profile: profile(written, report),
    permissionSets: permissionSets(written),
    permissionSetExpirations: expirations(written, report),
  };
  return located(fields, () => record.at('value'));
}

function withoutCase(fields: LocatedFields): LocatedFields {
  return Object.fromEntries(Object.entries(fields).map(([key, part]) => [key.toLowerCase(), part]));
}

function userType(part: Located | undefined, report: Report): Located | undefined {
  const text = textOfPart(part);
  if (!part || text === undefined) return undefined;
  if (Object.hasOwn(USER_TYPES, text)) return { ...part, value: USER_TYPES[text] ?? text };
  report.problem(part.at('value'), `UserType is '${text}'${choiceHint(text, Object.keys(USER_TYPES))}`);
  return undefined;
}

function address(written: LocatedFields): Located | undefined {
  const parts = ADDRESS.flatMap((name) => {
    const part = written[name.toLowerCase()];
    return textOfPart(part) === undefined ? [] : [[name, part] as const];
  });
  const first = parts[0]?.[1];
  return first && located(Object.fromEntries(parts), () => first.at('value'));
}

/** `profileName`, or `Profile.Name` as a relationship query exports it. A ProfileId is not used: it belongs to the exporting org. */
function profile(written: LocatedFields, report: Report): Located | undefined {
  const named = [written.profilename, withoutCase(fieldsOf(written.profile)).name, written.profile].find(
    (part) => textOfPart(part) !== undefined,
  );
  const id = written.profileid;
  if (!named && id && textOfPart(id)) {
    report.default(
      id.at('value'),
      `ProfileId '${textOfPart(id)}' is of some other org: taken as Standard User`,
    );
  }
  return named;
}

/** `permsets`, and `PermissionSetAssignments` as a relationship query exports them. */
function permissionSets(written: LocatedFields): Located | undefined {
  const { permsets, permissionsetassignments: assignments } = written;
  const holder = permsets ?? assignments;
  const names = [...itemsOf(permsets), ...assignmentsOf(written).map(({ name }) => name)];
  return holder && names.length > 0 ? located(names, () => holder.at('value')) : undefined;
}

/** The expirations of the assignments that have one. */
function expirations(written: LocatedFields, report: Report): Located | undefined {
  const ends = assignmentsOf(written).flatMap(({ name, until }) => {
    const [set, end] = [textOfPart(name), until && instant(until, report)];
    return set !== undefined && end ? [[set, end] as const] : [];
  });
  const [first] = ends;
  return first && located(Object.fromEntries(ends), () => first[1].at('value'));
}

interface Assignment {
  readonly name: Located;
  /** ExpirationDate. */
  readonly until: Located | undefined;
}

/** The permission set that Salesforce makes for every profile is named after the profile's id: it is skipped. */
const OWN_BY_PROFILE = /^X00e[A-Za-z0-9]{12,15}/;

/** The assignments that are in force (model.md 4.7). */
function assignmentsOf({ permissionsetassignments }: LocatedFields): Assignment[] {
  return itemsOf(fieldsOf(permissionsetassignments).records).flatMap((record) => {
    const { permissionset, isactive, isrevoked, expirationdate: until } = withoutCase(fieldsOf(record));
    const { name } = withoutCase(fieldsOf(permissionset));
    if (isactive?.value === false || isrevoked?.value === true) return [];
    return name && !OWN_BY_PROFILE.test(textOfPart(name) ?? '') ? [{ name, until }] : [];
  });
}

/** `2030-01-01T00:00:00.000+0000`, as the REST API writes an instant; undefined when it is null. */
function instant(part: Located, report: Report): Located | undefined {
  const text = textOfPart(part);
  if (!text) return undefined;
  const at = Date.parse(text);
  if (!Number.isNaN(at)) return { ...part, value: instantText(at) };
  report.problem(
    part.at('value'),
    `ExpirationDate is '${text}', which is no date: taken as assigned for good`,
  );
  return undefined;
}
