/** Checks of a request that are made when it arrives, and again once it is known whose org's app it is. */
import { hash } from 'node:crypto';
import { check, type Traced } from '../refusals/check.ts';
import { BINDINGS } from '../saml/names.ts';
import type { World } from '../world/world.ts';
import type { Asked } from './asked.ts';
import type { Provider } from './providers.ts';

/** Minutes that a request is good for, from its IssueInstant and through the pages. */
const MINUTES = 60;
/** Milliseconds that clocks may differ. */
const SKEW = 180_000;

/** Names a certificate. */
export function fingerprintOf(certificate: string): string {
  return hash('sha256', certificate);
}

/** @throws Refusal */
export function checkAcs(request: Traced, { saml: { acsUrl } }: Provider, asked: Asked): void {
  const { acsUrl: wanted = acsUrl, binding = BINDINGS.PostBinding } = asked;
  const isOwn = wanted === acsUrl && binding === BINDINGS.PostBinding;
  check(request, 'idp.acs', isOwn, { asked: wanted, acsUrl, binding });
}

/**
 * @param signedBy fingerprint of the certificate that verified a message
 * @param rule the rule of form that its signature breaks, where that is known
 * @throws Refusal
 */
export function checkSigned(
  request: Traced,
  { saml: { certificate, entityUrl } }: Provider,
  signedBy: string | undefined,
  rule?: string,
): void {
  if (certificate === undefined) return;
  const signed = 'it is signed, with the key of the certificate';
  check(request, 'idp.signature', signedBy === fingerprintOf(certificate), {
    entityUrl,
    rule: rule ?? signed,
  });
}

/** @param issuedAt milliseconds since the epoch; NaN for none @throws Refusal */
export function checkAge(request: Traced, issuedAt: number, now: number): void {
  const isFresh = issuedAt - SKEW <= now && now < issuedAt + MINUTES * 60_000;
  check(request, 'idp.expired', isFresh, {
    issuedAt: Number.isNaN(issuedAt) ? 'no instant' : new Date(issuedAt).toISOString(),
    now: new Date(now).toISOString(),
    minutes: MINUTES,
  });
}

/** Uses a request up: it counts once, whatever it asks for. @throws Refusal idp.replayed */
export async function useOnce(
  request: Traced,
  { store }: World,
  { org }: Pick<Provider, 'org'>,
  { issuer, id }: { readonly issuer: string; readonly id: string },
): Promise<void> {
  const used = hash('sha256', JSON.stringify([org.id, issuer, id]), 'buffer');
  check(request, 'idp.replayed', await store.usedAssertions.use(used), { id });
}
