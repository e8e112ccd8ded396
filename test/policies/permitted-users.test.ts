/** Permitted Users: whom an app admits that only admins approve (model.md 4.1). */
import { expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { codeExchange, credentials, postToken } from '../helpers/token.ts';

const NOT_PERMITTED = {
  status: 400,
  body: '{"error":"invalid_app_access","error_description":"user is not admin approved to access this app"}',
};

const SETS = [{ name: 'First', label: 'The first' }, { name: 'Second' }, { name: 'Third' }];
const GROUPS = [{ name: 'Both', permissionSets: ['First', 'Second'] }];

function start(user: object, app: object, more: object = {}): Promise<Fauxforce> {
  return startFauxforce({
    seed: {
      org: { name: 'Acme' },
      profiles: [{ name: 'Sales' }, { name: 'Service' }],
      permissionSets: SETS,
      permissionSetGroups: GROUPS,
      users: [{ username: 'ada@acme.example', profile: 'Sales', ...user }],
      apps: [
        {
          name: 'Portal',
          callbackUrls: ['http://localhost:3000/callback'],
          scopes: ['api', 'refresh_token'],
          isAdminApproved: true,
          ...app,
        },
      ],
      ...more,
    },
  });
}

async function exchange(sf: Fauxforce) {
  return postToken(sf, await codeExchange(sf, { app: 'Portal' }));
}

test.each<[string, object, object, boolean]>([
  ['nobody is listed', {}, {}, false],
  ['the profile is listed', {}, { profiles: ['Service', 'Sales'] }, true],
  ['another profile is listed', {}, { profiles: ['Service'] }, false],
  ['a permission set is listed', { permissionSets: ['First'] }, { permissionSets: ['First'] }, true],
  ['another permission set is listed', { permissionSets: ['First'] }, { permissionSets: ['Second'] }, false],
  [
    'one of several is listed',
    { permissionSets: ['Third', 'First'] },
    { permissionSets: ['Second', 'First'] },
    true,
  ],
  [
    'a permission set is listed that the user has in a group',
    { permissionSets: ['Both'] },
    { permissionSets: ['Second'] },
    true,
  ],
  [
    'a permission set is listed that no group of the user has',
    { permissionSets: ['Both'] },
    { permissionSets: ['Third'] },
    false,
  ],
  [
    'a permission set has the name of the profile',
    { permissionSets: ['First'] },
    { profiles: ['Service'], permissionSets: ['Third'] },
    false,
  ],
])('%s', async (_what, user, app, isPermitted) => {
  await using sf = await start(user, app);
  const answer = await exchange(sf);
  if (isPermitted) expect(answer.status).toBe(200);
  else expect(answer).toMatchObject(NOT_PERMITTED);
});

test('an app that all users may approve asks nobody', async () => {
  await using sf = await start({}, { isAdminApproved: false });
  expect((await exchange(sf)).status).toBe(200);
});

test.each([
  ['connectedApp', 200],
  ['externalClientApp', 400],
])('the run-as user of client credentials of a %s: %i', async (kind, status) => {
  const runAs = { isClientCredentialEnabled: true, clientCredentialUser: 'ada@acme.example' };
  await using sf = await start({}, { kind, ...runAs });
  const asked = { grant_type: 'client_credentials', ...credentials(sf, 'Portal') };
  expect((await postToken(sf, asked)).status).toBe(status);
});

test('what was compared is told', async () => {
  await using sf = await start(
    { permissionSets: ['Both'] },
    { profiles: ['Service'], permissionSets: ['Third'] },
  );
  await exchange(sf);
  const [entry] = sf.journal.entries({ outcome: 'refused', limit: 1 });
  expect(entry?.checks.at(-1)).toEqual({
    name: 'user.not-admin-approved',
    ok: false,
    detail:
      'user ada@acme.example has profile Sales and permission sets First, Second; app Portal pre-authorizes profiles Service and permission sets Third',
    compared: {
      username: 'ada@acme.example',
      profile: 'Sales',
      permissionSets: ['First', 'Second'],
      app: 'Portal',
      isAdminApproved: true,
      approvedProfiles: ['Service'],
      approvedPermissionSets: ['Third'],
    },
  });
});
