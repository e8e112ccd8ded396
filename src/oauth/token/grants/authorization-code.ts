/** Web server flow, second leg: `grant_type=authorization_code` (token.md 3). */

import { sameRedirectUri } from '../../../org/callback.ts';
import { guestUser, uvidOf } from '../../../org/guest.ts';
import { appOfOrg } from '../../../org/platform-cli.ts';
import { grantsRefreshToken } from '../../../org/scopes.ts';
import { checkPolicies } from '../../../policies/check-policies.ts';
import { knowsUser } from '../../../policies/user-hosts.ts';
import { check, identify, type Traced } from '../../../refusals/check.ts';
import type { StoredCode } from '../../../store/port.ts';
import { readScopes } from '../../../tokens/access.ts';
import { nearMissOfToken } from '../../../tokens/near-misses.ts';
import { nearMiss } from '../../../wire/near-miss.ts';
import type { World } from '../../../world/world.ts';
import { isVerifierWellFormed, nearMissOfVerifier, verifies } from '../../pkce.ts';
import { clientGrant, type TokenRequest } from '../grant.ts';
import { checkGuest } from '../guest.ts';

/** Milliseconds; documented. */
const CODE_LIFETIME = 15 * 60 * 1000;

export const authorizationCode = clientGrant({
  type: 'authorization_code',
  flow: 'authorization-code',
  parameters: ['code', 'redirect_uri', 'code_verifier'],
  needsSecret: (app) => !app.isConsumerSecretOptional,
  refusesScope: false,
  answer: {
    members: [
      'access_token',
      'refresh_token',
      'signature',
      'scope',
      'id_token',
      'instance_url',
      'id',
      'token_type',
      'issued_at',
    ],
    order: 'hash',
  },

  async identify(request, world) {
    const code = await findCode(request.parameters.get('code') ?? '', world);
    if (code) identifyOwner(code, request, world);
  },

  async decide(request, world, client) {
    const { parameters } = request;
    const text = parameters.get('code') ?? '';
    check(request, 'code.missing', text !== '', {});
    const code = await findCode(text, world);
    check(request, 'code.unknown', code, {
      nearMiss: code ? undefined : await nearMissOfToken(text, ['code'], (other) => findCode(other, world)),
    });
    const { org, user, uvid } = identifyOwner(code, request, world);
    check(request, 'code.other-client', code.consumerKey === client.consumerKey, {
      issuedTo: code.consumerKey,
    });

    const age = world.clock.of(code.orgId).now() - code.createdAt;
    check(request, 'code.spent', code.spentAt === undefined, {});
    check(request, 'code.expired', age <= CODE_LIFETIME, { age, lifetime: CODE_LIFETIME });

    const redirectUri = parameters.get('redirect_uri') ?? '';
    const sameUri = sameRedirectUri(redirectUri, code.redirectUri);
    check(request, 'code.callback-mismatch', sameUri, {
      sent: redirectUri,
      authorized: code.redirectUri,
      nearMiss: sameUri
        ? undefined
        : nearMiss(redirectUri, (text) => sameRedirectUri(text, code.redirectUri)),
    });
    checkVerifier(request, code);

    check(request, 'code.unknown', org && user, { nearMiss: undefined });
    check(request, 'user.other-domain', knowsUser(request.calledHost, org, user), {
      host: request.calledHost.origin,
      org: org.name,
      userType: user.userType,
    });
    if (uvid !== undefined) checkGuest(request, user);
    const scopes = readScopes(code.scopes);
    const app = appOfOrg(client, org);
    checkPolicies(request, world, { flow: 'authorization-code', org, user, app, scopes });

    return {
      org,
      user,
      app,
      scopes,
      authorizedAt: { issuer: code.issuer, nonce: code.nonce },
      ...(grantsRefreshToken(scopes) ? { refreshToken: { approval: code.approval } } : {}),
      async redeem(accessToken, refreshToken) {
        const spentAt = world.clock.of(code.orgId).now();
        const issued = await world.store.tokens.exchangeCode(code.row, spentAt, accessToken, refreshToken);
        check(request, 'code.spent', issued, {});
        return issued;
      },
    };
  },
});

/** Whom a code was issued to, as far as they still exist; the trace is told. */
function identifyOwner(code: StoredCode, request: Traced, { orgs }: World) {
  const org = orgs.org(code.orgId);
  const uvid = uvidOf(code.userId);
  const user = uvid === undefined ? orgs.user(code.userId) : guestUser(uvid);
  if (org && user) identify(request, { org, user });
  return { org, user, uvid };
}

async function findCode(text: string, { codec, store }: World): Promise<StoredCode | undefined> {
  const reference = codec.read('code', text);
  const code = reference && (await store.codes.find(reference.row));
  return code && codec.names(reference, code) ? code : undefined;
}

/** PKCE is honoured whenever a challenge was sent; only S256 exists (token.md 3). */
function checkVerifier(request: TokenRequest<'code_verifier'>, { codeChallenge }: StoredCode): void {
  const { parameters } = request;
  const verifier = parameters.get('code_verifier');
  if (codeChallenge === undefined) {
    check(request, 'code.verifier-unexpected', verifier === undefined, {});
    return;
  }
  check(request, 'code.verifier-missing', verifier, {});
  const isWellFormed = isVerifierWellFormed(verifier);
  check(request, 'code.verifier-malformed', isWellFormed, {
    length: verifier.length,
    nearMiss: isWellFormed ? undefined : nearMiss(verifier, (text) => verifies(codeChallenge, text)),
  });
  const isRight = verifies(codeChallenge, verifier);
  check(request, 'code.verifier-wrong', isRight, {
    codeChallenge,
    nearMiss: isRight ? undefined : nearMissOfVerifier(codeChallenge, verifier),
  });
}
