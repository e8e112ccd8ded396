/** Refusals of the token endpoint before a grant is looked at: the request, the client and its app (token.md 1). */
import {
  type AccessControlCompared,
  ALLOW_LIST_IT,
  accessControlInWords,
  hostsInWords,
  NOT_ALLOW_LISTED,
  POST_TO_LOG_IN_HOST,
  UNBLOCK,
  UPLOAD_CERTIFICATE,
  type UserElsewhere,
  unlessFar,
} from './policy-words.ts';
import { refusal } from './refusal.ts';
import { inSetup, KEY_AND_SECRET, REQUIRE_SECRET, SCOPES } from './setup-paths.ts';

export const clientRefusals = {
  'token.must-use-post': refusal<{ method: string }>({
    surface: 'token',
    status: 400,
    error: 'invalid_request',
    description: 'must use HTTP POST',
    why: ({ method }) => `the token endpoint was called with ${method}`,
    fix: 'Send a POST with form-encoded parameters.',
    evidence: { section: 'token.md 1.2', certainty: 'recalled' },
    recipe: { steps: [{ method: 'PUT', path: '/services/oauth2/token' }] },
  }),
  'token.get': refusal<{ method: string; parameters: readonly string[] }>({
    surface: 'token',
    status: 400,
    error: 'unsupported_grant_type',
    description: 'grant type not supported',
    why: ({ method, parameters }) =>
      `the token endpoint was called with ${method} (parameters: ${parameters.join(', ') || 'none'}), where no grant_type counts`,
    typical: { method: 'GET' },
    fix: 'Send a POST with form-encoded parameters. If the client did, a redirect (of http to https, or of a Lightning or old instance host to My Domain) made a GET of it and lost the body: call the https URL of the log-in host or My Domain itself.',
    evidence: { section: 'token.md 1.2', certainty: 'recalled' },
    recipe: { steps: [{ method: 'GET', path: '/services/oauth2/token' }] },
  }),
  'grant-type.unsupported': refusal<{ grantType: string; known: readonly string[] }>({
    surface: 'token',
    status: 400,
    error: 'unsupported_grant_type',
    description: 'grant type not supported',
    why: ({ grantType, known }) =>
      `grant_type was ${grantType === '' ? 'not seen' : `"${grantType}"`}; supported: ${known.join(', ')}`,
    fix: 'Send grant_type as a form or query parameter; parameters in a JSON body, or in a body without Content-Type application/x-www-form-urlencoded, are not seen. An empty POST is also what a redirect leaves: call the https URL of the log-in host or My Domain itself.',
    evidence: {
      section: 'token.md 1.6',
      certainty: 'observed',
      report: 'aaronhuggins/sf-jwt-token#1, stackoverflow.com/questions/10890467',
    },
    recipe: { steps: [{ token: { grant_type: 'magic', client_id: '{{Web_Server.key}}' } }] },
  }),
  'client.id-missing': refusal({
    surface: 'token',
    status: 400,
    error: 'invalid_client_id',
    description: 'client identifier invalid',
    why: () => 'the request must name its app: in client_id, in a Basic header or in a client_assertion',
    fix: inSetup(KEY_AND_SECRET, (place) => `Send the consumer key as client_id; it stands in ${place}.`),
    evidence: { section: 'token.md 1.6', certainty: 'recalled' },
    recipe: {
      steps: [
        {
          login: {
            response_type: 'code',
            client_id: '{{Web_Server.key}}',
            redirect_uri: '{{Web_Server.callback}}',
          },
          as: 'ada@acme.example',
        },
        {
          token: {
            grant_type: 'authorization_code',
            code: '{{code}}',
            redirect_uri: '{{Web_Server.callback}}',
          },
        },
      ],
    },
  }),
  'client.unknown': refusal<{ clientId: string; nearMiss: string | undefined }>({
    surface: 'token',
    status: 400,
    error: 'invalid_client_id',
    description: 'client identifier invalid',
    why: ({ clientId, nearMiss }) =>
      `client_id "${clientId}" must be the consumer key of a seeded app${unlessFar(nearMiss)}`,
    fix: inSetup(
      KEY_AND_SECRET,
      (place) => `Copy the consumer key from ${place}; a new app needs up to ten minutes to be known.`,
    ),
    evidence: {
      section: 'token.md 1.6',
      certainty: 'observed',
      report:
        'pozil/salesforce-react-integration#15, simple-salesforce/simple-salesforce:simple_salesforce/tests/test_login.py',
    },
    recipe: {
      steps: [{ token: { grant_type: 'client_credentials', client_id: '3MVG9nobody', client_secret: 'x' } }],
    },
  }),
  'client.not-propagated': refusal<{ app: string; age: number; delay: number }>({
    surface: 'token',
    status: 400,
    error: 'invalid_client_id',
    description: 'client identifier invalid',
    why: ({ app, age, delay }) => `app ${app} is ${age} minutes old; it is known after ${delay}`,
    fix: "Wait, or move the lab's clock: a new app takes 2 to 10 minutes to be known, an External Client App up to 30. In the seed: propagationDelay.",
    evidence: {
      section: 'token.md 1.6',
      certainty: 'observed',
      report: 'pozil/salesforce-react-integration#15',
    },
    recipe: {
      given: { apps: { Client_Credentials: { propagationDelay: 10 } } },
      steps: [
        {
          token: {
            grant_type: 'client_credentials',
            client_id: '{{Client_Credentials.key}}',
            client_secret: '{{Client_Credentials.secret}}',
          },
        },
      ],
    },
  }),
  'client.of-another-org': refusal<{ app: string; myDomain: string }>({
    surface: 'token',
    status: 400,
    error: 'invalid_client_id',
    description: 'client identifier invalid',
    why: ({ app, myDomain }) =>
      `app ${app} was used on the My Domain ${myDomain}, which must be its own org's`,
    fix: "Post to the app's own My Domain, or to login.salesforce.com (test.salesforce.com for a sandbox).",
    evidence: {
      section: 'token.md 1.6',
      certainty: 'observed',
      report: 'Salesforce CLI troubleshooting guide, idx 53037196010',
    },
    recipe: {
      steps: [
        {
          token: {
            grant_type: 'client_credentials',
            client_id: '{{Client_Credentials.key}}',
            client_secret: '{{Client_Credentials.secret}}',
          },
          host: 'someone-else.my.salesforce.com',
        },
      ],
    },
  }),
  'client.secret-wrong': refusal<{ app: string; sent: 'header' | 'body'; nearMiss: string | undefined }>({
    surface: 'token',
    status: 400,
    error: 'invalid_client',
    description: 'invalid client credentials',
    why: ({ app, sent, nearMiss }) =>
      `the secret sent in the ${sent} must be the consumer secret of app ${app}${unlessFar(nearMiss)}`,
    fix: inSetup(KEY_AND_SECRET, (place) => `Copy the consumer secret from ${place}.`),
    evidence: {
      section: 'token.md 1.3',
      certainty: 'observed',
      report: 'restforce/restforce#338, anthropics/claude-ai-mcp#606',
    },
    recipe: {
      steps: [
        {
          token: {
            grant_type: 'client_credentials',
            client_id: '{{Client_Credentials.key}}',
            client_secret: 'wrong',
          },
        },
      ],
    },
  }),
  'client.secret-missing': refusal<{ app: string; grantType: string }>({
    surface: 'token',
    status: 400,
    error: 'invalid_client',
    description: 'invalid client credentials',
    why: ({ app, grantType }) =>
      `no secret was sent; app ${app} may leave it out for ${grantType} only where its settings say so`,
    fix: inSetup(
      REQUIRE_SECRET,
      (place) =>
        `Send client_secret, or clear the box: ${place} (for refreshes that of the Refresh Token Flow below it).`,
    ),
    evidence: {
      section: 'token.md 1.3',
      certainty: 'observed',
      report: 'restforce/restforce#338, anthropics/claude-ai-mcp#606',
    },
    recipe: {
      steps: [{ token: { grant_type: 'client_credentials', client_id: '{{Client_Credentials.key}}' } }],
    },
  }),
  'client.no-certificate': refusal<{ app: string }>({
    surface: 'token',
    status: 400,
    error: 'invalid_client',
    description: 'invalid client credentials',
    why: ({ app }) => `app ${app} must have a certificate to verify its client_assertion with`,
    fix: UPLOAD_CERTIFICATE,
    evidence: { section: 'token.md 1.3', certainty: 'unconfirmed' },
    recipe: {
      steps: [
        { jwt: { iss: '{{Web_Server.key}}', sub: '{{Web_Server.key}}', aud: '{{origin}}' } },
        {
          token: {
            grant_type: 'authorization_code',
            client_id: '{{Web_Server.key}}',
            client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
            client_assertion: '{{assertion}}',
            code: 'x',
          },
        },
      ],
    },
  }),
  'client.assertion-wrong': refusal<{ app: string; reason: string }>({
    surface: 'token',
    status: 400,
    error: 'invalid_client',
    description: 'invalid client credentials',
    why: ({ app, reason }) => `client_assertion for app ${app}: ${reason}`,
    fix: "Sign the client assertion with RS256 and the key of the certificate uploaded to the app; iss and sub are the consumer key, aud is the token endpoint's URL.",
    evidence: { section: 'token.md 1.3', certainty: 'unconfirmed' },
    recipe: {
      steps: [
        { jwt: { iss: '{{JWT_Bearer.key}}', sub: '{{JWT_Bearer.key}}', aud: 'https://elsewhere.example' } },
        {
          token: {
            grant_type: 'authorization_code',
            client_id: '{{JWT_Bearer.key}}',
            client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
            client_assertion: '{{assertion}}',
            code: 'x',
          },
        },
      ],
    },
  }),
  'scope.not-supported': refusal<{ grantType: string }>({
    surface: 'token',
    status: 400,
    error: 'invalid_request',
    description: 'scope parameter not supported',
    why: ({ grantType }) => `${grantType} takes no scope parameter`,
    fix: inSetup(SCOPES, (place) => `Leave scope out: this grant uses the app's scopes (${place}).`),
    evidence: {
      section: 'token.md 1.6',
      certainty: 'observed',
      report: 'idx 54916927231, idx 56399098254, idx 54177319252',
    },
    recipe: {
      steps: [
        {
          token: {
            grant_type: 'client_credentials',
            client_id: '{{Client_Credentials.key}}',
            client_secret: '{{Client_Credentials.secret}}',
            scope: 'api',
          },
        },
      ],
    },
  }),
  'app.blocked': refusal<{ app: string }>({
    surface: 'token',
    status: 400,
    error: 'app_blocked',
    description: 'this app is blocked by admin',
    why: ({ app }) => `app ${app} must not be blocked`,
    fix: UNBLOCK,
    evidence: { section: 'authorize.md 1.1', certainty: 'unconfirmed' },
    recipe: {
      given: { apps: { Client_Credentials: { state: 'blocked' } } },
      steps: [
        {
          token: {
            grant_type: 'client_credentials',
            client_id: '{{Client_Credentials.key}}',
            client_secret: '{{Client_Credentials.secret}}',
          },
        },
      ],
    },
  }),
  'app.disabled': refusal<{ app: string; isEnabled: boolean; isOauthPluginEnabled: boolean }>({
    surface: 'token',
    status: 400,
    error: 'oauth_flow_disabled',
    description: 'The external client app or the OAuth plugin is disabled.',
    why: ({ app, isEnabled, isOauthPluginEnabled }) =>
      `External Client App ${app}: enabled ${isEnabled}, its OAuth plugin enabled ${isOauthPluginEnabled}; both must be`,
    typical: { isEnabled: true, isOauthPluginEnabled: false },
    fix: 'Setup > External Client App Manager > (app) > Policies: App Status, and OAuth Settings > Enable OAuth.',
    evidence: { section: 'authorize.md 4.4', certainty: 'observed', report: 'idx 58134812155' },
    recipe: {
      given: { apps: { Web_Server_PKCE: { isOauthPluginEnabled: false } } },
      steps: [
        { token: { grant_type: 'authorization_code', client_id: '{{Web_Server_PKCE.key}}', code: 'x' } },
      ],
    },
  }),
  // Observed at the code exchange of a scratch org whose sign-up brought the code; other grants are taken to answer alike.
  'app.not-allow-listed': refusal<AccessControlCompared>({
    surface: 'token',
    status: 400,
    error: 'invalid_app_access',
    description: 'user is not admin approved to access this app',
    why: accessControlInWords,
    typical: NOT_ALLOW_LISTED,
    fix: ALLOW_LIST_IT,
    evidence: { section: 'model.md 4.5', certainty: 'observed', report: 'forcedotcom/cli#3260' },
    recipe: {
      steps: [
        { login: { client_id: '{{Web_Server.key}}', redirect_uri: '{{Web_Server.callback}}' } },
        { change: { settings: { apiAccessControl: true } } },
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
  'app.not-in-this-org': refusal<{ app: string; myDomain: string }>({
    surface: 'token',
    status: 400,
    error: 'app_not_found',
    description: 'External client app is not installed in this org',
    why: ({ app, myDomain }) =>
      `External Client App ${app} was used on the My Domain ${myDomain}, which must be its own org's`,
    fix: "Install the app's package in that org, or post to the app's own My Domain.",
    evidence: { section: 'token.md 1.6', certainty: 'observed', report: 'idx 60704309351, idx 65776565792' },
    recipe: {
      steps: [
        {
          token: { grant_type: 'authorization_code', client_id: '{{Web_Server_PKCE.key}}', code: 'x' },
          host: 'someone-else.my.salesforce.com',
        },
      ],
    },
  }),
  'app.not-installed': refusal<{ app: string; state: string; appOrg: string; org: string }>({
    surface: 'token',
    status: 400,
    error: 'app_not_found',
    description: 'External client app is not installed in this org',
    why: ({ app, state, appOrg, org }) =>
      `app ${app} is ${state} in org ${appOrg}; it was used for a user of ${org}`,
    fix: {
      connectedApp:
        "Setup > Connected Apps OAuth Usage > Install, in the user's org. An uninstalled app of the org itself also serves users with the permission Approve Uninstalled Connected Apps, except by the device flow.",
      externalClientApp:
        "Install the app's package in the user's org: Setup > External Client App Manager lists those that are there.",
    },
    evidence: { section: 'token.md 1.6', certainty: 'observed', report: 'idx 55494191537, idx 60704309351' },
    recipe: {
      given: { apps: { JWT_Bearer: { kind: 'externalClientApp', state: 'uninstalled' } } },
      steps: [
        { jwt: { iss: '{{JWT_Bearer.key}}', sub: 'ada@acme.example', aud: 'https://login.salesforce.com' } },
        { token: { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: '{{assertion}}' } },
      ],
    },
  }),
  // Connected Apps get user.other-log-in-host.
  'app.not-on-this-host': refusal<UserElsewhere & { app: string }>({
    surface: 'token',
    status: 400,
    error: 'app_not_found',
    description: 'External client app is not installed in this org',
    why: ({ app, username, org, hosts, host }) =>
      `External Client App ${app} was used for user ${username} of org ${org}, who logs in on ${hostsInWords(hosts)}; the assertion was posted to ${host}`,
    fix: POST_TO_LOG_IN_HOST,
    evidence: { section: 'token.md 7', certainty: 'observed', report: 'forcedotcom/cli#3482, #1640' },
    recipe: {
      given: { apps: { JWT_Bearer: { kind: 'externalClientApp' } } },
      steps: [
        { jwt: { iss: '{{JWT_Bearer.key}}', sub: 'ada@acme.example', aud: 'https://test.salesforce.com' } },
        {
          token: { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: '{{assertion}}' },
          host: 'test.salesforce.com',
        },
      ],
    },
  }),
  'app.no-refresh-scope': refusal<{ app: string; scopes: readonly string[] }>({
    surface: 'token',
    status: 400,
    error: 'invalid_request',
    description:
      'refresh_token scope is required and the connected app should be installed and preauthorized',
    why: ({ app, scopes }) =>
      `app ${app} has the scopes ${scopes.join(', ')}; refresh_token must be among them`,
    fix: inSetup(
      SCOPES,
      (place) => `${place}: add "Perform requests at any time (refresh_token, offline_access)".`,
    ),
    evidence: {
      section: 'token.md 7',
      certainty: 'observed',
      report: 'leandrob/node-salesforce-jwt#3, idx 54560479855',
    },
    recipe: {
      given: { apps: { JWT_Bearer: { scopes: ['api'] } } },
      steps: [
        { jwt: { iss: '{{JWT_Bearer.key}}', sub: 'ada@acme.example', aud: 'https://login.salesforce.com' } },
        { token: { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: '{{assertion}}' } },
      ],
    },
  }),
};
