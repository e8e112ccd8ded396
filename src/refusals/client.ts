/** Refusals of the token endpoint before a grant is looked at: the request and the client (token.md 1). */

import { family } from './family.ts';
import { byHttps, CALL_BY_HTTPS } from './https-words.ts';
import { place } from './place.ts';
import { UPLOAD_CERTIFICATE, unlessFar } from './policy-words.ts';
import { quote } from './quote.ts';
import { bearerJwt, clientCredentials, codeRequest } from './recipe-words.ts';
import { inSetup, KEY_AND_SECRET, REQUIRE_SECRET, SCOPES } from './setup-paths.ts';

const TOKEN = { at: place('token'), surface: 'token', status: 400, section: 'token.md 1.6' } as const;

/** Whoever introspects tokens authenticates alike. */
const CLIENT = { ...TOKEN, at: place('token', 'introspect') } as const;

const unknownClient = { error: 'invalid_client_id', description: 'client identifier invalid' } as const;
const wrongCredentials = {
  error: 'invalid_client',
  description: 'invalid client credentials',
  section: 'token.md 1.3',
} as const;

export const clientRefusals = {
  ...family('token', TOKEN, {
    'https-required': {
      error: 'invalid_request',
      description: 'HTTPS required',
      why: byHttps,
      fix: CALL_BY_HTTPS,
      section: 'token.md 1.2',
      evidence: 'recalled',
      recipe: {
        steps: [
          {
            method: 'POST',
            path: 'http://login.salesforce.com/services/oauth2/token',
            form: { grant_type: 'client_credentials' },
          },
        ],
      },
    },
    'must-use-post': {
      error: 'invalid_request',
      description: 'must use HTTP POST',
      why: ({ method }: { method: string }) => `the token endpoint was called with ${method}`,
      fix: 'Send a POST with form-encoded parameters.',
      section: 'token.md 1.2',
      evidence: 'recalled',
      recipe: { steps: [{ method: 'PUT', path: '/services/oauth2/token' }] },
    },
    get: {
      error: 'unsupported_grant_type',
      description: 'grant type not supported',
      why: ({ method, parameters }: { method: string; parameters: readonly string[] }) =>
        `the token endpoint was called with ${method} (parameters: ${parameters.map(quote).join(', ') || 'none'}), where no grant_type counts`,
      typical: { method: 'GET' },
      fix: 'Send a POST with form-encoded parameters. If the client did, a redirect (of http to https, or of a Lightning or old instance host to My Domain) made a GET of it and lost the body: call the https URL of the log-in host or My Domain itself.',
      section: 'token.md 1.2',
      evidence: 'recalled',
      recipe: { steps: [{ method: 'GET', path: '/services/oauth2/token' }] },
    },
  }),
  ...family('grant-type', TOKEN, {
    unsupported: {
      error: 'unsupported_grant_type',
      description: 'grant type not supported',
      why: ({ grantType, known }: { grantType: string; known: readonly string[] }) =>
        `grant_type was ${grantType === '' ? 'not seen' : quote(grantType)}; supported: ${known.join(', ')}`,
      fix: 'Send grant_type as a form or query parameter; parameters in a JSON body, or in a body without Content-Type application/x-www-form-urlencoded, are not seen. An empty POST is also what a redirect leaves: call the https URL of the log-in host or My Domain itself.',
      evidence: { observed: 'aaronhuggins/sf-jwt-token#1, stackoverflow.com/questions/10890467' },
      recipe: { steps: [{ token: { grant_type: 'magic', client_id: '{{Web_Server.key}}' } }] },
    },
  }),
  ...family('client', CLIENT, {
    'id-missing': {
      ...unknownClient,
      loginHistory: { text: 'Failed: Missing Consumer Key Parameter', certainty: 'observed' },
      why: ({ nearMiss }: { nearMiss: string | undefined }) =>
        `the request must name its app: in client_id, in a Basic header or in a client_assertion${unlessFar(nearMiss)}`,
      fix: inSetup(KEY_AND_SECRET, (place) => `Send the consumer key as client_id; it stands in ${place}.`),
      evidence: 'recalled',
      recipe: {
        steps: [
          { login: codeRequest('Web_Server'), as: 'ada@acme.example' },
          {
            token: {
              grant_type: 'authorization_code',
              code: '{{code}}',
              redirect_uri: '{{Web_Server.callback}}',
            },
          },
        ],
      },
    },
    unknown: {
      ...unknownClient,
      why: ({ clientId, nearMiss }: { clientId: string; nearMiss: string | undefined }) =>
        `client_id ${quote(clientId)} must be the consumer key of a seeded app${unlessFar(nearMiss)}`,
      fix: inSetup(
        KEY_AND_SECRET,
        (place) => `Copy the consumer key from ${place}; a new app needs up to ten minutes to be known.`,
      ),
      evidence: {
        observed:
          'pozil/salesforce-react-integration#15, simple-salesforce/simple-salesforce:simple_salesforce/tests/test_login.py',
      },
      recipe: {
        steps: [
          { token: { grant_type: 'client_credentials', client_id: '3MVG9nobody', client_secret: 'x' } },
        ],
      },
    },
    'not-propagated': {
      ...unknownClient,
      why: ({ app, age, delay }: { app: string; age: number; delay: number }) =>
        `app ${app} is ${age} minutes old; it is known after ${delay}`,
      fix: "Wait, or move the lab's clock: a new app takes 2 to 10 minutes to be known, an External Client App up to 30. In the seed: propagationDelay.",
      evidence: { observed: 'pozil/salesforce-react-integration#15' },
      recipe: {
        given: { apps: { Client_Credentials: { propagationDelay: 10 } } },
        steps: [clientCredentials()],
      },
    },
    'of-another-org': {
      ...unknownClient,
      why: ({ app, myDomain }: { app: string; myDomain: string }) =>
        `app ${app} was used on the My Domain ${myDomain}, which must be its own org's`,
      fix: "Post to the app's own My Domain, or to login.salesforce.com (test.salesforce.com for a sandbox).",
      evidence: { observed: 'Salesforce CLI troubleshooting guide, idx 53037196010' },
      recipe: {
        given: { secondOrg: true },
        steps: [{ ...clientCredentials(), host: 'globex.develop.my.salesforce.com' }],
      },
    },
    'secret-wrong': {
      ...wrongCredentials,
      why: ({
        app,
        sent,
        nearMiss,
      }: {
        app: string;
        sent: 'header' | 'body';
        nearMiss: string | undefined;
      }) => `the secret sent in the ${sent} must be the consumer secret of app ${app}${unlessFar(nearMiss)}`,
      fix: inSetup(KEY_AND_SECRET, (place) => `Copy the consumer secret from ${place}.`),
      evidence: { observed: 'restforce/restforce#338, anthropics/claude-ai-mcp#606' },
      recipe: { steps: [clientCredentials({ client_secret: 'wrong' })] },
    },
    'secret-missing': {
      ...wrongCredentials,
      why: ({ app, grantType }: { app: string; grantType: string }) =>
        `no secret was sent; app ${app} may leave it out for ${grantType} only where its settings say so`,
      fix: inSetup(
        REQUIRE_SECRET,
        (place) =>
          `Send client_secret, or clear the box: ${place} (for refreshes that of the Refresh Token Flow below it).`,
      ),
      evidence: { observed: 'restforce/restforce#338, anthropics/claude-ai-mcp#606' },
      recipe: {
        steps: [{ token: { grant_type: 'client_credentials', client_id: '{{Client_Credentials.key}}' } }],
      },
    },
    'no-certificate': {
      ...wrongCredentials,
      why: ({ app }: { app: string }) =>
        `app ${app} must have a certificate to verify its client_assertion with`,
      fix: UPLOAD_CERTIFICATE,
      evidence: 'unconfirmed',
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
    },
    'assertion-wrong': {
      ...wrongCredentials,
      why: ({ app, reason }: { app: string; reason: string }) => `client_assertion for app ${app}: ${reason}`,
      fix: "Sign the client assertion with RS256 and the key of the certificate uploaded to the app; iss and sub are the consumer key, aud is the token endpoint's URL.",
      evidence: 'unconfirmed',
      recipe: {
        steps: [
          bearerJwt({ sub: '{{JWT_Bearer.key}}', aud: 'https://elsewhere.example' }),
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
    },
  }),
  ...family('scope', TOKEN, {
    'not-supported': {
      error: 'invalid_request',
      description: 'scope parameter not supported',
      why: ({ grantType }: { grantType: string }) => `${grantType} takes no scope parameter`,
      fix: inSetup(SCOPES, (place) => `Leave scope out: this grant uses the app's scopes (${place}).`),
      evidence: { observed: 'idx 54916927231, idx 56399098254, idx 54177319252' },
      recipe: { steps: [clientCredentials({ scope: 'api' })] },
    },
  }),
};
