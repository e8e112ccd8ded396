/** `projects:` of a seed: the project's records join the org, and the seed's count first. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadSeed, loadSeedDocument, readSeedDocument } from '../../src/seed/load.ts';
import { SeedError } from '../../src/seed/problems.ts';
import { startFauxforce } from '../../src/testing/index.ts';
import { named } from '../seed/helpers.ts';
import { connectedApp, metadata, writeProject } from './helpers.ts';

const FILES = {
  'force-app/Portal.connectedApp-meta.xml': connectedApp(
    '<callbackUrl>https://a.example/cb</callbackUrl>\n<consumerKey>3MVG9Portal</consumerKey>\n<isAdminApproved>true</isAdminApproved>\n<scopes>Api</scopes>',
    '<permissionSetName>Order Desk</permissionSetName>',
  ),
  'force-app/Orders.permissionset-meta.xml': metadata('PermissionSet', '<label>Order Desk</label>'),
  'force-app/Admin.profile-meta.xml': metadata(
    'Profile',
    '<loginIpRanges><startAddress>::1</startAddress><endAddress>::1</endAddress></loginIpRanges>',
  ),
};

/** A folder with the project in `sfdx` and this seed beside it. */
function seedBeside(seed: string): string {
  const project = writeProject(FILES);
  mkdirSync(join(project, 'seeds'));
  const file = join(project, 'seeds', 'seed.yaml');
  writeFileSync(file, seed);
  return file;
}

test('records of both are in one org, relative to the seed file; what the seed says of one counts first', async () => {
  const file = seedBeside(`
org: { name: Acme, settings: { sessionTimeout: 15 } }
permissionSets: [{ name: Extra }]
profiles: [{ name: System Administrator, apiEnabled: false }]
users: [{ username: ada@acme.example, permissionSets: [Order Desk, Extra] }]
apps:
  - { name: Portal, consumerSecret: 0123456789ABCDEF, scopes: [web] }
  - { name: Own }
projects: [..]
`);
  const { orgs } = await loadSeed([file]);
  const [org] = orgs;
  if (!org) throw new Error('no org');
  expect(org).toMatchObject({ name: 'Acme', settings: { sessionTimeout: 15 } });
  expect(org.apps.map(({ name }) => name)).toEqual(['Portal', 'Own', 'PlatformCLI']);
  expect(named(org.apps, 'Portal')).toMatchObject({
    consumerKey: '3MVG9Portal',
    consumerSecret: '0123456789ABCDEF',
    scopes: ['web'],
    callbackUrls: ['https://a.example/cb'],
    isAdminApproved: true,
    permissionSets: ['Orders'],
  });
  expect(named(org.profiles, 'System Administrator')).toMatchObject({
    apiEnabled: false,
    loginIpRanges: [{ start: '::1', end: '::1' }],
  });
  expect(org.users.map(({ username, permissionSets }) => [username, permissionSets])).toEqual([
    ['ada@acme.example', ['Orders', 'Extra']],
  ]);
});

test('the seed says what a placeholder or a wrong value of the project leaves open', async () => {
  const project = writeProject({
    'force-app/Portal.connectedApp-meta.xml': connectedApp(
      '<consumerKey>{{KEY}}</consumerKey>\n<isPkceRequired>perhaps</isPkceRequired>',
    ),
  });
  writeFileSync(
    join(project, 'seed.yaml'),
    'apps: [{ name: portal, consumerKey: 3MVG9FromTheSeed, isPkceRequired: true }]\nprojects: [.]',
  );
  const { orgs, projects } = await loadSeed([join(project, 'seed.yaml')]);
  expect(orgs[0]?.apps[0]).toMatchObject({ consumerKey: '3MVG9FromTheSeed', isPkceRequired: true });
  expect(projects[0]?.problems).toEqual([]);
});

describe('a mistake of the seed is refused', () => {
  test.each([
    ['projects: [../nowhere]', "1:12 projects[0]: there is no folder '../nowhere'"],
    ['projects: [.., 7]', '1:16 projects[1] must be the path of a folder'],
    [
      'users: [{ username: ada@acme.example, permissionSets: [Order] }]\nprojects: [..]',
      "1:56 permissionSets[0] of user 'ada@acme.example': the org has no permission set 'Order': did you mean 'Orders'?",
    ],
    [
      'apps: [{ name: Portal, scopes: [apy] }]\nprojects: [..]',
      "1:33 scopes[0] of app 'Portal': unknown scope 'apy': did you mean 'api'?",
    ],
    [
      'apps: [{ name: Other, consumerKey: 3MVG9Portal, label: 7 }]\nprojects: [..]',
      "1:56 label of app 'Other' must be text: put it in quotes",
    ],
    ['apps: nothing\nprojects: [..]', '1:7 apps must be a list'],
  ])('%s', async (seed, message) => {
    const file = seedBeside(seed);
    const refused = await loadSeed([file]).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(SeedError);
    expect((refused as SeedError).message.replaceAll(file, '').slice(1)).toBe(message);
  });
});

test('of two apps with one key the second gets another, and the project is told', async () => {
  const file = seedBeside('apps: [{ name: Own, consumerKey: 3MVG9Portal }]\nprojects: [..]');
  const { orgs, projects } = await loadSeed([file]);
  expect(orgs[0]?.apps[0]?.consumerKey).toBe('3MVG9Portal');
  expect(orgs[0]?.apps[1]?.consumerKey).toMatch(/^3MVG9.{80}$/);
  expect(projects[0]?.problems.map(({ message, line }) => [line, message])).toEqual([
    [
      6,
      expect.stringMatching(
        /^consumer key '3MVG9Portal' is already that of app 'Own' \(.*seed\.yaml:1:34\): give this one another$/,
      ),
    ],
  ]);
});

test('documents that came without a file may not name projects', () => {
  expect(() => readSeedDocument({ projects: ['.'] })).toThrow('projects: only a seed file may name projects');
});

test('the test kit reads the projects of its seed', async () => {
  const project = writeProject(FILES);
  await using sf = await startFauxforce({
    seed: {
      projects: [project],
      users: [{ username: 'ada@acme.example', password: 'correct-horse', permissionSets: ['Order Desk'] }],
    },
  });
  expect(sf.apps.Portal?.consumerKey).toBe('3MVG9Portal');
  expect(await sf.login({ app: 'Portal', user: 'ada' })).toMatchObject({
    code: expect.stringMatching(/^aPrx/),
  });
});

test('several projects, and an object with a folder', async () => {
  const [one, two] = [
    writeProject(FILES),
    writeProject({ 'force-app/Second.connectedApp-meta.xml': connectedApp('') }),
  ];
  const { orgs } = await loadSeedDocument({ projects: [one, two] }, '.');
  expect(orgs[0]?.apps.map(({ name }) => name)).toEqual(['Portal', 'Second', 'PlatformCLI']);
});
