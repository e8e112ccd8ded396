/** Refusals of `grant_type=refresh_token` (token.md 4). */

import { unlessFar } from './policy-words.ts';
import type { Step } from './refusal.ts';
import { refusal } from './refusal.ts';
import { APP_POLICIES, inSetup, ROTATION } from './setup-paths.ts';

/** Logs in and exchanges the code: saves refresh_token. */
function logIn(app: string): Step[] {
  return [
    {
      login: { client_id: `{{${app}.key}}`, redirect_uri: `{{${app}.callback}}`, scope: 'api refresh_token' },
    },
    {
      token: {
        grant_type: 'authorization_code',
        client_id: `{{${app}.key}}`,
        client_secret: `{{${app}.secret}}`,
        redirect_uri: `{{${app}.callback}}`,
        code: '{{code}}',
      },
    },
  ];
}

function refresh(app: string, changes: Record<string, string> = {}): Step {
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

const [login, exchange] = logIn('Web_Server') as [Step, Step];
const [loginRotating, exchangeRotating] = logIn('Rotating') as [Step, Step];

const dead = {
  surface: 'token',
  status: 400,
  error: 'invalid_grant',
  description: 'expired access/refresh token',
} as const;

export const refreshRefusals = {
  'refresh.missing': refusal({
    surface: 'token',
    status: 400,
    error: 'invalid_request',
    description: 'missing refresh token',
    why: () => 'refresh_token must be sent',
    fix: 'Send the refresh_token that the log-in delivered; it is there only with the scope refresh_token.',
    evidence: { section: 'token.md 4', certainty: 'unconfirmed' },
    recipe: { steps: [refresh('Web_Server', { refresh_token: '' })] },
  }),
  'refresh.unknown': refusal<{ nearMiss: string | undefined }>({
    ...dead,
    why: ({ nearMiss }) => `the refresh token must be one that was issued here${unlessFar(nearMiss)}`,
    fix: 'Send the refresh token whole, to the host family of its org; else let the user log in again.',
    evidence: {
      section: 'token.md 4',
      certainty: 'observed',
      report: 'jsforce/jsforce#1167, restforce/restforce#81',
    },
    recipe: { steps: [refresh('Web_Server', { refresh_token: 'bogus' })] },
  }),
  'refresh.other-client': refusal<{ issuedTo: string }>({
    ...dead,
    why: ({ issuedTo }) =>
      `the refresh token was issued to consumer key ${issuedTo}, which must be the client`,
    fix: 'Refresh with the client_id that logged in.',
    evidence: { section: 'token.md 4', certainty: 'documented' },
    recipe: { steps: [login, exchange, refresh('Rotating')] },
  }),
  'refresh.revoked': refusal({
    ...dead,
    why: () =>
      'the refresh token must not have been revoked, nor evicted by a sixth approval of user and app',
    fix: 'Let the user log in again. Setup > Connected Apps OAuth Usage shows approvals; a user has five per app, and the oldest goes first.',
    evidence: {
      section: 'token.md 4',
      certainty: 'observed',
      report: 'jsforce/jsforce#1167, restforce/restforce#81',
    },
    recipe: {
      steps: [
        login,
        exchange,
        { method: 'POST', path: '/services/oauth2/revoke', form: { token: '{{refresh_token}}' } },
        refresh('Web_Server'),
      ],
    },
  }),
  'refresh.rotated-out': refusal({
    ...dead,
    why: () => 'the app rotates refresh tokens, so each can be used once',
    fix: inSetup(
      ROTATION,
      (place) =>
        `Store the refresh_token of every refresh answer, and refresh from one place only: a used one ends the whole log-in. The setting: ${place}.`,
    ),
    evidence: { section: 'token.md 4', certainty: 'documented' },
    recipe: {
      steps: [
        loginRotating,
        exchangeRotating,
        { token: { ...(refresh('Rotating') as { token: Record<string, string> }).token }, save: 'nothing' },
        refresh('Rotating'),
      ],
    },
  }),
  'refresh.expired': refusal<{ policy: string; age: number; period: number }>({
    surface: 'token',
    status: 400,
    error: 'invalid_grant',
    description: 'token validity expired',
    why: ({ policy, age, period }) =>
      `refresh token policy ${policy}: ${Math.round(age / 1000)} s have passed, ${Math.round(period / 1000)} s are allowed`,
    fix: inSetup(
      APP_POLICIES,
      (place) => `Let the user log in again, or change the refresh token policy: ${place}.`,
    ),
    evidence: { section: 'token.md 4', certainty: 'client' },
    recipe: {
      given: { apps: { Web_Server: { refreshTokenPolicy: 'specific_lifetime:1:DAYS' } } },
      steps: [login, exchange, { advance: '25h' }, refresh('Web_Server')],
    },
  }),
  'refresh.busy': refusal({
    surface: 'token',
    status: 400,
    error: 'invalid_grant',
    description: 'token request is already being processed',
    why: () => 'one request at a time may use a refresh token',
    fix: 'Send one refresh request at a time per refresh token: share its result between threads and processes.',
    evidence: {
      section: 'token.md 4',
      certainty: 'observed',
      report: 'segmentio/action-destinations#2300, idx 54835490863',
    },
    recipe: { steps: [login, exchange, { ...refresh('Web_Server'), times: 2 } as Step] },
  }),
};
