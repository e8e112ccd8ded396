/** Refusals of token exchange and of the asset token flow, which share a `grant_type` (token.md 12). */
import type { DemoChanges, Recipe, Step } from './refusal.ts';
import { refusal } from './refusal.ts';
import { ASSET_TOKENS, inSetup, SCOPES, TOKEN_EXCHANGE } from './setup-paths.ts';

const TOKEN_TYPE = 'urn:ietf:params:oauth:token-type';
const grant_type = 'urn:ietf:params:oauth:grant-type:token-exchange';

const request = {
  grant_type,
  client_id: '{{Token_Exchange.key}}',
  client_secret: '{{Token_Exchange.secret}}',
  subject_token: '{{assertion}}',
  subject_token_type: `${TOKEN_TYPE}:jwt`,
};

/** Exchanges a JWT that is right unless told otherwise. */
function exchange(
  changes: Record<string, string> = {},
  { given, jwt = { email: 'ada@acme.example' } }: { given?: DemoChanges; jwt?: object } = {},
): Recipe {
  return {
    ...(given ? { given } : {}),
    steps: [{ jwt: { ...jwt } }, { token: { ...request, ...changes } }],
  };
}

const invalidRequest = { surface: 'token', status: 400, error: 'invalid_request' } as const;
const invalidGrant = { surface: 'token', status: 400, error: 'invalid_grant' } as const;
const noHandler = { ...invalidRequest, description: 'token handler not found' } as const;
/** The text is observed; its code is the likeliest. The reason never leaves the journal. */
const handlerFailed = { ...invalidGrant, description: 'token handler validation failed' } as const;

const HANDLERS = 'Setup > Token Exchange Handlers (tokenExchangeHandlers in the seed)';

const unconfirmed = { section: 'token.md 12b', certainty: 'unconfirmed' } as const;

export const tokenExchangeRefusals = {
  'token-exchange.not-enabled': refusal<{ app: string }>({
    ...invalidGrant,
    description: 'token exchange flow not enabled',
    why: ({ app }) => `app ${app} must have the token exchange flow enabled`,
    fix: inSetup(TOKEN_EXCHANGE, (place) => `${place}.`),
    evidence: unconfirmed,
    recipe: exchange({}, { given: { apps: { Token_Exchange: { isTokenExchangeEnabled: false } } } }),
  }),
  'token-exchange.no-subject-token': refusal({
    ...invalidRequest,
    description: 'missing required parameter: subject_token',
    why: () => 'the parameter subject_token is needed',
    fix: 'Send the token to exchange as subject_token.',
    evidence: unconfirmed,
    recipe: exchange({ subject_token: '' }),
  }),
  'token-exchange.too-long': refusal<{ length: number }>({
    ...invalidRequest,
    description: 'subject_token is too long',
    why: ({ length }) => `subject_token has ${length} characters; at most 10000 are taken`,
    fix: 'Exchange a shorter token: identity providers let you leave claims out.',
    evidence: unconfirmed,
    recipe: exchange({ subject_token: 'x'.repeat(10_001) }),
  }),
  'token-exchange.token-type': refusal<{ sent: string }>({
    ...invalidRequest,
    description: 'unsupported subject_token_type',
    why: ({ sent }) =>
      `subject_token_type was "${sent}"; it must be ${TOKEN_TYPE}: and access_token, id_token, refresh_token, saml2 or jwt`,
    fix: `Send subject_token_type=${TOKEN_TYPE}:jwt, or the type that the token is of.`,
    evidence: unconfirmed,
    recipe: exchange({ subject_token_type: 'jwt' }),
  }),
  'token-exchange.no-handler': refusal<{ asked: string; app: string; usable: readonly string[] }>({
    ...noHandler,
    why: ({ asked, app, usable }) =>
      `${asked === '' ? 'token_handler was left out, which means the default' : `token_handler was "${asked}"`}; app ${app} may use ${usable.length === 0 ? 'none' : usable.join(', ')}`,
    fix: `${HANDLERS}: enable a handler for the app, and send its developer name as token_handler.`,
    evidence: { section: 'token.md 12b', certainty: 'observed', report: 'idx 70839646850' },
    recipe: exchange({ token_handler: 'Nobody' }),
  }),
  'token-exchange.handler-token-type': refusal<{
    handler: string;
    tokenType: string;
    supported: readonly string[];
  }>({
    ...noHandler,
    why: ({ handler, tokenType, supported }) =>
      `handler ${handler} was given a token of type ${tokenType}; it supports ${supported.join(', ')}`,
    fix: `${HANDLERS}: let the handler support this type of token, or name another one.`,
    evidence: unconfirmed,
    recipe: exchange({ subject_token_type: `${TOKEN_TYPE}:saml2` }),
  }),
  'token-exchange.handler-failed': refusal<{ handler: string; outcome: string }>({
    ...handlerFailed,
    why: ({ handler, outcome }) => `handler ${handler} was asked whose the token is: ${outcome}`,
    fix: `${HANDLERS}: mend the handler, or exchange a token that it accepts.`,
    evidence: unconfirmed,
    recipe: exchange({}, { jwt: { sub: 'ada' } }),
  }),
  'token-exchange.unknown-user': refusal<{ handler: string; username: string }>({
    ...handlerFailed,
    why: ({ handler, username }) =>
      `handler ${handler} made "${username}" of the token, which must be the username of a user of the app's org who logs in on this host`,
    fix: `${HANDLERS}: map the token to a username (not to an e-mail address that differs from it).`,
    evidence: unconfirmed,
    recipe: exchange({}, { jwt: { email: 'nobody@acme.example' } }),
  }),
  'token-exchange.scope': refusal<{ requested: readonly string[]; approved: readonly string[] }>({
    surface: 'token',
    status: 400,
    error: 'invalid_scope',
    description: 'the requested scope is not allowed',
    why: ({ requested, approved }) =>
      `scope asked for ${requested.length === 0 ? 'nothing in particular' : requested.join(', ')}; approved: ${approved.join(', ')}`,
    fix: inSetup(SCOPES, (place) => `Leave scope out, ask for fewer scopes, or add them: ${place}.`),
    evidence: unconfirmed,
    recipe: exchange({ scope: 'api web' }),
  }),
};

const asset: DemoChanges = {
  apps: { Web_Server: { assetToken: { audiences: ['https://devices.acme.example'] } } },
};

const login: readonly [Step, Step] = [
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
];

/** Exchanges ada's access token and a device's JWT, both right unless told otherwise. */
function exchangeAsset(
  changes: Record<string, string> = {},
  { given = asset, jwt = { did: 'printer-7' } }: { given?: DemoChanges; jwt?: object } = {},
): Recipe {
  const token = {
    grant_type,
    subject_token: '{{access_token}}',
    subject_token_type: `${TOKEN_TYPE}:access_token`,
    actor_token: '{{assertion}}',
    actor_token_type: `${TOKEN_TYPE}:jwt`,
    ...changes,
  };
  return { given, steps: [...login, { jwt: { ...jwt } }, { token }] };
}

/** Only the family of codes is documented: every text here is ours. */
const evidence = { section: 'token.md 12a', certainty: 'unconfirmed' } as const;

export const assetTokenRefusals = {
  'asset.subject-token-type': refusal<{ sent: string }>({
    ...invalidRequest,
    description: 'unsupported subject_token_type',
    why: ({ sent }) =>
      `subject_token_type was "${sent}"; with an actor_token it must be ${TOKEN_TYPE}:access_token`,
    fix: 'Send the access token of the user who registers the device, and leave actor_token out to exchange any other token.',
    evidence,
    recipe: exchangeAsset({ subject_token_type: `${TOKEN_TYPE}:id_token` }),
  }),
  'asset.actor-token-type': refusal<{ sent: string }>({
    ...invalidRequest,
    description: 'unsupported actor_token_type',
    why: ({ sent }) => `actor_token_type was "${sent}"; it must be ${TOKEN_TYPE}:jwt`,
    fix: `Send actor_token_type=${TOKEN_TYPE}:jwt.`,
    evidence,
    recipe: exchangeAsset({ actor_token_type: '' }),
  }),
  'asset.subject-token': refusal<{ state: string }>({
    ...invalidGrant,
    description: 'invalid subject token',
    why: ({ state }) => `the access token in subject_token is ${state}; it must be alive`,
    fix: 'Send a live access token of a user of this org.',
    evidence,
    recipe: exchangeAsset({ subject_token: 'nonsense' }),
  }),
  'asset.not-enabled': refusal<{ app: string }>({
    ...invalidGrant,
    description: 'asset token flow not enabled',
    why: ({ app }) => `app ${app}, which the access token was issued to, must have asset token settings`,
    fix: inSetup(ASSET_TOKENS, (place) => `${place} (assetToken in the seed).`),
    evidence,
    recipe: exchangeAsset({}, { given: {} }),
  }),
  'asset.actor-token': refusal<{ requirement: string }>({
    ...invalidGrant,
    description: 'invalid actor token',
    why: ({ requirement }) => `actor_token, checked that ${requirement}`,
    fix: 'Send a JWT with did, the id of the device; with cnf.jwk, its RSA public key, it must be signed with the private one.',
    evidence,
    recipe: exchangeAsset({}, { jwt: { name: 'no device' } }),
  }),
};
