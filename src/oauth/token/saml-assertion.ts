/** The checks that both SAML grants make, in the order that keeps what nobody verified from being believed (token.md 8, 9). */
import { hash } from 'node:crypto';
import type { Clock } from '../../ground/clock.ts';
import { loginHostOf, myDomainHostOf } from '../../org/hosts.ts';
import type { Org } from '../../org/model.ts';
import { check, refuse } from '../../refusals/check.ts';
import { unlessFar } from '../../refusals/policy-words.ts';
import { type Assertion, claimedIssuer, type Period, readAssertion } from '../../saml/assertion.ts';
import { readSaml, type SamlDocument } from '../../saml/document.ts';
import { verifySignatures } from '../../saml/signature.ts';
import type { Granted } from '../../tokens/granted.ts';
import { readingsOf, wouldFit } from '../../wire/near-miss.ts';
import type { World } from '../../world/world.ts';
import { acceptsAudience, CLOCK_SKEW } from './asserted-user.ts';
import type { TokenRequest } from './grant.ts';

/** Whose refusals: those of the bearer grant, or of the single sign-on grant. */
export type SamlFamily = 'saml' | 'sso';

/** An assertion as it came, with the issuer it claims: good for finding the certificate, and nothing else. */
export interface ClaimedAssertion {
  readonly issuer: string;
  readonly document: SamlDocument;
}

/** Who signed, and who may have been meant. */
export interface Trust {
  readonly certificate: string;
  /** For the explanation: `app JWT_Bearer`. */
  readonly whose: string;
  readonly expects: (assertion: Assertion) => Expected;
}

/** What an assertion must say, of which the signature is right. */
export interface Expected {
  /** Whose time counts. */
  readonly orgId: string;
  readonly recipients: readonly string[];
  readonly audiences: readonly string[];
}

/** @throws Refusal */
export async function readClaim(
  request: TokenRequest<'assertion'>,
  family: SamlFamily,
  encoding: 'base64' | 'base64url',
): Promise<ClaimedAssertion> {
  const text = request.parameters.get('assertion') ?? '';
  const document = await readSaml(text, encoding);
  if ('flaw' in document) {
    const clause = document.flaw === 'malformed' ? await nearMissOfSaml(text, encoding) : undefined;
    return refuse(request, `${family}.${document.flaw}` as const, {
      rule: document.rule + unlessFar(clause),
    });
  }
  return { issuer: claimedIssuer(document.assertion), document };
}

/** How a text that is no SAML would be: base64 whose + became spaces, above all. */
async function nearMissOfSaml(text: string, encoding: 'base64' | 'base64url'): Promise<string | undefined> {
  const urlSafe = {
    text: text.replaceAll('+', '-').replaceAll('/', '_'),
    how: 'in base64url: with - and _ for + and /',
  };
  for (const reading of encoding === 'base64url' ? [urlSafe, ...readingsOf(text)] : readingsOf(text)) {
    if (!('flaw' in (await readSaml(reading.text, encoding)))) return wouldFit(reading);
  }
  return undefined;
}

/** @returns an assertion that was verified, is meant for us, and valid now @throws Refusal */
export async function verifyClaim(
  request: TokenRequest,
  world: World,
  family: SamlFamily,
  { document, issuer }: ClaimedAssertion,
  trust: Trust,
): Promise<Assertion> {
  const { whose } = trust;
  const verdict = await verifySignatures(document, trust.certificate);
  const rule = 'rule' in verdict ? verdict.rule : 'everything it covers is unchanged';
  check(request, `${family}.signature` as const, 'signed' in verdict, { whose, rule });
  const assertion = await readAssertion((verdict as { signed: string }).signed);
  check(request, `${family}.signature` as const, assertion.issuer === issuer, {
    whose,
    rule: 'the Issuer it covers is the one that was read',
  });
  const { audienceRestrictions: restrictions, confirmations } = assertion;

  const { orgId, recipients: accepted, audiences } = trust.expects(assertion);
  const confirmation = confirmations.find(({ recipient }) => accepted.includes(recipient));
  const recipients = confirmations.map(({ recipient }) => recipient);
  check(request, `${family}.recipient` as const, confirmation, { recipients, accepted });
  checkPeriods(request, world.clock.of(orgId), family, [assertion.conditions, confirmation]);

  const isForUs = (audience: string) => acceptsAudience(audiences, audience);
  const namesUs = restrictions.length > 0 && restrictions.every((named) => named.some(isForUs));
  check(request, `${family}.audience` as const, namesUs, {
    audiences: restrictions.flat(),
    accepted: audiences,
    host: request.calledHost.origin,
  });
  return assertion;
}

/** All of the periods must hold now. @throws Refusal */
function checkPeriods(
  request: TokenRequest,
  clock: Clock,
  family: SamlFamily,
  periods: readonly Period[],
): void {
  const starts = periods.flatMap(({ notBefore }) => notBefore ?? []);
  const ends = periods.flatMap(({ notOnOrAfter }) => notOnOrAfter ?? []);
  const areInstants = ends.length > 0 && [...starts, ...ends].every(Number.isFinite);
  check(request, `${family}.no-expiry` as const, areInstants, {
    rule: 'NotOnOrAfter is there, and every NotBefore and NotOnOrAfter is an instant',
  });
  const [start, end, now] = [Math.max(0, ...starts), Math.min(...ends), clock.now()];
  const isValid = start - CLOCK_SKEW <= now && now < end + CLOCK_SKEW;
  check(request, `${family}.expired` as const, isValid, {
    notBefore: starts.length === 0 ? 'any time' : new Date(start).toISOString(),
    notOnOrAfter: new Date(end).toISOString(),
    now: new Date(now).toISOString(),
  });
}

/** The token endpoint as it was called and, on localhost, by its names on the real platform. */
export function acceptedRecipients({ calledHost }: TokenRequest, org: Org): string[] {
  const real = [`https://${loginHostOf(org)}`, `https://${myDomainHostOf(org)}`];
  const origins = calledHost.kind === 'local' ? [calledHost.origin, ...real] : [calledHost.origin];
  return origins.map((origin) => `${origin}/services/oauth2/token`);
}

/** Names an assertion among those that were used. */
export function markOf({ issuer, id }: Assertion): Buffer {
  return hash('sha256', JSON.stringify([issuer, id]), 'buffer');
}

/** Redeems an assertion once: another request with the same one is refused, wherever the clock has been since. */
export function redeemOnce(
  request: TokenRequest,
  world: World,
  family: SamlFamily,
  assertion: Assertion,
): Required<Pick<Granted, 'redeem'>> {
  return {
    async redeem(accessToken) {
      const issued = await world.store.tokens.exchangeAssertion(markOf(assertion), accessToken);
      check(request, `${family}.replayed` as const, issued, { id: assertion.id });
      return issued;
    },
  };
}
