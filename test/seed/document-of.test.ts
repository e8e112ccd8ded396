/** An org, written as a seed document and read again, is the same org. */
import { expect, it } from 'vitest';
import { demoOrgs } from '../../src/seed/demo.ts';
import { documentOf } from '../../src/seed/document-of.ts';
import { readSeedDocument } from '../../src/seed/load.ts';

it.each([
  ['the demo org', (await demoOrgs())[0]!],
  ['an empty document', readSeedDocument({})],
  [
    'a document with what the demo lacks',
    readSeedDocument({
      org: {
        name: 'Odd',
        type: 'sandbox',
        mandates: ['pkce', 'rotation', 'no-password', 'no-soap'],
        settings: { maxLoginAttempts: 'NoLimit', lockoutInterval: 'Forever', loginsPerHour: 0 },
      },
      profiles: [{ name: 'Nights', sessionTimeout: 30, loginHours: { monday: { start: 0, end: 60 } } }],
      permissionSets: [
        { name: 'Orders', customPermissions: ['Approve'], apiEnabled: true },
        // Called as the group is: the group stays assigned.
        { name: 'Other', label: 'All' },
      ],
      permissionSetGroups: [{ name: 'All', permissionSets: ['Orders'], muted: { apiEnabled: true } }],
      customScopes: [{ name: 'Order_Status', isPublic: true }],
      users: [
        { username: 'a@b.example', profile: 'Nights', permissionSets: ['All'], address: { city: 'X' } },
      ],
      apps: [
        { name: 'A', refreshTokenPolicy: 'specific_lifetime:90:DAYS', createdAt: '2026-01-01T00:00:00Z' },
        { name: 'B', kind: 'externalClientApp', refreshTokenPolicy: 'specific_inactivity:5:HOURS' },
        { name: 'C', isTokenExchangeEnabled: true, sessionPolicy: { sessionLevel: 'HIGH_ASSURANCE' } },
      ],
      sites: [{ name: 'Partners', urlPathPrefix: 'partners', profiles: ['Nights'] }],
      tokenExchangeHandlers: [
        {
          name: 'H',
          apps: ['C'],
          username: '{sub}@b.example',
          jwks: '{"keys":[{"kty":"EC","crv":"P-256","kid":"k","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}',
        },
      ],
    }),
  ],
])('%s', (_name, org) => {
  expect(readSeedDocument(documentOf(org))).toEqual(org);
});
