/** Refusals that follow from the user and the org's policies, whichever the grant (token.md 1.6). */
import type { Recipe } from './refusal.ts';
import { refusal } from './refusal.ts';

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
  'user.unknown': refusal<{ username: string }>({
    surface: 'token',
    status: 400,
    error: 'invalid_grant',
    description: "user hasn't approved this consumer",
    why: ({ username }) => `"${username}" must be the username of a user who logs in on this host`,
    fix: 'Name the user by username (not the e-mail address), and post to the log-in host of its org.',
    evidence: { section: 'token.md 1.6', certainty: 'observed' },
    recipe: jwtLogin({}, 'nobody@acme.example'),
  }),
  'user.of-another-org': refusal<{ app: string; org: string; state: string }>({
    surface: 'token',
    status: 400,
    error: 'invalid_grant',
    description: "user hasn't approved this consumer",
    why: ({ app, org }) =>
      `app ${app} was used for a user of org ${org}, which must be the org that defines it`,
    fix: "Use an app of the user's own org.",
    evidence: { section: 'token.md 7', certainty: 'observed' },
    recipe: jwtLogin({ secondOrg: true }, 'lin@globex.example'),
  }),
  'user.not-approved': refusal<{ app: string; username: string; approvals: number }>({
    surface: 'token',
    status: 400,
    error: 'invalid_grant',
    description: "user hasn't approved this consumer",
    why: ({ app, username, approvals }) =>
      `user ${username} has ${approvals} approvals of app ${app}; one with refresh_token is needed, as all users may self-authorize`,
    fix: 'Let the user log in through the browser once with the scope refresh_token, or pre-authorize: Manage Connected Apps > (app) > Edit Policies > Permitted Users > Admin approved users are pre-authorized.',
    evidence: { section: 'token.md 7', certainty: 'observed' },
    recipe: jwtLogin({ apps: { JWT_Bearer: { isAdminApproved: false } } }),
  }),
  'user.inactive': refusal<{ username: string; isActive: boolean; isFrozen: boolean }>({
    surface: 'token',
    status: 400,
    error: 'invalid_grant',
    description: 'inactive user',
    why: ({ username, isActive, isFrozen }) => `user ${username}: active ${isActive}, frozen ${isFrozen}`,
    fix: 'Setup > Users > (user): tick Active, or press Unfreeze.',
    evidence: { section: 'token.md 1.6', certainty: 'observed' },
    recipe: jwtLogin({ users: { 'ada@acme.example': { isActive: false } } }),
  }),
  'user.ip-restricted': refusal<{
    ip: string;
    profile: string;
    ranges: readonly { start: string; end: string }[];
    ipRelaxation: string;
  }>({
    surface: 'token',
    status: 400,
    error: 'invalid_grant',
    description: 'ip restricted',
    why: ({ ip, profile, ranges, ipRelaxation }) =>
      `the request came from ${ip}; login IP ranges of profile ${profile}: ${ranges.map(({ start, end }) => `${start}-${end}`).join(', ') || 'none'}; the app's IP relaxation is ${ipRelaxation}`,
    fix: 'Setup > Profiles > (profile) > Login IP Ranges, or the app: Manage > Edit Policies > IP Relaxation.',
    evidence: { section: 'token.md 1.6', certainty: 'observed' },
    recipe: jwtLogin({
      profiles: { 'System Administrator': { loginIpRanges: [{ start: '10.0.0.0', end: '10.255.255.255' }] } },
    }),
  }),
  'user.not-admin-approved': refusal<{
    app: string;
    username: string;
    profile: string;
    permissionSets: readonly string[];
    allowed: readonly string[];
  }>({
    surface: 'token',
    status: 400,
    error: 'invalid_app_access',
    description: 'user is not admin approved to access this app',
    why: ({ app, username, profile, permissionSets, allowed }) =>
      `user ${username} has profile ${profile} and permission sets ${permissionSets.join(', ') || 'none'}; app ${app} pre-authorizes ${allowed.join(', ') || 'everybody or nobody'}`,
    fix: 'Setup > Manage Connected Apps > (app) > Manage Profiles or Manage Permission Sets: add one the user has.',
    evidence: { section: 'token.md 1.6', certainty: 'observed' },
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
      `profile ${profile} must give user ${username} API Enabled, for a token with the scope api`,
    fix: 'Setup > Profiles > (profile) > Administrative Permissions > API Enabled.',
    evidence: { section: 'token.md 3', certainty: 'observed' },
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
  'user.other-domain': refusal<{ host: string; org: string }>({
    surface: 'token',
    status: 400,
    error: 'invalid_grant',
    description: 'authentication failure',
    why: ({ host, org }) => `the request was posted to ${host}; the user belongs to org ${org}`,
    fix: 'Post to the host that the user logs in on: the My Domain of that org, login. or test.salesforce.com.',
    evidence: { section: 'token.md 3', certainty: 'observed' },
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
