/**
 * The authorize pipeline: which checks run, in which order, and on which surface each refuses (authorize.md 1, 4.4).
 *
 * `raw-body` is surface A: the client or its redirect_uri cannot be trusted. `callback` is B: the app is told.
 * `error-page` is C: Salesforce tells the user, and the app hears nothing.
 */

import { appInForce } from '../../org/app-in-force.ts';
import type { FlowFacts } from '../../policies/policy.ts';
import { identify, type Traced } from '../../refusals/check.ts';
import type { Row } from './check.ts';
import {
  type Arrival,
  type ClientRequest,
  orgBeforeLogin,
  type PageRequest,
  type PolicyRequest,
  type PressedRequest,
  row,
} from './check.ts';
import { userPressedAllow } from './checks/allowed.ts';
import { challengeMethodIsS256 } from './checks/challenge-method.ts';
import { challengeIsSent } from './checks/challenge-sent.ts';
import { clientIsKnown } from './checks/client-known.ts';
import { clientBelongsToHost } from './checks/client-of-host.ts';
import { sentByPost } from './checks/headless-method.ts';
import { sentByHttps } from './checks/https.ts';
import { nonceIsSent } from './checks/id-token-nonce.ts';
import { openidIsGranted } from './checks/id-token-openid.ts';
import { pageMayBeShown } from './checks/immediate.ts';
import { sentByGet } from './checks/method.ts';
import { redirectUriIsInBand } from './checks/redirect-uri-in-band.ts';
import { redirectUriIsRegistered } from './checks/redirect-uri-registered.ts';
import { redirectUriIsSent } from './checks/redirect-uri-sent.ts';
import { responseTypeIsSupported } from './checks/response-type.ts';
import { scopesAreAssigned } from './checks/scope.ts';
import { policyRows } from './policy-rows.ts';
import { RESPONSE_TYPES, responseTypeOf } from './response-types.ts';

export const PIPELINE = {
  /** Who asks? */
  arrival: [
    row('raw-body', sentByHttps),
    row('raw-body', sentByGet),
    row('raw-body', clientIsKnown),
  ] satisfies Row<Arrival>[],

  /** Nobody has logged in yet. */
  beforeLogin: [
    ...policyRows<ClientRequest>('client', 'web-server', flowFacts),
    row('raw-body', clientBelongsToHost),
    row('raw-body', redirectUriIsSent),
    row('raw-body', redirectUriIsInBand),
    row('raw-body', redirectUriIsRegistered),
    row('raw-body', responseTypeIsSupported),
  ] satisfies Row<ClientRequest>[],

  /** Then, for `response_type=code`: Proof Key for Code Exchange. */
  webServerFlow: [
    row('callback', challengeMethodIsS256),
    row('callback', challengeIsSent),
  ] satisfies Row<ClientRequest>[],

  /** Or for `token` with or without `id_token`, and `hybrid_token`. */
  userAgentFlow: [
    ...policyRows<ClientRequest>('flow', 'user-agent', flowFacts),
    row('callback', nonceIsSent),
    row('callback', openidIsGranted),
  ] satisfies Row<ClientRequest>[],

  /** Or for `code_credentials`; its other checks look at headers and credentials: see oauth/headless/authorize.ts. */
  codeCredentialsFlow: [
    row('token', sentByPost),
    row('callback', challengeMethodIsS256),
    row('callback', challengeIsSent),
  ] satisfies Row<ClientRequest>[],

  /** Before the log-in page and before the Allow Access page. */
  beforePage: [row('callback', pageMayBeShown)] satisfies Row<PageRequest>[],

  /** The user is known: the policies of the app in the user's org. */
  afterLogin: [
    ...policyRows<PolicyRequest>('app', 'web-server', ({ facts }) => facts),
    ...policyRows<PolicyRequest>('access', 'web-server', ({ facts }) => facts),
    row('error-page', scopesAreAssigned),
  ] satisfies Row<PolicyRequest>[],

  /** The user has given a second factor, or will not be asked for one. */
  sessionLevel: [
    ...policyRows<PolicyRequest>('level', 'web-server', ({ facts }) => facts),
  ] satisfies Row<PolicyRequest>[],

  /** A button was pressed on the Allow Access page. */
  afterPage: [row('callback', userPressedAllow)] satisfies Row<PressedRequest>[],
};

/**
 * All that can be checked before anybody logs in.
 *
 * @throws Refusal
 */
export function checkRequest(request: Traced, arrival: Omit<Arrival, 'app'>): ClientRequest {
  const known = arrival.orgs.appFor(arrival.asked.client_id ?? '', arrival.host);
  const app = appInForce(known, arrival.now);
  identify(request, { org: app?.orgId, app: app ?? arrival.asked.client_id });
  run(request, PIPELINE.arrival, { ...arrival, app });
  if (app === undefined) throw new TypeError('an unknown client passed the checks of its arrival');
  const client = { ...arrival, app };
  checkClient(request, client);
  return client;
}

/**
 * What is checked of a known client before anybody logs in; of PlatformCLI, which every org knows, once more when the user is
 * known whose org's it is.
 *
 * @throws Refusal
 */
export function checkClient(request: Traced, client: ClientRequest): void {
  run(request, PIPELINE.beforeLogin, client);
  run(request, PIPELINE[responseTypeOf(client).flow], client);
}

/** What is known before anybody has logged in. */
function flowFacts(request: ClientRequest): FlowFacts {
  const flow = RESPONSE_TYPES.get(request.asked.response_type ?? '')?.flow;
  return {
    flow: flow === 'userAgentFlow' ? 'user-agent' : 'web-server',
    app: request.app,
    now: request.now,
    org: orgBeforeLogin(request),
  };
}

export function run<Context>(request: Traced, rows: readonly Row<Context>[], context: Context): void {
  for (const { run } of rows) run(request, context);
}
