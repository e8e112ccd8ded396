/** Every cell of docs/policies.md: the policy is broken between the last step but one of a flow and the last, which then answers as the table says. */
import { describe, expect, test } from 'vitest';
import { OrgDirectory } from '../../src/org/directory.ts';
import { type Flow, flows as records } from '../../src/org/flows.ts';
import { derivedSecurityToken } from '../../src/org/ids.ts';
import { policies } from '../../src/policies/policies.ts';
import type { RefusalName } from '../../src/refusals/catalogue.ts';
import type { DemoChanges } from '../../src/refusals/refusal.ts';
import { demoOrgs } from '../../src/seed/demo.ts';
import { freshServers } from '../helpers/fresh.ts';
import { ADA_LOGS_IN, flows, type LogsIn, ofApp, ofProfile, ofUser } from './flows.ts';
import { WIRE } from './wire.ts';

const fresh = freshServers();

interface Break {
  /** The change that breaks the policy. */
  readonly change: DemoChanges;
  /** How the org is from the beginning. */
  readonly before?: DemoChanges;
  /** Who logs in; ada when left out. */
  readonly as?: LogsIn;
}

const NEVER = { start: 0, end: 0 };
const CLOSED = Object.fromEntries(
  ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => [day, NEVER]),
);
const ELSEWHERE = [{ start: '10.0.0.0', end: '10.255.255.255' }];
const LIN: LogsIn = {
  username: 'lin@globex.example',
  password: 'correct-horse',
  code: derivedSecurityToken('lin@globex.example'),
};
const EXTERNAL = { kind: 'externalClientApp', isPkceRequired: false };
const NOBODY = { isAdminApproved: true, profiles: [], permissionSets: [] };
const ELEVATED = { sessionPolicy: { sessionLevel: 'HIGH_ASSURANCE', policyAction: 'Block' } };

/** What takes a flow away from its app, where it can be taken away. */
const WITHOUT_FLOW: Readonly<Partial<Record<Flow, Readonly<Record<string, boolean>>>>> = {
  'client-credentials': { isClientCredentialEnabled: false },
  device: { isDeviceFlowEnabled: false },
  'token-exchange': { isTokenExchangeEnabled: false },
};

/** How each policy is broken. */
const BREAKS: Readonly<Record<string, (flow: Flow) => Break>> = {
  'app propagated': (flow) => ({
    change: ofApp(flow, { propagationDelay: 10, createdAt: '2026-01-01T11:55:00Z' }),
  }),
  'app enabled': (flow) => ({ change: ofApp(flow, { ...EXTERNAL, isOauthPluginEnabled: false }) }),
  'app not blocked': (flow) => ({ change: ofApp(flow, { state: 'blocked' }) }),
  'flow of the app': (flow) => ({ change: ofApp(flow, WITHOUT_FLOW[flow] ?? EXTERNAL) }),
  'flow of the org': () => ({
    change: {
      settings: { allowUsernamePasswordFlow: false, allowUserAgentFlow: false, allowSoapLogin: false },
    },
  }),
  'user not locked': (flow) => ({ change: ofUser(flow, { isLocked: true }) }),
  'org active': () => ({ change: { org: { isActive: false } } }),
  'user active': (flow) => ({ change: ofUser(flow, { isActive: false }) }),
  'user not frozen': (flow) => ({ change: ofUser(flow, { isFrozen: true }) }),
  'password not expired': (flow) => ({ change: ofUser(flow, { isPasswordExpired: true }) }),
  'login rate': () => ({ change: { settings: { loginsPerHour: 1 } } }),
  'login hours': (flow) => ({ change: ofProfile(flow, { loginHours: CLOSED }) }),
  'login IP ranges': (flow) => ({
    change: {
      ...ofProfile(flow, { loginIpRanges: ELSEWHERE }),
      settings: { enforceIpRangesEveryRequest: true },
    },
  }),
  'MFA for API log-ins': (flow) => ({ change: ofProfile(flow, { twoFactorApi: true }) }),
  'trusted network': (flow) => ({
    as: { ...ADA_LOGS_IN, code: { password: 'wrong', 'soap-log-in': '' }[flow as string] ?? '000' },
    change: { settings: { trustedIpRanges: ELSEWHERE } },
  }),
  'session level of the log-in': (flow) => ({
    ...(flow === 'log-in' ? { as: { ...ADA_LOGS_IN, code: '000' } } : {}),
    change: ofProfile(flow, { requiredSessionLevel: 'HIGH_ASSURANCE' }),
  }),
  'API access control': (flow) => ({
    change: { ...ofApp(flow, { isAdminApproved: false }), settings: { apiAccessControl: true } },
  }),
  distribution: (flow) => ({
    as: LIN,
    before: { secondOrg: true },
    change: { ...ofApp(flow, { ...EXTERNAL, distributionState: 'Local' }), secondOrg: true },
  }),
  'External Client App installed': (flow) => ({ change: ofApp(flow, { ...EXTERNAL, state: 'uninstalled' }) }),
  "app of the user's org": () => ({ as: LIN, before: { secondOrg: true }, change: { secondOrg: true } }),
  'permitted users': (flow) => ({
    change: ofApp(flow, { ...(flow === 'client-credentials' ? EXTERNAL : {}), ...NOBODY }),
  }),
  'SAML assignment': (flow) => ({ change: ofApp(flow, { profiles: [], permissionSets: [] }) }),
  'app installed': (flow) => ({
    change: {
      ...ofApp(flow, { state: 'uninstalled' }),
      ...ofProfile(flow, { approveUninstalledConnectedApps: false }),
    },
  }),
  'API Only User': (flow) => ({ change: ofProfile(flow, { apiUserOnly: true }) }),
  'API Enabled': (flow) => ({ change: ofProfile(flow, { apiEnabled: false }) }),
  'session level': (flow) => ({ change: ofApp(flow, ELEVATED) }),
};

/** Cells that say why another check refuses what breaks the policy, and which. */
const REFUSED_OTHERWISE: Readonly<Record<string, Readonly<Partial<Record<Flow, RefusalName>>>>> = {
  'app enabled': { 'user-agent': 'user-agent.external-client-app' },
  distribution: {
    'user-agent': 'user-agent.external-client-app',
    bearer: 'app.not-installed',
    password: 'password.external-client-app',
    saml: 'idp.unresolved',
  },
  'External Client App installed': {
    'user-agent': 'user-agent.external-client-app',
    password: 'password.external-client-app',
  },
  "app of the user's org": {
    'web-server': 'authorize.app-not-installed',
    'user-agent': 'authorize.app-not-installed',
    'device-page': 'device.app-not-installed',
    saml: 'idp.unresolved',
  },
  'permitted users': { headless: 'headless.not-pre-authorized', saml: 'idp.no-access' },
  'SAML assignment': {
    headless: 'headless.not-pre-authorized',
    bearer: 'user.not-admin-approved',
    'token-exchange': 'user.not-admin-approved',
  },
};

async function outcome(flow: Flow, { change, before = {}, as = ADA_LOGS_IN }: Break) {
  const sf = await fresh({ demo: before });
  sf.clock.set(Date.parse('2026-01-01T12:00:00Z'));
  const step = await flows[flow].prepare(sf, as);
  const userId = sf.users[flows[flow].user]?.id ?? '';
  await sf.world.store.logInCounts.count({ userId, at: sf.clock.now(), most: 9 });
  sf.world.image.directory = new OrgDirectory(await demoOrgs(change));
  const refusalsBefore = sf.journal.entries({ outcome: 'refused' }).length;
  const wire = await step();
  const refused = sf.journal.entries({ outcome: 'refused' });
  return { wire, refusal: refused.length > refusalsBefore ? refused[0]?.refusal?.name : undefined };
}

for (const { name, cells } of policies.rows) {
  describe(name, () => {
    const breakIt = BREAKS[name];
    test('has a way to be broken here', () => expect(breakIt).toBeDefined());
    if (!breakIt) return;

    for (const [flow, { title }] of Object.entries(records) as [Flow, { title: string }][]) {
      const cell = cells[flow];
      if (typeof cell === 'string') {
        test(`${title}: ${cell}`, async () => {
          const { wire, refusal } = await outcome(flow, breakIt(flow));
          expect(refusal).toBe(cell);
          expect(wire.slice(wire.startsWith('http') || wire.startsWith('sfdc') ? wire.indexOf('?') : 0)).toBe(
            WIRE[cell],
          );
        });
      } else if ('logIn' in cell) {
        test(`${title}: log in again`, async () => {
          expect(await outcome(flow, breakIt(flow))).toEqual({
            wire: 'Login | Salesforce',
            refusal: undefined,
          });
        });
      } else if ('ended' in cell) {
        test(`${title}: ended`, async () => {
          const { wire, refusal } = await outcome(flow, breakIt(flow));
          const name = flow === 'soap' ? 'soap.dead-session' : 'rest.dead-token';
          expect(refusal).toBe(name);
          expect(wire.replaceAll(/(?<=hash: )[\w+/]{43}=/g, '(hash)')).toBe(WIRE[name]);
        });
      } else {
        test(`${title}: does not apply, ${cell.because}`, async () => {
          const { refusal } = await outcome(flow, breakIt(flow));
          expect(refusal).toBe(REFUSED_OTHERWISE[name]?.[flow]);
        });
      }
    }
  });
}
