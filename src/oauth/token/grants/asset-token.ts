/**
 * The asset token flow: a user's access token and a device's own JWT for a JWT that names the device (token.md 12a). It shares its
 * `grant_type` with token exchange and nothing else: nobody authenticates but by the access token, and the answer is its own.
 */

import type { AssetTokenSettings } from '../../../org/app-settings.ts';
import { instanceUrl } from '../../../org/hosts.ts';
import { derivedId } from '../../../org/ids.ts';
import { weaknessOf } from '../../../org/weak-keys.ts';
import { livesOn } from '../../../policies/user-hosts.ts';
import { check, identify, refuse } from '../../../refusals/check.ts';
import { type Access, resolveAccessToken } from '../../../tokens/access.ts';
import { customAttributes, customPermissions } from '../../../tokens/custom-members.ts';
import { isSignedWith, readJwt, readRsaJwk, secondsOf, signJwt } from '../../../tokens/jwt.ts';
import { assetTokenKey } from '../../../tokens/org-keys.ts';
import { hashOrdered } from '../../../wire/hash-order.ts';
import { isRecord } from '../../../wire/json.ts';
import type { World } from '../../../world/world.ts';
import { type TokenRequest, tokenService } from '../grant.ts';
import { TOKEN_EXCHANGE } from './token-exchange.ts';

const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
const JWT = 'urn:ietf:params:oauth:token-type:jwt';

export const assetToken = tokenService({
  name: 'asset token',
  parameters: ['subject_token', 'subject_token_type', 'actor_token', 'actor_token_type'],
  isAskedBy: ({ parameters }) =>
    parameters.get('grant_type') === TOKEN_EXCHANGE && parameters.has('actor_token'),

  /** In the order observed. */
  async answer(request, world) {
    const { parameters, trace } = request;
    trace.grantType = TOKEN_EXCHANGE;
    const subjectType = parameters.get('subject_token_type') ?? '';
    const actorType = parameters.get('actor_token_type') ?? '';
    check(request, 'asset.subject-token-type', subjectType === ACCESS_TOKEN, { sent: subjectType });
    check(request, 'asset.actor-token-type', actorType.replace(/JWT$/, 'jwt') === JWT, { sent: actorType });

    const access = await readSubject(request, world);
    const { assetToken } = access.app;
    check(request, 'asset.not-enabled', assetToken, { app: access.app.name });
    const device = await readActor(request, world, access.org.id);
    await trace.passed('asset');
    return {
      access_token: await signAssetToken(request, world, access, assetToken, device),
      issued_token_type: JWT,
      token_type: 'Bearer',
      expires_in: assetToken.validity,
    };
  },
});

async function readSubject(request: TokenRequest<'subject_token'>, world: World): Promise<Access> {
  const { parameters, calledHost } = request;
  const access = await resolveAccessToken(world, parameters.get('subject_token') ?? '');
  if (typeof access === 'string') refuse(request, 'asset.subject-token', { state: access });
  identify(request, access);
  const state = livesOn(calledHost, access.org) ? 'alive' : "of another org's host";
  check(request, 'asset.subject-token', state === 'alive', { state });
  return access;
}

interface Device {
  readonly did: string;
  /** The public key that asset tokens are bound to, as it came. */
  readonly cnf: unknown;
}

/** A device that names a public key must prove that it holds the private one; one that names none has nothing to prove it with. */
async function readActor(
  request: TokenRequest<'actor_token'>,
  { clock }: World,
  orgId: string,
): Promise<Device> {
  const jwt = readJwt(request.parameters.get('actor_token') ?? '');
  check(request, 'asset.actor-token', jwt, { requirement: 'it is a JWT' });
  const { did, exp, cnf } = jwt.claims;
  check(request, 'asset.actor-token', typeof did === 'string' && did !== '', {
    requirement: 'did names the device',
  });
  const isCurrent = exp === undefined || (secondsOf(exp) ?? 0) * 1000 > clock.of(orgId).now();
  check(request, 'asset.actor-token', isCurrent, { requirement: 'exp, if it is there, is in the future' });
  if (cnf !== undefined) {
    const key = await readRsaJwk(isRecord(cnf) ? cnf.jwk : undefined);
    check(request, 'asset.actor-token', key, { requirement: 'cnf.jwk is an RSA public key' });
    check(request, 'asset.actor-token', weaknessOf(key) === undefined, {
      requirement: 'cnf.jwk has 2,048 bits or more',
    });
    check(request, 'asset.actor-token', await isSignedWith(jwt, key), {
      requirement: 'it is signed with the private key of cnf.jwk',
    });
  }
  return { did, cnf };
}

/** Which claims come after the first three is not known: `sub` is the Asset that the device is registered as, one for ever. */
async function signAssetToken(
  { calledHost }: TokenRequest,
  world: World,
  { org, user, app }: Access,
  settings: AssetTokenSettings,
  { did, cnf }: Device,
): Promise<string> {
  const { kid, privateKey } = await assetTokenKey(world);
  const at = world.clock.of(org.id).now();
  const now = Math.floor(at / 1000);
  const claims = hashOrdered({
    aud: settings.audiences,
    nbf: now,
    iss: instanceUrl(calledHost, org),
    exp: now + settings.validity,
    iat: now,
    sub: derivedId('02i', org.id, did),
    did,
    cnf,
    custom_permissions: settings.includeCustomPermissions
      ? customPermissions({ org, user, now: at })
      : undefined,
    custom_attributes: settings.includeAttributes ? customAttributes(calledHost, org, user, app) : undefined,
  });
  return signJwt(hashOrdered({ alg: 'RS256', typ: 'JWT', kid }), claims, privateKey);
}
