/** Refusals that follow from the user and the org's policies, whichever the grant (token.md 1.6). */

import {
  CLOSED,
  ELSEWHERE,
  hostsInWords,
  type IpRangesCompared,
  ipRangesInWords,
  type LoginHoursCompared,
  loginHoursInWords,
  POST_TO_LOG_IN_HOST,
  PRE_AUTHORIZE,
  RELAX_IP,
  type SessionLevelCompared,
  sessionLevelInWords,
  type UserElsewhere,
  unlessFar,
} from './policy-words.ts';
import type { Recipe } from './refusal.ts';
import { refusal } from './refusal.ts';
import { APP_POLICIES, inSetup } from './setup-paths.ts';

/** A request that is fine but for the changes: the demo's JWT bearer app for ada. */
function jwtLogin(given: NonNullable<Recipe['given']>, sub = 'ada@acme.example'): Recipe {
  return {
    given,
    steps: [
      { jwt: { iss: '{{JWT_Bearer.key}}', sub, aud: 'https://login.salesforce.com' } },
      { token: { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: '{{assertion}}' } },
    ],
  };
}

export const userRefusals = {
  'user.unknown': refusal<{ username: string; nearMiss: string | undefined }>({
    surface: 'token',
    status: 400,
    error: 'invalid_grant',
    description: "user hasn't approved this consumer",
    why: ({ username, nearMiss }) =>
      `"${username}" must be the username of a seeded user${unlessFar(nearMiss)}`,
    fix: 'Name the user by username (in prn or sub of a JWT, in the NameID of SAML), not by e-mail address or id; those of a sandbox end in the name of the sandbox.',
    evidence: {
      section: 'token.md 1.6',
      certainty: 'observed',
      report: 'omniphx/forrest#278, restforce/restforce#674',
    },
    recipe: jwtLogin({}, 'nobody@acme.example'),
  }),
  'user.other-log-in-host': refusal<UserElsewhere>({
    surface: 'token',
    status: 400,
    error: 'invalid_grant',
    description: "user hasn't approved this consumer",
    why: ({ username, userType, org, orgType, host, hosts }) =>
      `user ${username} (${userType}) of org ${org}, a ${orgType} org, logs in on ${hostsInWords(hosts)}; the assertion was posted to ${host}`,
    fix: `${POST_TO_LOG_IN_HOST} The approval is not what is wrong.`,
    evidence: { section: 'token.md 7', certainty: 'observed', report: 'forcedotcom/cli#3482, #1640' },
    recipe: {
      steps: [
        {
          jwt: { iss: '{{JWT_Bearer.key}}', sub: 'ada@acme.example', aud: 'https://test.salesforce.com' },
        },
        {
          token: { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: '{{assertion}}' },
          host: 'test.salesforce.com',
        },
      ],
    },
  }),
  'user.of-another-org': refusal<{ app: string; appOrg: string; org: string; state: string }>({
    surface: 'token',
    status: 400,
    error: 'invalid_grant',
    description: "user hasn't approved this consumer",
    why: ({ app, appOrg, org }) =>
      `Connected App ${app} of org ${appOrg} was used for a user of org ${org}, which must define it, or have been made from that org`,
    fix: "Use an app of the user's own org. A scratch org has the Connected Apps of the Dev Hub that signed it up, and a sandbox those of its production org: if this is one, say so in the seed of the user's org, org.signedUpFrom: <the app's org>.",
    evidence: {
      section: 'token.md 7',
      certainty: 'observed',
      report: 'restforce/restforce#674, Salesforce CLI troubleshooting guide',
    },
    recipe: jwtLogin({ secondOrg: true }, 'lin@globex.example'),
  }),
  'user.not-approved': refusal<{ app: string; username: string; approvals: number }>({
    surface: 'token',
    status: 400,
    error: 'invalid_grant',
    description: "user hasn't approved this consumer",
    why: ({ app, username, approvals }) =>
      `user ${username} has ${approvals} approvals of app ${app}; one with refresh_token is needed, as all users may self-authorize`,
    fix: inSetup(
      APP_POLICIES,
      (place) =>
        `Let the user log in through the browser once with the scope refresh_token, or set Permitted Users to "Admin approved users are pre-authorized": ${place}.`,
    ),
    evidence: {
      section: 'token.md 7',
      certainty: 'observed',
      report: 'omniphx/forrest#278, restforce/restforce#674',
    },
    recipe: jwtLogin({ apps: { JWT_Bearer: { isAdminApproved: false } } }),
  }),
  'user.inactive': refusal<{ username: string; isActive: boolean }>({
    surface: 'token',
    status: 400,
    error: 'invalid_grant',
    description: 'inactive user',
    why: ({ username, isActive }) => `user ${username} is active: ${isActive}`,
    typical: { isActive: false },
    fix: 'Setup > Users > (user): tick Active.',
    evidence: { section: 'token.md 1.6', certainty: 'observed', report: 'restforce/restforce#303' },
    recipe: jwtLogin({ users: { 'ada@acme.example': { isActive: false } } }),
  }),
  'user.frozen': refusal<{ username: string; isFrozen: boolean }>({
    surface: 'token',
    status: 400,
    error: 'invalid_grant',
    description: 'inactive user',
    why: ({ username, isFrozen }) => `user ${username} is frozen: ${isFrozen}`,
    typical: { isFrozen: true },
    fix: 'Setup > Users > (user): press Unfreeze.',
    evidence: { section: 'model.md 4.7', certainty: 'recalled' },
    recipe: jwtLogin({ users: { 'ada@acme.example': { isFrozen: true } } }),
  }),
  'org.inactive': refusal<{ org: string; isActive: boolean }>({
    surface: 'token',
    status: 400,
    error: 'invalid_grant',
    description: 'inactive organization',
    why: ({ org, isActive }) => `org ${org} is active: ${isActive}`,
    typical: { isActive: false },
    fix: 'Ask Salesforce Support why the org is expired, locked or suspended. In the seed: org.isActive.',
    evidence: { section: 'token.md 1.6', certainty: 'observed', report: 'calcom/cal.diy#11508' },
    recipe: jwtLogin({ org: { isActive: false } }),
  }),
  'user.login-rate': refusal<{ username: string; recent: number; most: number }>({
    surface: 'token',
    status: 400,
    error: 'invalid_grant',
    description: 'login rate exceeded',
    why: ({ username, recent, most }) =>
      `user ${username} logged in ${recent} times within the last hour, whatever the flow; ${most} times are allowed`,
    fix: 'Keep the access token and use it until it expires, instead of a log-in for every call. The limit is 3,600 in a rolling hour.',
    evidence: {
      section: 'token.md 1.6',
      certainty: 'observed',
      report: 'n8n-io/n8n#31948, restforce/restforce#744',
    },
    recipe: {
      given: { settings: { loginsPerHour: 1 } },
      steps: [...jwtLogin({}).steps, ...jwtLogin({}).steps],
    },
  }),
  'user.login-hours': refusal<LoginHoursCompared>({
    surface: 'token',
    status: 400,
    error: 'invalid_grant',
    description: 'invalid login hours',
    why: loginHoursInWords,
    fix: 'Setup > Profiles > (profile) > Login Hours; they are in the time zone of the org (Company Information).',
    evidence: { section: 'token.md 1.6', certainty: 'unconfirmed' },
    recipe: jwtLogin({ profiles: { 'System Administrator': { loginHours: CLOSED } } }),
  }),
  'user.session-level': refusal<SessionLevelCompared>({
    surface: 'token',
    status: 400,
    error: 'invalid_session_level',
    description: 'session level is lower than the app requires',
    why: sessionLevelInWords,
    fix: inSetup(
      APP_POLICIES,
      (place) =>
        `Lower the session level, as this flow has no user who could give a second factor: ${place}.`,
    ),
    evidence: { section: 'model.md 1.4, authorize.md 1.1', certainty: 'unconfirmed' },
    recipe: jwtLogin({
      apps: {
        JWT_Bearer: { sessionPolicy: { sessionLevel: 'HIGH_ASSURANCE', policyAction: 'RaiseSessionLevel' } },
      },
    }),
  }),
  'user.ip-restricted': refusal<IpRangesCompared>({
    surface: 'token',
    status: 400,
    error: 'invalid_grant',
    description: 'ip restricted',
    why: ipRangesInWords,
    fix: RELAX_IP,
    evidence: {
      section: 'token.md 1.6',
      certainty: 'observed',
      report: 'SFDO-Tooling/MetaDeploy tests, idx 450475332',
    },
    recipe: jwtLogin({ profiles: { 'System Administrator': { loginIpRanges: ELSEWHERE } } }),
  }),
  'user.not-admin-approved': refusal<{
    app: string;
    username: string;
    profile: string;
    permissionSets: readonly string[];
    approvedProfiles: readonly string[];
    approvedPermissionSets: readonly string[];
  }>({
    surface: 'token',
    status: 400,
    error: 'invalid_app_access',
    description: 'user is not admin approved to access this app',
    why: ({ app, username, profile, permissionSets, approvedProfiles, approvedPermissionSets }) =>
      `user ${username} has profile ${profile} and permission sets ${permissionSets.join(', ') || 'none'}; app ${app} pre-authorizes profiles ${approvedProfiles.join(', ') || 'none'} and permission sets ${approvedPermissionSets.join(', ') || 'none'}`,
    fix: PRE_AUTHORIZE,
    evidence: { section: 'token.md 1.6', certainty: 'observed', report: 'idx 3064121781, idx 69421441648' },
    recipe: {
      steps: [
        {
          jwt: { iss: '{{JWT_Bearer.key}}', sub: 'grace@acme.example', aud: 'https://login.salesforce.com' },
        },
        { token: { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: '{{assertion}}' } },
      ],
    },
  }),
  'user.not-site-member': refusal<{
    username: string;
    profile: string;
    site: string;
    members: readonly string[];
  }>({
    surface: 'token',
    status: 400,
    error: 'invalid_app_access',
    description: 'user is not admin approved to access this app',
    why: ({ username, profile, site, members }) =>
      `${username} (profile ${profile}) must be a member of site ${site}, whose members are ${members.length === 0 ? 'nobody' : members.join(', ')}`,
    fix: 'Setup > Digital Experiences > All Sites > Workspaces > Administration > Members: add the profile or permission set.',
    evidence: { section: 'token.md 7', certainty: 'recalled' },
    recipe: {
      steps: [
        {
          jwt: {
            iss: '{{JWT_Bearer.key}}',
            sub: 'ada@acme.example',
            aud: 'https://acme.develop.my.site.com/customers',
          },
        },
        {
          method: 'POST',
          path: '/customers/services/oauth2/token',
          form: {
            grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
            assertion: '{{assertion}}',
          },
        },
      ],
    },
  }),
  'user.api-disabled': refusal<{ username: string; profile: string }>({
    surface: 'token',
    status: 400,
    error: 'invalid_grant',
    description: 'authentication failure',
    why: ({ username, profile }) =>
      `profile ${profile} or a permission set must give user ${username} API Enabled, for a token with the scope api`,
    fix: 'Setup > Profiles > (profile) > System Permissions > API Enabled.',
    evidence: {
      section: 'token.md 3',
      certainty: 'observed',
      report: 'jsforce/jsforce#482, idx 20312460036',
    },
    recipe: {
      given: { profiles: { 'System Administrator': { apiEnabled: false } } },
      steps: [
        { login: { client_id: '{{Web_Server.key}}', redirect_uri: '{{Web_Server.callback}}', scope: 'api' } },
        {
          token: {
            grant_type: 'authorization_code',
            client_id: '{{Web_Server.key}}',
            client_secret: '{{Web_Server.secret}}',
            redirect_uri: '{{Web_Server.callback}}',
            code: '{{code}}',
          },
        },
      ],
    },
  }),
  'user.other-domain': refusal<{ host: string; org: string; userType: string }>({
    surface: 'token',
    status: 400,
    error: 'invalid_grant',
    description: 'authentication failure',
    why: ({ host, org, userType }) =>
      `the request was posted to ${host}; the user belongs to org ${org} and has the type ${userType}`,
    fix: 'Post to the host that the user logs in on: the My Domain of that org, login. or test.salesforce.com; for customers and partners the URL of their site.',
    evidence: {
      section: 'token.md 3',
      certainty: 'observed',
      report: 'jsforce/jsforce#482, Salesforce CLI troubleshooting guide',
    },
    recipe: {
      steps: [
        { login: { client_id: '{{Web_Server.key}}', redirect_uri: '{{Web_Server.callback}}', scope: 'api' } },
        {
          token: {
            grant_type: 'authorization_code',
            client_id: '{{Web_Server.key}}',
            client_secret: '{{Web_Server.secret}}',
            redirect_uri: '{{Web_Server.callback}}',
            code: '{{code}}',
          },
          host: 'test.salesforce.com',
        },
      ],
    },
  }),
};
