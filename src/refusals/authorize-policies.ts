/** How the policies of the user's org say no to an authorize request, once the user is known (authorize.md 4.4, 10). */

import { family } from './family.ts';
import { NO_BETTER_TEXT, NOT_APPROVED, NOT_INSTALLED, PERHAPS_NOT_APPROVED } from './login-history.ts';
import { place } from './place.ts';
import {
  ALLOW_LIST_IT,
  accessControlInWords,
  appDisabledInWords,
  ENABLE_APP,
  NOT_ALLOW_LISTED,
  PRE_AUTHORIZE,
  quoted,
  sessionLevelInWords,
  UNBLOCK,
  UNEXPECTED,
  yesOrNo,
} from './policy-words.ts';
import { quote } from './quote.ts';
import { CHALLENGE, codeRequest } from './recipe-words.ts';
import { APP_POLICIES, inSetup } from './setup-paths.ts';

const WEB_SERVER = codeRequest('Web_Server');

export interface CrossOrgCompared {
  readonly app: string;
  readonly distribution: string;
  readonly appOrg: string;
  readonly userOrg: string;
}

export interface ApprovalCompared {
  readonly app: string;
  readonly isAdminApproved: boolean;
  readonly profile: string;
  readonly permissionSets: readonly string[];
  readonly approvedProfiles: readonly string[];
  readonly approvedPermissionSets: readonly string[];
}

export interface InstallationCompared {
  readonly app: string;
  readonly installed: boolean;
  readonly permission: boolean;
  readonly approvals: number;
}

const SHARED = {
  at: place('approval'),
  surface: 'callback',
  status: 302,
  section: 'authorize.md 4.4',
} as const;

export const authorizePolicyRefusals = family('authorize', SHARED, {
  'app-disabled': {
    error: 'oauth_flow_disabled',
    description: 'The external client app or the OAuth plugin is disabled.',
    loginHistory: PERHAPS_NOT_APPROVED,
    why: appDisabledInWords,
    typical: { isEnabled: false, isOauthPluginEnabled: true },
    fix: ENABLE_APP,
    evidence: 'unconfirmed',
    recipe: {
      given: { apps: { Web_Server_PKCE: { isEnabled: false } } },
      steps: [
        {
          login: {
            ...codeRequest('Web_Server_PKCE'),
            code_challenge: CHALLENGE,
          },
          as: 'ada',
        },
      ],
    },
  },
  'session-level': {
    error: 'invalid_session_level',
    description: 'session level is lower than the app requires',
    loginHistory: NO_BETTER_TEXT,
    why: sessionLevelInWords,
    fix: inSetup(
      APP_POLICIES,
      (place) => `${place}: session level, with "Raise session level" to let users give a second factor.`,
    ),
    section: 'model.md 1.4, authorize.md 1.1',
    evidence: 'unconfirmed',
    recipe: {
      given: {
        apps: { Web_Server: { sessionPolicy: { sessionLevel: 'HIGH_ASSURANCE', policyAction: 'Block' } } },
      },
      steps: [{ login: WEB_SERVER, as: 'ada' }],
    },
  },
  'app-blocked': {
    error: 'OAUTH_APP_BLOCKED',
    description: 'this app is blocked by admin',
    loginHistory: PERHAPS_NOT_APPROVED,
    why: ({ app, state }: { app: string; state: string }) => `${app} must not be blocked; it is ${state}`,
    fix: UNBLOCK,
    section: 'authorize.md 4.4, 10',
    evidence: { observed: 'n8n-io/n8n#21589, idx 3558360366' },
    recipe: {
      given: { apps: { Web_Server: { state: 'blocked' } } },
      steps: [{ login: WEB_SERVER, as: 'ada' }],
    },
  },
  'api-access-control': {
    error: 'OAUTH_APP_BLOCKED',
    description: 'this app is blocked by admin',
    loginHistory: PERHAPS_NOT_APPROVED,
    why: accessControlInWords,
    typical: NOT_ALLOW_LISTED,
    fix: ALLOW_LIST_IT,
    section: 'authorize.md 4.4, model.md 4.5',
    evidence: { observed: 'n8n-io/n8n#21589, idx 3558360366' },
    recipe: {
      given: { settings: { apiAccessControl: true } },
      steps: [{ login: WEB_SERVER, as: 'ada' }],
    },
  },
  'cross-org': {
    error: 'OAUTH_AUTHORIZATION_BLOCKED',
    description: 'Cross-org OAuth flows are not supported for this external client app',
    loginHistory: PERHAPS_NOT_APPROVED,
    why: ({ app, distribution, appOrg, userOrg }: CrossOrgCompared) =>
      `${app} is defined in org ${appOrg} with distribution ${distribution}; the user belongs to org ${userOrg}`,
    fix: "Log in as a user of the app's own org, or package the app: Setup > External Client App Manager > Distribution State > Packaged.",
    evidence: { observed: 'idx 62011630239, idx 58528446144' },
    recipe: {
      given: { secondOrg: true },
      steps: [
        {
          login: {
            ...codeRequest('Web_Server_PKCE'),
            code_challenge: CHALLENGE,
          },
          as: 'lin@globex.example',
          password: 'correct-horse',
        },
      ],
    },
  },
  'external-app-not-installed': {
    error: 'OAUTH_EC_APP_NOT_FOUND',
    description: 'External client app is not installed in this org',
    loginHistory: NOT_INSTALLED,
    why: ({ app, state, appOrg, userOrg }: { app: string; state: string; appOrg: string; userOrg: string }) =>
      `${app} is defined in org ${appOrg}, where it is ${state}; the user belongs to org ${userOrg}`,
    fix: "Install the app's package in the user's org, or log in on the My Domain of the org that has it: Setup > External Client App Manager.",
    evidence: { observed: 'PipedreamHQ/pipedream#21557, idx 60306363279' },
    recipe: {
      given: { apps: { Web_Server_PKCE: { state: 'uninstalled' } } },
      steps: [
        {
          login: {
            ...codeRequest('Web_Server_PKCE'),
            code_challenge: CHALLENGE,
          },
          as: 'ada',
        },
      ],
    },
  },
  'not-admin-approved': {
    error: 'OAUTH_APP_ACCESS_DENIED',
    description: 'user is not admin approved to access this app',
    loginHistory: NOT_APPROVED,
    why: ({
      app,
      isAdminApproved,
      approvedProfiles,
      approvedPermissionSets,
      profile,
      permissionSets,
    }: ApprovalCompared) =>
      isAdminApproved
        ? `${app} admits admin-approved users only: profiles ${quoted(approvedProfiles)}, permission sets ${quoted(approvedPermissionSets)}; the user has profile ${quote(profile)}, permission sets ${quoted(permissionSets)}`
        : `${app} lets all users authorize themselves`,
    fix: PRE_AUTHORIZE,
    evidence: { observed: 'salesforce-elf-browser#9, idx 3793645577' },
    recipe: {
      given: { apps: { Web_Server: { isAdminApproved: true, profiles: [], permissionSets: [] } } },
      steps: [{ login: WEB_SERVER, as: 'grace' }],
    },
  },
  'app-not-installed': {
    surface: 'error-page',
    error: 'invalid_client',
    description: 'app must be installed into org',
    loginHistory: NOT_INSTALLED,
    why: ({ app, installed, permission, approvals }: InstallationCompared) =>
      `${app} is ${installed ? '' : 'not '}installed in the user's org; "Approve Uninstalled Connected Apps": ${yesOrNo(permission)}; approvals the user gave before: ${approvals}`,
    typical: { installed: false, permission: false },
    fix: 'Setup > Connected Apps OAuth Usage > Install, or give the user the permission "Approve Uninstalled Connected Apps".',
    section: 'authorize.md 4.4, 10',
    evidence: { observed: 'MoveData and Nango support pages, idx 71024842641' },
    recipe: {
      given: { apps: { Web_Server: { state: 'uninstalled' } } },
      steps: [{ login: WEB_SERVER, as: 'grace' }],
    },
  },
  'api-only-user': {
    surface: 'error-page',
    error: 'OAUTH_APPROVAL_ERROR_GENERIC',
    description: UNEXPECTED,
    loginHistory: { text: 'Failed: API-only user', certainty: 'documented' },
    why: ({ username, profile, apiUserOnly }: { username: string; profile: string; apiUserOnly: boolean }) =>
      `${username} has profile ${quote(profile)}; API Only User: ${yesOrNo(apiUserOnly)}; approving takes a user who may use the browser`,
    fix: 'Log in as another user, use a flow without a browser (JWT bearer, client credentials), or clear "API Only User": Setup > Profiles.',
    evidence: { observed: 'Clay documentation, idx 60788669315' },
    recipe: { steps: [{ login: WEB_SERVER, as: 'integration' }] },
  },
});
