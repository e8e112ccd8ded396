/** Who the client is, and whether it has proved it (token.md 1.3). */

import { appInForce } from '../../org/app-in-force.ts';
import type { Flow } from '../../org/flows.ts';
import { isOwnApp } from '../../org/installed.ts';
import type { App } from '../../org/model.ts';
import { isPlatformCli } from '../../org/platform-cli.ts';
import { policies } from '../../policies/policies.ts';
import { check, identify, refuse } from '../../refusals/check.ts';
import { nearMissOfKey, nearMissOfSecret } from '../../tokens/near-misses.ts';
import { type BasicCredentials, readBasic, textOfBasic } from '../../wire/authorization.ts';
import { sameBytes } from '../../wire/secrets.ts';
import type { World } from '../../world/world.ts';
import { checkClientAssertion, issuerOf } from './client-assertion.ts';
import type { ClientGrant, TokenRequest } from './grant.ts';

/** What the client wants: a grant, or the service of another endpoint. */
type Purpose = Pick<ClientGrant, 'type' | 'needsSecret' | 'flow' | 'identify'>;

/** @throws Refusal */
export async function authenticateClient(
  request: TokenRequest,
  world: World,
  purpose: Purpose,
): Promise<App> {
  const { parameters } = request;
  const basic = readingsOfBasic(request.authorization);
  const assertion = parameters.get('client_assertion');
  const clientId = parameters.get('client_id') || basic[0]?.name || (assertion && issuerOf(assertion)) || '';
  if (clientId === '') {
    await purpose.identify?.(request, world);
    refuse(request, 'client.id-missing', { nearMiss: flawOfBasic(request.authorization) });
  }
  const app = findApp(clientId, request, world, purpose.flow);

  const secrets = parameters.get('client_secret')
    ? [parameters.get('client_secret') as string]
    : basic
        .filter(({ name, secret }) => name === app.consumerKey && secret !== '')
        .map(({ secret }) => secret);
  if (secrets.length > 0) {
    const matches = secrets.some((secret) => sameBytes(Buffer.from(secret), Buffer.from(app.consumerSecret)));
    check(request, 'client.secret-wrong', matches, {
      app: app.name,
      sent: basic.length > 0 ? 'header' : 'body',
      nearMiss: matches ? undefined : nearMissOfSecret(secrets[0] ?? '', app, world.orgs),
    });
  } else if (assertion) {
    await checkClientAssertion(assertion, app, request, world);
  } else {
    check(request, 'client.secret-missing', !purpose.needsSecret(app), {
      app: app.name,
      grantType: purpose.type,
    });
  }
  return app;
}

/** The app with this consumer key, as the called host sees it, if a flow may use it. @throws Refusal */
export function findApp(clientId: string, request: TokenRequest, { orgs, clock }: World, flow: Flow): App {
  const { calledHost } = request;
  identify(request, { app: clientId });
  const known = orgs.appFor(clientId, calledHost);
  const app = appInForce(known, clock.of(known?.orgId ?? '').now());
  const deletedIn = app || flow !== 'refresh' ? undefined : orgs.orgThatDeleted(clientId);
  if (deletedIn) refuse(request, 'refresh.app-deleted', { clientId, org: deletedIn.name });
  check(request, 'client.unknown', app, {
    clientId,
    nearMiss: app ? undefined : nearMissOfKey(clientId, orgs),
  });
  identify(request, { app });
  // PlatformCLI belongs to every org; the user decides which org is meant.
  if (!isPlatformCli(app)) identify(request, { org: app.orgId });
  const facts = { flow, app, now: clock.of(app.orgId).now() };
  policies.check(request, 'client', facts);
  if (calledHost.myDomain !== undefined && !isPlatformCli(app)) {
    const called = orgs.orgCalled(calledHost);
    const here = called !== undefined && isOwnApp(app, called);
    const values = { app: app.name, myDomain: calledHost.myDomain };
    if (app.kind === 'externalClientApp') check(request, 'app.not-in-this-org', here, values);
    else check(request, 'client.of-another-org', here, values);
  }
  policies.check(request, 'app', facts);
  return app;
}

/** What a Basic header can mean: form-encoded as RFC 6749 2.3.1 has it, or raw as many clients send it (clients.md 1.10). */
function readingsOfBasic(authorization: string | undefined): BasicCredentials[] {
  const raw = readBasic(authorization);
  if (!raw) return [];
  const decoded = { name: formDecode(raw.name), secret: formDecode(raw.secret) };
  return decoded.name === raw.name && decoded.secret === raw.secret ? [raw] : [decoded, raw];
}

/** Why nobody could be found in an Authorization header. */
function flawOfBasic(authorization: string | undefined): string | undefined {
  if (authorization === undefined) return undefined;
  const header = 'the Authorization header that was sent';
  const text = textOfBasic(authorization);
  if (text === undefined) return `${header} is not Basic and base64`;
  if (textOfBasic(`Basic ${text}`)?.includes(':')) return `${header} is key and secret in base64 twice`;
  return `${header} has no ${text.includes(':') ? 'key before its colon' : 'colon between key and secret'}`;
}

function formDecode(text: string): string {
  return new URLSearchParams(`v=${text.replaceAll('&', '%26')}`).get('v') ?? '';
}
