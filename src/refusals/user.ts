/** Refusals that follow from the user and the org's policies, whichever the grant (token.md 1.6). */

import { family } from './family.ts';
import {
  FROZEN,
  INACTIVE,
  NO_BETTER_TEXT,
  NO_SITE,
  NOT_APPROVED,
  ORG_INACTIVE,
  OTHER_DOMAIN,
  PERHAPS_NOT_APPROVED,
  RATE_EXCEEDED,
  RESTRICTED_IP,
  RESTRICTED_TIME,
} from './login-history.ts';
import { place } from './place.ts';
import {
  CLOSED,
  ELSEWHERE,
  hostsInWords,
  ipRangesInWords,
  loginHoursInWords,
  POST_TO_LOG_IN_HOST,
  PRE_AUTHORIZE,
  RELAX_IP,
  sessionLevelInWords,
  type UserElsewhere,
  unlessFar,
} from './policy-words.ts';
import { quote } from './quote.ts';
import { bearerJwt, exchangeCode, JWT_BEARER, logInTo, POST_ASSERTION } from './recipe-words.ts';
import type { DemoChanges, Recipe } from './refusal.ts';
import { APP_POLICIES, inSetup } from './setup-paths.ts';

/** A request that is fine but for the changes: the demo's JWT bearer app for ada. */
function jwtLogin(given: DemoChanges, sub = 'ada@acme.example'): Recipe {
  return { given, steps: [bearerJwt({ sub }), POST_ASSERTION] };
}

export interface ApprovalCompared {
  readonly app: string;
  readonly username: string;
  readonly profile: string;
  readonly permissionSets: readonly string[];
  readonly approvedProfiles: readonly string[];
  readonly approvedPermissionSets: readonly string[];
}

export interface SiteCompared {
  readonly username: string;
  readonly profile: string;
  readonly site: string;
  readonly members: readonly string[];
}

const SHARED = {
  at: place('token'),
  surface: 'token',
  status: 400,
  error: 'invalid_grant',
  section: 'token.md 1.6',
} as const;

export const userRefusals = {
  ...family('user', SHARED, {
    unknown: {
      description: "user hasn't approved this consumer",
      why: ({ username, nearMiss }: { username: string; nearMiss: string | undefined }) =>
        `${quote(username)} must be the username of a seeded user${unlessFar(nearMiss)}`,
      fix: 'Name the user by username (in prn or sub of a JWT, in the NameID of SAML), not by e-mail address or id; those of a sandbox end in the name of the sandbox.',
      evidence: { observed: 'omniphx/forrest#278, restforce/restforce#674' },
      recipe: jwtLogin({}, 'nobody@acme.example'),
    },
    'other-log-in-host': {
      description: "user hasn't approved this consumer",
      loginHistory: OTHER_DOMAIN,
      why: ({ username, userType, org, orgType, host, hosts }: UserElsewhere) =>
        `user ${username} (${userType}) of org ${org}, a ${orgType} org, logs in on ${hostsInWords(hosts)}; the assertion was posted to ${host}`,
      fix: `${POST_TO_LOG_IN_HOST} The approval is not what is wrong.`,
      section: 'token.md 7',
      evidence: { observed: 'forcedotcom/cli#3482, #1640' },
      recipe: {
        steps: [
          bearerJwt({ aud: 'https://test.salesforce.com' }),
          { ...POST_ASSERTION, host: 'test.salesforce.com' },
        ],
      },
    },
    'of-another-org': {
      description: "user hasn't approved this consumer",
      loginHistory: PERHAPS_NOT_APPROVED,
      why: ({ app, appOrg, org }: { app: string; appOrg: string; org: string; state: string }) =>
        `Connected App ${app} of org ${appOrg} was used for a user of org ${org}, which must define it, or have been made from that org`,
      fix: "Use an app of the user's own org. A scratch org has the Connected Apps of the Dev Hub that signed it up, and a sandbox those of its production org: if this is one, say so in the seed of the user's org, org.signedUpFrom: <the app's org>.",
      section: 'token.md 7',
      evidence: { observed: 'restforce/restforce#674, Salesforce CLI troubleshooting guide' },
      recipe: jwtLogin({ secondOrg: true }, 'lin@globex.example'),
    },
    'not-approved': {
      description: "user hasn't approved this consumer",
      loginHistory: PERHAPS_NOT_APPROVED,
      why: ({ app, username, approvals }: { app: string; username: string; approvals: number }) =>
        `user ${username} has ${approvals} approvals of app ${app}; one with refresh_token is needed, as all users may self-authorize`,
      fix: inSetup(
        APP_POLICIES,
        (place) =>
          `Let the user log in through the browser once with the scope refresh_token, or set Permitted Users to "Admin approved users are pre-authorized": ${place}.`,
      ),
      section: 'token.md 7',
      evidence: { observed: 'omniphx/forrest#278, restforce/restforce#674' },
      recipe: jwtLogin({ apps: { JWT_Bearer: { isAdminApproved: false } } }),
    },
    inactive: {
      description: 'inactive user',
      loginHistory: INACTIVE,
      why: ({ username, isActive }: { username: string; isActive: boolean }) =>
        `user ${username} is active: ${isActive}`,
      typical: { isActive: false },
      fix: 'Setup > Users > (user): tick Active.',
      evidence: { observed: 'restforce/restforce#303' },
      recipe: jwtLogin({ users: { 'ada@acme.example': { isActive: false } } }),
    },
    frozen: {
      description: 'inactive user',
      loginHistory: FROZEN,
      why: ({ username, isFrozen }: { username: string; isFrozen: boolean }) =>
        `user ${username} is frozen: ${isFrozen}`,
      typical: { isFrozen: true },
      fix: 'Setup > Users > (user): press Unfreeze.',
      section: 'model.md 4.7',
      evidence: 'recalled',
      recipe: jwtLogin({ users: { 'ada@acme.example': { isFrozen: true } } }),
    },
    'login-rate': {
      description: 'login rate exceeded',
      loginHistory: RATE_EXCEEDED,
      why: ({ username, recent, most }: { username: string; recent: number; most: number }) =>
        `user ${username} logged in ${recent} times within the last hour, whatever the flow; ${most} times are allowed`,
      fix: 'Keep the access token and use it until it expires, instead of a log-in for every call. The limit is 3,600 in a rolling hour.',
      evidence: { observed: 'n8n-io/n8n#31948, restforce/restforce#744' },
      recipe: {
        given: { settings: { loginsPerHour: 1 } },
        steps: [...jwtLogin({}).steps, ...jwtLogin({}).steps],
      },
    },
    'login-hours': {
      description: 'invalid login hours',
      loginHistory: RESTRICTED_TIME,
      why: loginHoursInWords,
      fix: 'Setup > Profiles > (profile) > Login Hours; they are in the time zone of the org (Company Information).',
      evidence: 'unconfirmed',
      recipe: jwtLogin({ profiles: { 'System Administrator': { loginHours: CLOSED } } }),
    },
    'session-level': {
      error: 'invalid_session_level',
      description: 'session level is lower than the app requires',
      loginHistory: NO_BETTER_TEXT,
      why: sessionLevelInWords,
      fix: inSetup(
        APP_POLICIES,
        (place) =>
          `Lower the session level, as this flow has no user who could give a second factor: ${place}.`,
      ),
      section: 'model.md 1.4, authorize.md 1.1',
      evidence: 'unconfirmed',
      recipe: jwtLogin({
        apps: {
          JWT_Bearer: {
            sessionPolicy: { sessionLevel: 'HIGH_ASSURANCE', policyAction: 'RaiseSessionLevel' },
          },
        },
      }),
    },
    'ip-restricted': {
      description: 'ip restricted',
      loginHistory: RESTRICTED_IP,
      why: ipRangesInWords,
      fix: RELAX_IP,
      evidence: { observed: 'SFDO-Tooling/MetaDeploy tests, idx 450475332' },
      recipe: jwtLogin({ profiles: { 'System Administrator': { loginIpRanges: ELSEWHERE } } }),
    },
    'not-admin-approved': {
      error: 'invalid_app_access',
      description: 'user is not admin approved to access this app',
      loginHistory: NOT_APPROVED,
      why: ({
        app,
        username,
        profile,
        permissionSets,
        approvedProfiles,
        approvedPermissionSets,
      }: ApprovalCompared) =>
        `user ${username} has profile ${profile} and permission sets ${permissionSets.join(', ') || 'none'}; app ${app} pre-authorizes profiles ${approvedProfiles.join(', ') || 'none'} and permission sets ${approvedPermissionSets.join(', ') || 'none'}`,
      fix: PRE_AUTHORIZE,
      evidence: { observed: 'idx 3064121781, idx 69421441648' },
      recipe: { steps: [bearerJwt({ sub: 'grace@acme.example' }), POST_ASSERTION] },
    },
    'not-site-member': {
      error: 'invalid_app_access',
      description: 'user is not admin approved to access this app',
      loginHistory: NO_SITE,
      why: ({ username, profile, site, members }: SiteCompared) =>
        `${username} (profile ${profile}) must be a member of site ${site}, whose members are ${members.length === 0 ? 'nobody' : members.join(', ')}`,
      fix: 'Setup > Digital Experiences > All Sites > Workspaces > Administration > Members: add the profile or permission set.',
      section: 'token.md 7',
      evidence: 'recalled',
      recipe: {
        steps: [
          bearerJwt({ aud: 'https://acme.develop.my.site.com/customers' }),
          {
            method: 'POST',
            path: '/customers/services/oauth2/token',
            form: {
              grant_type: JWT_BEARER,
              assertion: '{{assertion}}',
            },
          },
        ],
      },
    },
    'api-disabled': {
      description: 'authentication failure',
      loginHistory: { text: 'Failed: OAuth API access disabled', certainty: 'recalled' },
      why: ({ username, profile }: { username: string; profile: string }) =>
        `profile ${profile} or a permission set must give user ${username} API Enabled, for a token with the scope api`,
      fix: 'Setup > Profiles > (profile) > System Permissions > API Enabled.',
      section: 'token.md 3',
      evidence: { observed: 'jsforce/jsforce#482, idx 20312460036' },
      recipe: {
        given: { profiles: { 'System Administrator': { apiEnabled: false } } },
        steps: [logInTo('Web_Server', { scope: 'api' }), exchangeCode('Web_Server')],
      },
    },
    'other-domain': {
      description: 'authentication failure',
      loginHistory: OTHER_DOMAIN,
      why: ({ host, org, userType }: { host: string; org: string; userType: string }) =>
        `the request was posted to ${host}; the user belongs to org ${org} and has the type ${userType}`,
      fix: 'Post to the host that the user logs in on: the My Domain of that org, login. or test.salesforce.com; for customers and partners the URL of their site.',
      section: 'token.md 3',
      evidence: { observed: 'jsforce/jsforce#482, Salesforce CLI troubleshooting guide' },
      recipe: {
        steps: [
          logInTo('Web_Server', { scope: 'api' }),
          { ...exchangeCode('Web_Server'), host: 'test.salesforce.com' },
        ],
      },
    },
  }),
  ...family('org', SHARED, {
    inactive: {
      description: 'inactive organization',
      loginHistory: ORG_INACTIVE,
      why: ({ org, isActive }: { org: string; isActive: boolean }) => `org ${org} is active: ${isActive}`,
      typical: { isActive: false },
      fix: 'Ask Salesforce Support why the org is expired, locked or suspended. In the seed: org.isActive.',
      evidence: { observed: 'calcom/cal.diy#11508' },
      recipe: jwtLogin({ org: { isActive: false } }),
    },
  }),
};
