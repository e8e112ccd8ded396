/** Object permissions and field-level security in seeds: what is taken, what is refused and where, and that an org keeps them. */
import { describe, expect, test } from 'vitest';
import { changeOrg } from '../../src/seed/change-org.ts';
import { documentOf } from '../../src/seed/document-of.ts';
import { readSeedDocument } from '../../src/seed/load.ts';
import { linesOf, named, orgOf, problemsOf } from './helpers.ts';

const SEED = `
profiles:
  - name: Sales
    viewAllData: true
    objectPermissions: { Account: [read, create, edit], Task: [] }
    fieldPermissions: { Account.AnnualRevenue: [read], Account.BillingAddress: [] }
permissionSets:
  - name: Orders
    manageUsers: true
    objectPermissions: { Contact: [read, edit, delete, viewAll, modifyAll] }
permissionSetGroups:
  - name: Careful
    permissionSets: [Orders]
    muted: { objectPermissions: { Contact: [read] }, fieldPermissions: { Contact.Email: [edit] } }
`;

test('profiles and permission sets have them, and groups mute them', () => {
  const org = orgOf(SEED);
  expect(named(org.profiles, 'Sales')).toMatchObject({
    viewAllData: true,
    modifyAllData: false,
    objectPermissions: { Account: ['read', 'create', 'edit'], Task: [] },
    fieldPermissions: { 'Account.AnnualRevenue': ['read'], 'Account.BillingAddress': [] },
  });
  expect(named(org.permissionSets, 'Orders')).toMatchObject({ manageUsers: true, fieldPermissions: {} });
  expect(named(org.permissionSetGroups, 'Careful').muted).toMatchObject({
    objectPermissions: { Contact: ['read'] },
    fieldPermissions: { 'Contact.Email': ['edit'] },
  });
  expect(named(org.profiles, 'System Administrator')).toMatchObject({
    assignPermissionSets: true,
    customizeApplication: true,
    manageConnectedApps: true,
    manageProfilesPermissionsets: true,
    manageUsers: true,
    modifyAllData: true,
    rotateConsumerDetails: true,
    viewAllData: true,
    viewSetup: true,
    objectPermissions: {},
  });
  expect(named(org.profiles, 'Standard User')).toMatchObject({
    customizeApplication: false,
    manageConnectedApps: false,
    manageProfilesPermissionsets: false,
    manageUsers: false,
    rotateConsumerDetails: false,
    viewAllData: false,
    viewSetup: false,
  });
});

test('an org that is written as a seed has the same', () => {
  const org = orgOf(SEED);
  expect(readSeedDocument(documentOf(org))).toEqual(org);
});

describe('is refused with its place', () => {
  test.each([
    [
      'objectPermissions: { Acount: [read] }',
      "objectPermissions.Acount of profile 'P': there is no object 'Acount' with permissions: did you mean 'Account'?",
    ],
    [
      'objectPermissions: { User: [read] }',
      "objectPermissions.User of profile 'P': there is no object 'User' with permissions: there are Account, Case, Contact, Event, Lead, Opportunity, Task",
    ],
    [
      'objectPermissions: { __proto__: [read] }',
      "objectPermissions.__proto__ of profile 'P': there is no object '__proto__' with permissions: there are Account, Case, Contact, Event, Lead, Opportunity, Task",
    ],
    [
      'objectPermissions: { Account: [raed] }',
      "objectPermissions.Account[0] of profile 'P' is 'raed': did you mean 'read'?",
    ],
    ['objectPermissions: { Account: read }', "objectPermissions.Account of profile 'P' must be a list"],
    ['objectPermissions: [Account]', "objectPermissions of profile 'P' must be a mapping of keys to values"],
    [
      'objectPermissions: { Account: [read, delete] }',
      "objectPermissions.Account[1] of profile 'P': delete needs edit as well, as in Salesforce: add it",
    ],
    [
      'objectPermissions: { Account: [modifyAll] }',
      "objectPermissions.Account[0] of profile 'P': modifyAll needs read, edit, delete, viewAll as well, as in Salesforce: add them",
    ],
    [
      'fieldPermissions: { Account.Phone: [edit] }',
      "fieldPermissions.Account.Phone[0] of profile 'P': edit needs read as well, as in Salesforce: add it",
    ],
    [
      'fieldPermissions: { Account.Fone: [read] }',
      "fieldPermissions.Account.Fone of profile 'P': Account has no field 'Fone' with field-level security: did you mean 'Phone'?",
    ],
    [
      'fieldPermissions: { Account.BillingCity: [] }',
      "fieldPermissions.Account.BillingCity of profile 'P': Account has no field 'BillingCity' with field-level security: names, required fields, those of the system and the parts of an address have none",
    ],
    [
      'fieldPermissions: { Acount.Phone: [read] }',
      "fieldPermissions.Acount.Phone of profile 'P': there is no object 'Acount' with permissions: did you mean 'Account'?",
    ],
    [
      'fieldPermissions: { Account: [read] }',
      "fieldPermissions.Account of profile 'P': name object and field: 'Account.AnnualRevenue'",
    ],
  ])('%s', (fields, problem) => {
    const [first] = problemsOf(`profiles:\n  - name: P\n    ${fields}\n`);
    expect(first).toMatch(/^seed\.yaml:3:\d+ /);
    expect(first?.replace(/^\S+ /, '')).toBe(problem);
  });

  test('in what a group mutes', () => {
    expect(
      problemsOf('permissionSetGroups:\n  - name: G\n    muted: { objectPermissions: { Acount: [read] } }\n'),
    ).toEqual([
      "seed.yaml:3:35 muted.objectPermissions.Acount of permission set group 'G': there is no object 'Acount' with permissions: did you mean 'Account'?",
    ]);
  });

  test('in a change of the lab, with the path of what was sent', () => {
    const change = (fields: object) =>
      changeOrg(orgOf(SEED), [
        { section: 'profiles', name: 'Sales', fields: { ...fields }, path: ['profiles', 0] },
      ]);
    expect(linesOf(() => change({ objectPermissions: { Nope: [] } }))).toEqual([
      "profiles[0].objectPermissions.Nope: objectPermissions.Nope of profile 'Sales': there is no object 'Nope' with permissions: there are Account, Case, Contact, Event, Lead, Opportunity, Task",
    ]);
    expect(
      named(change({ objectPermissions: { Task: null, Case: ['read'] } }).profiles, 'Sales')
        .objectPermissions,
    ).toEqual({
      Account: ['read', 'create', 'edit'],
      Case: ['read'],
    });
  });
});
