/** Object permissions, field-level security and View All Data of profiles and permission sets in a project. */
import { expect, test } from 'vitest';
import { documentOf } from '../../src/seed/document-of.ts';
import { readSeedDocument } from '../../src/seed/load.ts';
import { named } from '../seed/helpers.ts';
import { connectedApp, lines, load, metadata, writeProject } from './helpers.ts';

const APP = { 'force-app/App.connectedApp-meta.xml': connectedApp('<consumerKey>3MVG9App</consumerKey>') };

function object(name: string, ...allowed: readonly string[]): string {
  const words = ['allowCreate', 'allowDelete', 'allowEdit', 'allowRead', 'modifyAllRecords'];
  const flags = words.map((word) => `<${word}>${allowed.includes(word)}</${word}>`).join('\n');
  return `<objectPermissions>\n${flags}\n<object>${name}</object>\n<viewAllRecords>${allowed.includes('viewAllRecords')}</viewAllRecords>\n</objectPermissions>\n`;
}

const field = (name: string, readable: boolean, editable: boolean) =>
  `<fieldPermissions>\n<editable>${editable}</editable>\n<field>${name}</field>\n<readable>${readable}</readable>\n</fieldPermissions>\n`;
const user = (name: string) =>
  `<userPermissions><enabled>true</enabled><name>${name}</name></userPermissions>\n`;

test('are read; those of what the org lacks have no effect, which is told once', async () => {
  const folder = writeProject({
    ...APP,
    'force-app/Sales.profile-meta.xml': metadata(
      'Profile',
      object('Account', 'allowRead', 'allowEdit') +
        object('Campaign', 'allowRead') +
        field('Account.Industry', true, false) +
        field('Account.Rating', false, false) +
        field('Account.Name', true, true) +
        field('Account.Tier__c', true, true) +
        user('ViewAllData') +
        user('ManageUsers'),
    ),
    'force-app/Orders.permissionset-meta.xml': metadata(
      'PermissionSet',
      object('Contact', 'allowRead', 'allowCreate', 'viewAllRecords') +
        user('AssignPermissionSets') +
        user('ModifyAllData') +
        user('ClientSecretRotation') +
        user('CustomizeApplication') +
        user('ManageProfilesPermissionsets') +
        user('ManageRemoteAccess') +
        user('ViewSetup'),
    ),
    'force-app/Careful.permissionsetgroup-meta.xml': metadata(
      'PermissionSetGroup',
      '<label>Careful</label><mutingPermissionSets>Less</mutingPermissionSets><permissionSets>Orders</permissionSets>',
    ),
    'force-app/Less.mutingpermissionset-meta.xml': metadata(
      'MutingPermissionSet',
      object('Contact', 'allowCreate'),
    ),
  });
  const { org, problems, skipped } = await load(folder);
  expect(lines(problems, folder)).toEqual([]);
  expect(lines(skipped, folder)).toEqual([
    'force-app/Sales.profile-meta.xml:12:1 permissions of an object that is not here, or of a field that is not here or has no field-level security, have no effect (here and in 2 more places)',
  ]);
  expect(named(org.profiles, 'Sales')).toMatchObject({
    viewAllData: true,
    manageUsers: true,
    objectPermissions: { Account: ['read', 'edit'] },
    fieldPermissions: { 'Account.Industry': ['read'], 'Account.Rating': [] },
  });
  expect(named(org.permissionSets, 'Orders')).toMatchObject({
    assignPermissionSets: true,
    customizeApplication: true,
    manageConnectedApps: true,
    manageProfilesPermissionsets: true,
    modifyAllData: true,
    rotateConsumerDetails: true,
    viewSetup: true,
    objectPermissions: { Contact: ['read', 'create', 'viewAll'] },
  });
  expect(named(org.permissionSetGroups, 'Careful').muted.objectPermissions).toEqual({ Contact: ['create'] });
  expect(readSeedDocument(documentOf(org))).toEqual(org);
});

test('what Salesforce would not deploy is left out, and told with its line', async () => {
  const folder = writeProject({
    ...APP,
    'force-app/Orders.permissionset-meta.xml': metadata(
      'PermissionSet',
      object('Contact', 'allowEdit') +
        object('Account', 'allowRead') +
        field('Account.Industry', false, true),
    ),
  });
  const { org, problems } = await load(folder);
  expect(lines(problems, folder)).toEqual([
    "force-app/Orders.permissionset-meta.xml:3:1 objectPermissions.Contact[0] of permission set 'Orders': edit needs read as well, as in Salesforce: add it",
    "force-app/Orders.permissionset-meta.xml:21:1 fieldPermissions.Account.Industry[0] of permission set 'Orders': edit needs read as well, as in Salesforce: add it",
  ]);
  expect(named(org.permissionSets, 'Orders')).toMatchObject({
    objectPermissions: { Contact: [], Account: ['read'] },
    fieldPermissions: { 'Account.Industry': [] },
  });
});

test('a seed counts first, object by object; parts of a profile in several folders add up', async () => {
  const folder = writeProject({
    ...APP,
    'sfdx-project.json':
      '{ "packageDirectories": [{ "path": "force-app" }, { "path": "more" }], "name": "small" }',
    'force-app/Sales.profile-meta.xml': metadata('Profile', object('Account', 'allowRead')),
    'more/Sales.profile-meta.xml': metadata('Profile', object('Account') + object('Case', 'allowRead')),
    'seed.yaml':
      'projects: [.]\nprofiles:\n  - name: Sales\n    objectPermissions: { Case: [], Lead: [read] }\n    fieldPermissions: { Lead.Title: [] }\n',
  });
  const alone = (await load(folder)).org;
  expect(named(alone.profiles, 'Sales').objectPermissions).toEqual({ Account: ['read'], Case: ['read'] });
  const { org } = await load(`${folder}/seed.yaml`);
  expect(named(org.profiles, 'Sales')).toMatchObject({
    objectPermissions: { Account: ['read'], Case: [], Lead: ['read'] },
    fieldPermissions: { 'Lead.Title': [] },
  });
});
