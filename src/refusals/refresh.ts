/** Refusals of `grant_type=refresh_token` (token.md 4). */

import { family } from './family.ts';
import { INVALID_TOKEN } from './login-history.ts';
import { token } from './place.ts';
import { unlessFar } from './policy-words.ts';
import { exchangeCode, logInTo, type TokenStep } from './recipe-words.ts';
import { APP_POLICIES, inSetup, ROTATION } from './setup-paths.ts';

/** Logs in and exchanges the code: saves refresh_token. */
const logIn = (app: string) => [logInTo(app, { scope: 'api refresh_token' }), exchangeCode(app)] as const;

function refresh(app: string, changes: Record<string, string> = {}): TokenStep {
  return {
    token: {
      grant_type: 'refresh_token',
      client_id: `{{${app}.key}}`,
      client_secret: `{{${app}.secret}}`,
      refresh_token: '{{refresh_token}}',
      ...changes,
    },
  };
}

const dead = { description: 'expired access/refresh token', loginHistory: INVALID_TOKEN } as const;

const SHARED = {
  at: token('refresh_token', 'hybrid_refresh'),
  surface: 'token',
  status: 400,
  error: 'invalid_grant',
  section: 'token.md 4',
} as const;

export const refreshRefusals = family('refresh', SHARED, {
  missing: {
    error: 'invalid_request',
    description: 'missing refresh token',
    why: () => 'refresh_token must be sent',
    fix: 'Send the refresh_token that the log-in delivered; it is there only with the scope refresh_token.',
    evidence: 'unconfirmed',
    recipe: { steps: [refresh('Web_Server', { refresh_token: '' })] },
  },
  unknown: {
    ...dead,
    why: ({ nearMiss }: { nearMiss: string | undefined }) =>
      `the refresh token must be one that was issued here${unlessFar(nearMiss)}`,
    fix: 'Send the refresh token whole, to the host family of its org; else let the user log in again.',
    evidence: { observed: 'jsforce/jsforce#1167, restforce/restforce#81' },
    recipe: { steps: [refresh('Web_Server', { refresh_token: 'bogus' })] },
  },
  'other-client': {
    ...dead,
    why: ({ issuedTo }: { issuedTo: string }) =>
      `the refresh token was issued to consumer key ${issuedTo}, which must be the client`,
    fix: 'Refresh with the client_id that logged in.',
    evidence: 'documented',
    recipe: { steps: [...logIn('Web_Server'), refresh('Rotating')] },
  },
  revoked: {
    ...dead,
    why: () =>
      'the refresh token must not have been revoked, nor evicted by a sixth approval of user and app',
    fix: 'Let the user log in again. Setup > Connected Apps OAuth Usage shows approvals; a user has five per app, and the oldest goes first.',
    evidence: { observed: 'jsforce/jsforce#1167, restforce/restforce#81' },
    recipe: {
      steps: [
        ...logIn('Web_Server'),
        { method: 'POST', path: '/services/oauth2/revoke', form: { token: '{{refresh_token}}' } },
        refresh('Web_Server'),
      ],
    },
  },
  'rotated-out': {
    ...dead,
    why: () => 'the app rotates refresh tokens, so each can be used once',
    fix: inSetup(
      ROTATION,
      (place) =>
        `Store the refresh_token of every refresh answer, and refresh from one place only: a used one ends the whole log-in. The setting: ${place}.`,
    ),
    evidence: 'documented',
    recipe: {
      steps: [...logIn('Rotating'), { ...refresh('Rotating'), save: 'nothing' }, refresh('Rotating')],
    },
  },
  expired: {
    description: 'token validity expired',
    loginHistory: INVALID_TOKEN,
    why: ({ policy, age, period }: { policy: string; age: number; period: number }) =>
      `refresh token policy ${policy}: ${Math.round(age / 1000)} s have passed, ${Math.round(period / 1000)} s are allowed`,
    fix: inSetup(
      APP_POLICIES,
      (place) => `Let the user log in again, or change the refresh token policy: ${place}.`,
    ),
    evidence: 'client',
    recipe: {
      given: { apps: { Web_Server: { refreshTokenPolicy: 'specific_lifetime:1:DAYS' } } },
      steps: [...logIn('Web_Server'), { advance: '25h' }, refresh('Web_Server')],
    },
  },
  'app-deleted': {
    error: 'app_not_found',
    description: 'External client app is not installed in this org',
    why: ({ clientId, org }: { clientId: string; org: string }) =>
      `the External Client App with consumer key ${clientId} was deleted in org ${org}`,
    fix: 'Make the app again, and let the user log in to it: Setup > External Client App Manager lists those that are there.',
    section: 'token.md 6',
    evidence: { observed: 'dust-tt/dust#26727' },
    recipe: {
      given: { apps: { Web_Server: { kind: 'externalClientApp', isPkceRequired: false } } },
      steps: [
        ...logIn('Web_Server'),
        { method: 'DELETE', path: '/_fauxforce/apps/{{Web_Server.key}}' },
        refresh('Web_Server'),
      ],
    },
  },
  busy: {
    description: 'token request is already being processed',
    loginHistory: { text: 'Failed: Token request is already being processed', certainty: 'documented' },
    why: () => 'one request at a time may use a refresh token',
    fix: 'Send one refresh request at a time per refresh token: share its result between threads and processes.',
    evidence: { observed: 'segmentio/action-destinations#2300, idx 54835490863' },
    recipe: { steps: [...logIn('Web_Server'), { ...refresh('Web_Server'), times: 2 }] },
  },
});
