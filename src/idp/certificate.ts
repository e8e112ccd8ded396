/** What an org signs with as identity provider: as its seed says, or made once and kept by the store. */
import { X509Certificate } from 'node:crypto';
import type { Org } from '../org/model.ts';
import { check, type Traced } from '../refusals/check.ts';
import type { SigningPair } from '../saml/names.ts';
import { memoize } from '../wire/memoize.ts';
import type { World } from '../world/world.ts';

/** Deleted with the org. */
const ownerOf = ({ id }: Org) => `saml ${id}`;

export async function signingPair(world: World, org: Org): Promise<SigningPair> {
  const { certificate, privateKey } = org.settings.identityProvider;
  if (certificate !== undefined && privateKey !== undefined) return { certificate, privateKey };
  const { signingKeys } = world.store;
  const owner = ownerOf(org);
  const [kept] = await signingKeys.newest(owner);
  if (kept) return pairOf(JSON.stringify([kept.privateKey, org.id, kept.createdAt]));
  const { makePrivateKey } = await import('../saml/self-signed.ts');
  const createdAt = world.clock.of(org.id).now();
  // Another process may have been faster: its key is the one.
  await signingKeys.append({ owner, kid: 'saml', privateKey: await makePrivateKey(), createdAt }, undefined);
  return signingPair(world, org);
}

/** A certificate follows from its key: making it again takes some milliseconds. */
const pairOf = memoize(100, async (facts) => {
  const [privateKey, orgId, createdAt] = JSON.parse(facts) as [string, string, number];
  const { selfSigned } = await import('../saml/self-signed.ts');
  return { privateKey, certificate: await selfSigned(privateKey, orgId, createdAt) };
});

/** The end of a certificate, in milliseconds since the epoch. */
export function validUntil(certificate: string): number {
  return Date.parse(new X509Certificate(certificate).validTo);
}

/** @throws Refusal idp.settings */
export async function checkSettings(request: Traced, world: World, org: Org): Promise<SigningPair> {
  const pair = await signingPair(world, org);
  const { enabled } = org.settings.identityProvider;
  const [end, now] = [validUntil(pair.certificate), world.clock.of(org.id).now()];
  check(request, 'idp.settings', enabled && now < end, {
    enabled,
    validUntil: new Date(end).toISOString(),
    now: new Date(now).toISOString(),
  });
  return pair;
}
