/** Refusals of the device flow: its start, its polls, and the page that asks for its code (authorize.md 7, token.md 10). */

import { family } from './family.ts';
import { INVALID_TOKEN, NOT_INSTALLED } from './login-history.ts';
import { place, token } from './place.ts';
import { ADD_SCOPES, unlessFar } from './policy-words.ts';
import { quote } from './quote.ts';
import type { TokenStep } from './recipe-words.ts';
import type { Step } from './refusal.ts';
import { DEVICE_FLOW, inSetup } from './setup-paths.ts';

const start: Step = { token: { response_type: 'device_code', client_id: '{{Device.key}}' } };
const allow: Step = { connect: '{{user_code}}' };

function poll(changes: Record<string, string> = {}): TokenStep {
  return {
    token: { grant_type: 'device', client_id: '{{Device.key}}', code: '{{device_code}}', ...changes },
  };
}

function typeCode(user_code: string): Step {
  return { method: 'POST', path: '/setup/connect', form: { user_code } };
}

const START = { at: token(''), surface: 'token', status: 400, section: 'authorize.md 7' } as const;
const POLL = { at: token('device'), surface: 'token', status: 400, section: 'token.md 10' } as const;
const PAGE = {
  at: place('connect'),
  surface: 'connect-page',
  status: 200,
  section: 'authorize.md 7',
} as const;

/**
 * token.md 10 has this text from two logs of real polls; authorize.md 7 lists an expired code under invalid_request, from the
 * documentation and without a text. The wire wins.
 */
const exchangeFailed = { error: 'invalid_grant', description: 'token exchange failed' } as const;

/** authorize.md 7: what the documentation means by invalid_request; the text is not known. */
const invalidCode = { error: 'invalid_request', description: 'invalid device code' } as const;

const wrongUserCode = {
  error: 'invalid_request',
  description: 'The code is not valid any more, or never was. Check the code on your device and try again.',
  evidence: 'unconfirmed',
} as const;

export const deviceRefusals = {
  ...family('device', START, {
    'not-enabled': {
      at: token('', 'device'),
      error: 'invalid_grant',
      description: 'device flow is not enabled for the app',
      why: ({ app }: { app: string }) => `app ${app} must have the device flow enabled`,
      fix: inSetup(DEVICE_FLOW, (place) => `${place}.`),
      evidence: { observed: 'forcedotcom/code-builder-feedback#263' },
      recipe: { given: { apps: { Device: { isDeviceFlowEnabled: false } } }, steps: [start] },
    },
    scope: {
      error: 'invalid_scope',
      description: 'the requested scope is not allowed',
      why: ({ requested, assigned }: { requested: readonly string[]; assigned: readonly string[] }) =>
        `scope asked for ${requested.join(', ') || 'nothing'}; the app has ${assigned.join(', ')}`,
      fix: ADD_SCOPES,
      evidence: 'recalled',
      recipe: {
        steps: [
          {
            token: { response_type: 'device_code', client_id: '{{Device.key}}', scope: 'api no_such_scope' },
          },
        ],
      },
    },
    'too-many': {
      error: 'server_error',
      description: 'too many pending device requests',
      why: ({ app, most }: { app: string; most: number }) =>
        `fewer than ${most} devices of app ${app} must be waiting for their users`,
      fix: 'Wait ten minutes, until the codes that nobody typed have expired, and start once per login.',
      section: 'token.md 10',
      evidence: 'unconfirmed',
      recipe: {
        steps: [{ token: { response_type: 'device_code', client_id: '{{Device.key}}' }, times: 101 }],
      },
    },
  }),
  ...family('device', POLL, {
    'redirect-uri': {
      error: 'redirect_uri_mismatch',
      description: 'redirect_uri must match configuration',
      why: ({ sent, registered }: { sent: string; registered: readonly string[] }) =>
        `redirect_uri was ${sent === '' ? 'not sent' : quote(sent)}; one that is sent must be registered: ${registered.join(', ')}`,
      fix: 'Leave redirect_uri out: the device flow has none.',
      evidence: 'client',
      recipe: { steps: [start, poll({ redirect_uri: 'http://localhost:9/elsewhere' })] },
    },
    unknown: {
      ...invalidCode,
      why: ({ sent, nearMiss }: { sent: boolean; nearMiss: string | undefined }) =>
        sent
          ? `code must be a device_code given out here, byte for byte${unlessFar(nearMiss)}`
          : 'code must be sent',
      fix: 'Send the device_code of the first answer in the parameter code (not device_code), with grant_type device.',
      section: 'authorize.md 7',
      evidence: 'unconfirmed',
      recipe: { steps: [start, poll({ code: 'M01WRzk7' })] },
    },
    'other-client': {
      ...invalidCode,
      loginHistory: INVALID_TOKEN,
      why: ({ startedBy }: { startedBy: string }) =>
        `client_id must be the consumer key that started, ${startedBy}`,
      fix: 'Poll with the client_id that asked for the device code.',
      section: 'authorize.md 7',
      evidence: 'unconfirmed',
      recipe: {
        given: { apps: { Web_Server: { isDeviceFlowEnabled: true } } },
        steps: [start, poll({ client_id: '{{Web_Server.key}}' })],
      },
    },
    pending: {
      error: 'authorization_pending',
      description: 'end-user has not yet approved the device',
      why: () => 'the user must have pressed Allow',
      fix: 'Go on polling every five seconds. To allow it: open verification_uri, type the user_code, log in, press Allow.',
      section: 'authorize.md 7, 13',
      evidence: 'unconfirmed',
      recipe: { steps: [start, poll()] },
    },
    'too-fast': {
      error: 'slow_down',
      description: 'polling too quickly for the token endpoint',
      why: ({ since, interval }: { since: number | undefined; interval: number }) =>
        `the last poll that counted was ${since === undefined ? 'not made' : `${since / 1000} s ago`}; polls must be ${interval / 1000} s apart`,
      fix: 'Wait as many seconds between polls as interval says.',
      evidence: { observed: 'forcedotcom/salesforcedx-docker#18' },
      recipe: { steps: [start, poll(), poll()] },
    },
    denied: {
      error: 'access_denied',
      description: 'end-user denied authorization',
      why: () => 'the user must not have pressed Deny',
      fix: 'Start over: a denied device needs a new code.',
      evidence: 'recalled',
      recipe: { steps: [start, { connect: '{{user_code}}', press: 'Deny' }, poll()] },
    },
    spent: {
      ...exchangeFailed,
      loginHistory: INVALID_TOKEN,
      why: () => 'the device code must not have been exchanged, and its approval not revoked, before',
      fix: 'Keep the tokens of the first answer, and have one poll under way at a time.',
      evidence: { observed: 'forcedotcom/code-builder-feedback#59, #61' },
      recipe: { steps: [start, allow, { ...poll(), save: 'nothing' }, poll()] },
    },
    expired: {
      ...exchangeFailed,
      loginHistory: INVALID_TOKEN,
      why: ({ age, lifetime }: { age: number; lifetime: number }) =>
        `the device code is ${age / 1000} s old; it must be at most ${lifetime / 1000} s`,
      fix: 'Start over, and have the user type the code within ten minutes.',
      section: 'token.md 10 (authorize.md 7 has invalid_request, without a text)',
      evidence: { observed: 'forcedotcom/code-builder-feedback#59, #61' },
      recipe: { steps: [start, { advance: '11m' }, poll()] },
    },
  }),
  ...family('device', PAGE, {
    'user-code-unknown': {
      ...wrongUserCode,
      why: ({ length }: { length: number }) =>
        `the code typed, ${length} characters, must be a user_code given out here`,
      fix: 'Type the eight letters and digits that the device shows.',
      recipe: { steps: [typeCode('X1D9SEET')] },
    },
    'user-code-expired': {
      ...wrongUserCode,
      why: ({ age, lifetime }: { age: number; lifetime: number }) =>
        `the code is ${age / 1000} s old; it must be at most ${lifetime / 1000} s`,
      fix: 'Start over on the device: its code lives ten minutes.',
      section: 'token.md 10',
      recipe: { steps: [start, { advance: '11m' }, typeCode('{{user_code}}')] },
    },
    'user-code-used': {
      ...wrongUserCode,
      why: () => 'nobody must have allowed or denied the device before',
      fix: 'Start over on the device: its code can be allowed or denied once.',
      recipe: { steps: [start, allow, typeCode('{{user_code}}')] },
    },
    'app-not-installed': {
      surface: 'error-page',
      status: 302,
      error: 'invalid_client',
      description: 'app must be installed into org',
      loginHistory: NOT_INSTALLED,
      why: ({ app, org }: { app: string; org: string }) =>
        `app ${app} must be installed in org ${org}; for devices neither an approval given before nor the permission "Approve Uninstalled Connected Apps" stands in for it`,
      fix: 'Setup > Connected Apps OAuth Usage > Install.',
      section: 'authorize.md 7, model.md 4.5',
      evidence: 'documented',
      recipe: { given: { apps: { Device: { state: 'uninstalled' } } }, steps: [start, allow] },
    },
  }),
};
