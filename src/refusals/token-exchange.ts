/** Refusals of token exchange and of the asset token flow, which share a `grant_type` (token.md 12). */

import { family } from './family.ts';
import { PERHAPS_NOT_APPROVED } from './login-history.ts';
import { place, token } from './place.ts';
import { quote } from './quote.ts';
import { exchangeCode, logInTo } from './recipe-words.ts';
import type { DemoChanges, Recipe } from './refusal.ts';
import { ASSET_TOKENS, inSetup, SCOPES, TOKEN_EXCHANGE } from './setup-paths.ts';

const TOKEN_TYPE = 'urn:ietf:params:oauth:token-type';
const grant_type = 'urn:ietf:params:oauth:grant-type:token-exchange';
const HYBRID = 'urn:ietf:params:oauth:grant-type:hybrid-token-exchange';

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

const noHandler = { error: 'invalid_request', description: 'token handler not found' } as const;
/** The text is observed; its code is the likeliest. The reason never leaves the journal. */
const handlerFailed = { error: 'invalid_grant', description: 'token handler validation failed' } as const;

const HANDLERS = 'Setup > Token Exchange Handlers (tokenExchangeHandlers in the seed)';

const SHARED = {
  at: token(grant_type, HYBRID),
  surface: 'token',
  status: 400,
  section: 'token.md 12b',
  evidence: 'unconfirmed',
} as const;

export const tokenExchangeRefusals = family('token-exchange', SHARED, {
  'not-enabled': {
    error: 'invalid_grant',
    description: 'token exchange flow not enabled',
    why: ({ app }: { app: string }) => `app ${app} must have the token exchange flow enabled`,
    fix: inSetup(TOKEN_EXCHANGE, (place) => `${place}.`),
    recipe: exchange({}, { given: { apps: { Token_Exchange: { isTokenExchangeEnabled: false } } } }),
  },
  'no-subject-token': {
    error: 'invalid_request',
    description: 'missing required parameter: subject_token',
    why: () => 'the parameter subject_token is needed',
    fix: 'Send the token to exchange as subject_token.',
    recipe: exchange({ subject_token: '' }),
  },
  'too-long': {
    error: 'invalid_request',
    description: 'subject_token is too long',
    why: ({ length }: { length: number }) =>
      `subject_token has ${length} characters; at most 10000 are taken`,
    fix: 'Exchange a shorter token: identity providers let you leave claims out.',
    recipe: exchange({ subject_token: 'x'.repeat(10_001) }),
  },
  'token-type': {
    error: 'invalid_request',
    description: 'unsupported subject_token_type',
    why: ({ sent }: { sent: string }) =>
      `subject_token_type was ${quote(sent)}; it must be ${TOKEN_TYPE}: and access_token, id_token, refresh_token, saml2 or jwt`,
    fix: `Send subject_token_type=${TOKEN_TYPE}:jwt, or the type that the token is of.`,
    recipe: exchange({ subject_token_type: 'jwt' }),
  },
  'no-handler': {
    ...noHandler,
    why: ({ asked, app, usable }: { asked: string; app: string; usable: readonly string[] }) =>
      `${asked === '' ? 'token_handler was left out, which means the default' : `token_handler was ${quote(asked)}`}; app ${app} may use ${usable.length === 0 ? 'none' : usable.join(', ')}`,
    fix: `${HANDLERS}: enable a handler for the app, and send its developer name as token_handler.`,
    evidence: { observed: 'idx 70839646850' },
    recipe: exchange({ token_handler: 'Nobody' }),
  },
  'handler-token-type': {
    ...noHandler,
    why: ({
      handler,
      tokenType,
      supported,
    }: {
      handler: string;
      tokenType: string;
      supported: readonly string[];
    }) => `handler ${handler} was given a token of type ${tokenType}; it supports ${supported.join(', ')}`,
    fix: `${HANDLERS}: let the handler support this type of token, or name another one.`,
    recipe: exchange({ subject_token_type: `${TOKEN_TYPE}:saml2` }),
  },
  'handler-failed': {
    ...handlerFailed,
    why: ({ handler, outcome }: { handler: string; outcome: string }) =>
      `handler ${handler} was asked whose the token is: ${outcome}`,
    fix: `${HANDLERS}: mend the handler, or exchange a token that it accepts.`,
    recipe: exchange({}, { jwt: { sub: 'ada' } }),
  },
  'unknown-user': {
    ...handlerFailed,
    why: ({ handler, username }: { handler: string; username: string }) =>
      `handler ${handler} made ${quote(username)} of the token, which must be the username of a user of the app's org who logs in on this host`,
    fix: `${HANDLERS}: map the token to a username (not to an e-mail address that differs from it).`,
    recipe: exchange({}, { jwt: { email: 'nobody@acme.example' } }),
  },
  scope: {
    error: 'invalid_scope',
    description: 'the requested scope is not allowed',
    loginHistory: PERHAPS_NOT_APPROVED,
    why: ({ requested, approved }: { requested: readonly string[]; approved: readonly string[] }) =>
      `scope asked for ${requested.length === 0 ? 'nothing in particular' : requested.join(', ')}; approved: ${approved.join(', ')}`,
    fix: inSetup(SCOPES, (place) => `Leave scope out, ask for fewer scopes, or add them: ${place}.`),
    recipe: exchange({ scope: 'api web' }),
  },
});

const asset: DemoChanges = {
  apps: { Web_Server: { assetToken: { audiences: ['https://devices.acme.example'] } } },
};

const login = [logInTo('Web_Server', { scope: 'api' }), exchangeCode('Web_Server')] as const;

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
const ASSET = {
  at: place('asset'),
  surface: 'token',
  status: 400,
  section: 'token.md 12a',
  evidence: 'unconfirmed',
} as const;

export const assetTokenRefusals = family('asset', ASSET, {
  'subject-token-type': {
    error: 'invalid_request',
    description: 'unsupported subject_token_type',
    why: ({ sent }: { sent: string }) =>
      `subject_token_type was ${quote(sent)}; with an actor_token it must be ${TOKEN_TYPE}:access_token`,
    fix: 'Send the access token of the user who registers the device, and leave actor_token out to exchange any other token.',
    recipe: exchangeAsset({ subject_token_type: `${TOKEN_TYPE}:id_token` }),
  },
  'actor-token-type': {
    error: 'invalid_request',
    description: 'unsupported actor_token_type',
    why: ({ sent }: { sent: string }) => `actor_token_type was ${quote(sent)}; it must be ${TOKEN_TYPE}:jwt`,
    fix: `Send actor_token_type=${TOKEN_TYPE}:jwt.`,
    recipe: exchangeAsset({ actor_token_type: '' }),
  },
  'subject-token': {
    error: 'invalid_grant',
    description: 'invalid subject token',
    why: ({ state }: { state: string }) => `the access token in subject_token is ${state}; it must be alive`,
    fix: 'Send a live access token of a user of this org.',
    recipe: exchangeAsset({ subject_token: 'nonsense' }),
  },
  'not-enabled': {
    error: 'invalid_grant',
    description: 'asset token flow not enabled',
    why: ({ app }: { app: string }) =>
      `app ${app}, which the access token was issued to, must have asset token settings`,
    fix: inSetup(ASSET_TOKENS, (place) => `${place} (assetToken in the seed).`),
    recipe: exchangeAsset({}, { given: {} }),
  },
  'actor-token': {
    error: 'invalid_grant',
    description: 'invalid actor token',
    why: ({ requirement }: { requirement: string }) => `actor_token, checked that ${requirement}`,
    fix: 'Send a JWT with did, the id of the device; with cnf.jwk, its RSA public key, it must be signed with the private one.',
    recipe: exchangeAsset({}, { jwt: { name: 'no device' } }),
  },
});
