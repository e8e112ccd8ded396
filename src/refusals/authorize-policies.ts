/** How the policies of the user's org say no to an authorize request, once the user is known (authorize.md 4.4, 10). */
import {
  type AccessControlCompared,
  ALLOW_LIST_IT,
  accessControlInWords,
  NOT_ALLOW_LISTED,
  PRE_AUTHORIZE,
  type SessionLevelCompared,
  sessionLevelInWords,
  UNBLOCK,
  yesOrNo,
} from './policy-words.ts';
import { refusal } from './refusal.ts';
import { APP_POLICIES, inSetup } from './setup-paths.ts';

const UNEXPECTED = 'An unexpected error has occurred during authentication. Please try again.';

const WEB_SERVER = {
  response_type: 'code',
  client_id: '{{Web_Server.key}}',
  redirect_uri: '{{Web_Server.callback}}',
} as const;

const quoted = (words: readonly string[]) => words.map((word) => `"${word}"`).join(', ') || 'nothing';

export const authorizePolicyRefusals = {
  'authorize.app-disabled': refusal<{ app: string; isEnabled: boolean; isOauthPluginEnabled: boolean }>({
    surface: 'callback',
    status: 302,
    error: 'oauth_flow_disabled',
    description: 'The external client app or the OAuth plugin is disabled.',
    why: ({ app, isEnabled, isOauthPluginEnabled }) =>
      `External Client App ${app} is enabled: ${yesOrNo(isEnabled)}, its OAuth plugin: ${yesOrNo(isOauthPluginEnabled)}; both must be`,
    typical: { isEnabled: false, isOauthPluginEnabled: true },
    fix: 'Setup > External Client App Manager > (app) > Policies: App Status, and OAuth Settings > Enable OAuth.',
    evidence: { section: 'authorize.md 4.4', certainty: 'unconfirmed' },
    recipe: {
      given: { apps: { Web_Server_PKCE: { isEnabled: false } } },
      steps: [
        {
          login: {
            response_type: 'code',
            client_id: '{{Web_Server_PKCE.key}}',
            redirect_uri: '{{Web_Server_PKCE.callback}}',
            code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
          },
          as: 'ada',
        },
      ],
    },
  }),
  'authorize.session-level': refusal<SessionLevelCompared>({
    surface: 'callback',
    status: 302,
    error: 'invalid_session_level',
    description: 'session level is lower than the app requires',
    why: sessionLevelInWords,
    fix: inSetup(
      APP_POLICIES,
      (place) => `${place}: session level, with "Raise session level" to let users give a second factor.`,
    ),
    evidence: { section: 'model.md 1.4, authorize.md 1.1', certainty: 'unconfirmed' },
    recipe: {
      given: {
        apps: { Web_Server: { sessionPolicy: { sessionLevel: 'HIGH_ASSURANCE', policyAction: 'Block' } } },
      },
      steps: [{ login: WEB_SERVER, as: 'ada' }],
    },
  }),
  'authorize.app-blocked': refusal<{ app: string; state: string }>({
    surface: 'callback',
    status: 302,
    error: 'OAUTH_APP_BLOCKED',
    description: 'this app is blocked by admin',
    why: ({ app, state }) => `${app} must not be blocked; it is ${state}`,
    fix: UNBLOCK,
    evidence: {
      section: 'authorize.md 4.4, 10',
      certainty: 'observed',
      report: 'n8n-io/n8n#21589, idx 3558360366',
    },
    recipe: {
      given: { apps: { Web_Server: { state: 'blocked' } } },
      steps: [{ login: WEB_SERVER, as: 'ada' }],
    },
  }),
  'authorize.api-access-control': refusal<AccessControlCompared>({
    surface: 'callback',
    status: 302,
    error: 'OAUTH_APP_BLOCKED',
    description: 'this app is blocked by admin',
    why: accessControlInWords,
    typical: NOT_ALLOW_LISTED,
    fix: ALLOW_LIST_IT,
    evidence: {
      section: 'authorize.md 4.4, model.md 4.5',
      certainty: 'observed',
      report: 'n8n-io/n8n#21589, idx 3558360366',
    },
    recipe: {
      given: { settings: { apiAccessControl: true } },
      steps: [{ login: WEB_SERVER, as: 'ada' }],
    },
  }),
  'authorize.cross-org': refusal<{ app: string; distribution: string; appOrg: string; userOrg: string }>({
    surface: 'callback',
    status: 302,
    error: 'OAUTH_AUTHORIZATION_BLOCKED',
    description: 'Cross-org OAuth flows are not supported for this external client app',
    why: ({ app, distribution, appOrg, userOrg }) =>
      `${app} is defined in org ${appOrg} with distribution ${distribution}; the user belongs to org ${userOrg}`,
    fix: "Log in as a user of the app's own org, or package the app: Setup > External Client App Manager > Distribution State > Packaged.",
    evidence: {
      section: 'authorize.md 4.4',
      certainty: 'observed',
      report: 'idx 62011630239, idx 58528446144',
    },
    recipe: {
      given: { secondOrg: true },
      steps: [
        {
          login: {
            response_type: 'code',
            client_id: '{{Web_Server_PKCE.key}}',
            redirect_uri: '{{Web_Server_PKCE.callback}}',
            code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
          },
          as: 'lin@globex.example',
          password: 'correct-horse',
        },
      ],
    },
  }),
  'authorize.external-app-not-installed': refusal<{
    app: string;
    state: string;
    appOrg: string;
    userOrg: string;
  }>({
    surface: 'callback',
    status: 302,
    error: 'OAUTH_EC_APP_NOT_FOUND',
    description: 'External client app is not installed in this org',
    why: ({ app, state, appOrg, userOrg }) =>
      `${app} is defined in org ${appOrg}, where it is ${state}; the user belongs to org ${userOrg}`,
    fix: "Install the app's package in the user's org, or log in on the My Domain of the org that has it: Setup > External Client App Manager.",
    evidence: {
      section: 'authorize.md 4.4',
      certainty: 'observed',
      report: 'PipedreamHQ/pipedream#21557, idx 60306363279',
    },
    recipe: {
      given: { apps: { Web_Server_PKCE: { state: 'uninstalled' } } },
      steps: [
        {
          login: {
            response_type: 'code',
            client_id: '{{Web_Server_PKCE.key}}',
            redirect_uri: '{{Web_Server_PKCE.callback}}',
            code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
          },
          as: 'ada',
        },
      ],
    },
  }),
  'authorize.not-admin-approved': refusal<{
    app: string;
    isAdminApproved: boolean;
    profile: string;
    permissionSets: readonly string[];
    approvedProfiles: readonly string[];
    approvedPermissionSets: readonly string[];
  }>({
    surface: 'callback',
    status: 302,
    error: 'OAUTH_APP_ACCESS_DENIED',
    description: 'user is not admin approved to access this app',
    why: ({ app, isAdminApproved, approvedProfiles, approvedPermissionSets, profile, permissionSets }) =>
      isAdminApproved
        ? `${app} admits admin-approved users only: profiles ${quoted(approvedProfiles)}, permission sets ${quoted(approvedPermissionSets)}; the user has profile "${profile}", permission sets ${quoted(permissionSets)}`
        : `${app} lets all users authorize themselves`,
    fix: PRE_AUTHORIZE,
    evidence: {
      section: 'authorize.md 4.4',
      certainty: 'observed',
      report: 'salesforce-elf-browser#9, idx 3793645577',
    },
    recipe: {
      given: { apps: { Web_Server: { isAdminApproved: true, profiles: [], permissionSets: [] } } },
      steps: [{ login: WEB_SERVER, as: 'grace' }],
    },
  }),
  'authorize.app-not-installed': refusal<{
    app: string;
    installed: boolean;
    permission: boolean;
    approvals: number;
  }>({
    surface: 'error-page',
    status: 302,
    error: 'invalid_client',
    description: 'app must be installed into org',
    why: ({ app, installed, permission, approvals }) =>
      `${app} is ${installed ? '' : 'not '}installed in the user's org; "Approve Uninstalled Connected Apps": ${yesOrNo(permission)}; approvals the user gave before: ${approvals}`,
    typical: { installed: false, permission: false },
    fix: 'Setup > Connected Apps OAuth Usage > Install, or give the user the permission "Approve Uninstalled Connected Apps".',
    evidence: {
      section: 'authorize.md 4.4, 10',
      certainty: 'observed',
      report: 'MoveData and Nango support pages, idx 71024842641',
    },
    recipe: {
      given: { apps: { Web_Server: { state: 'uninstalled' } } },
      steps: [{ login: WEB_SERVER, as: 'grace' }],
    },
  }),
  'authorize.api-only-user': refusal<{ username: string; profile: string; apiUserOnly: boolean }>({
    surface: 'error-page',
    status: 302,
    error: 'OAUTH_APPROVAL_ERROR_GENERIC',
    description: UNEXPECTED,
    why: ({ username, profile, apiUserOnly }) =>
      `${username} has profile "${profile}"; API Only User: ${yesOrNo(apiUserOnly)}; approving takes a user who may use the browser`,
    fix: 'Log in as another user, use a flow without a browser (JWT bearer, client credentials), or clear "API Only User": Setup > Profiles.',
    evidence: {
      section: 'authorize.md 4.4',
      certainty: 'observed',
      report: 'Clay documentation, idx 60788669315',
    },
    recipe: { steps: [{ login: WEB_SERVER, as: 'integration' }] },
  }),
};
