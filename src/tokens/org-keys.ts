/**
 * The keys that sign JWT access tokens, an org's own, and the one that signs asset tokens (identity-and-resources.md 4.3).
 * Made when first needed, in the thread pool, and kept in the store, which is asked each time: of several processes each
 * sees what another made.
 */
import type { JWK } from 'jose';
import type { Org } from '../org/model.ts';
import type { SigningKey, StoredSigningKey } from '../store/port.ts';
import { memoize } from '../wire/memoize.ts';
import type { World } from '../world/world.ts';
import type { KeyToSignWith } from './jwt.ts';
import { type PublishedKey, publish } from './platform-keys.ts';

/** Milliseconds after which an org signs with a new key. */
const KEY_LIFETIME = 30 * 24 * 60 * 60 * 1000;

const ASSET = 'asset';

type Keys = Pick<World, 'store' | 'clock'>;

/** `CORE_ATJWT.<15-character org id>.<milliseconds>`, a new one about every 30 days. */
export async function accessTokenKey(world: Keys, { id }: Org): Promise<KeyToSignWith> {
  const now = world.clock.of(id).now();
  const [newest] = await world.store.signingKeys.newest(id);
  if (newest && now - newest.createdAt < KEY_LIFETIME) return toSignWith(newest);
  return toSignWith(await makeKey(world, id, `CORE_ATJWT.${id.slice(0, 15)}.${now}`, newest));
}

/** `kid` is `asset`, one for all orgs and for good. */
export async function assetTokenKey(world: Keys): Promise<KeyToSignWith> {
  const [key] = await world.store.signingKeys.newest(ASSET);
  return toSignWith(key ?? (await makeKey(world, ASSET, ASSET, undefined)));
}

/** The public half of the org's key of this name, while it is one of the newest three. */
export async function accessTokenPublicKey(
  { store }: Keys,
  orgId: string,
  kid: string,
): Promise<JWK | undefined> {
  const key = (await store.signingKeys.newest(orgId)).find((one) => one.kid === kid);
  return key && (await readPem(key.privateKey)).publicKey;
}

/**
 * What these orgs publish, newest first, an asset key after them. An org whose apps issue such tokens
 * publishes a key before the first of them, so that what clients remember of this list is right.
 */
export async function publishedOrgKeys(world: Keys, orgs: readonly Org[]): Promise<PublishedKey[]> {
  const issuing = orgs.filter(({ apps }) => apps.some((app) => app.isNamedUserJwtEnabled));
  await Promise.all(issuing.map((org) => accessTokenKey(world, org)));
  if (orgs.some(({ apps }) => apps.some((app) => app.assetToken))) await assetTokenKey(world);
  const owners = [...orgs.map(({ id }) => id), ASSET];
  return Promise.all((await keysOf(world, owners)).map(toPublish));
}

/** Few of many orgs have any: all keys are read then, instead of asking for each org. */
async function keysOf({ store }: Keys, owners: readonly string[]): Promise<StoredSigningKey[]> {
  if (owners.length <= 2)
    return (await Promise.all(owners.map((owner) => store.signingKeys.newest(owner)))).flat();
  const keys = Map.groupBy(await store.signingKeys.all(), ({ owner }) => owner);
  return owners.flatMap((owner) => keys.get(owner) ?? []);
}

const making = new WeakMap<World['store'], Map<string, Promise<StoredSigningKey>>>();

/** One at a time for an owner; when another process is faster, its key is the one. */
function makeKey(
  { store, clock }: Keys,
  owner: string,
  kid: string,
  after: StoredSigningKey | undefined,
): Promise<StoredSigningKey> {
  const underWay = making.get(store) ?? new Map<string, Promise<StoredSigningKey>>();
  making.set(store, underWay);
  const found = underWay.get(owner);
  if (found) return found;
  const made = (async () => {
    const privateKey = await makePrivateKey();
    await store.signingKeys.append({ owner, kid, privateKey, createdAt: clock.of(owner).now() }, after?.row);
    return (await store.signingKeys.newest(owner))[0] as StoredSigningKey;
  })().finally(() => underWay.delete(owner));
  underWay.set(owner, made);
  return made;
}

/** PKCS #8 in PEM. */
async function makePrivateKey(): Promise<string> {
  const [{ generateKeyPair }, { exportPKCS8 }] = await Promise.all([
    import('jose/key/generate/keypair'),
    import('jose/key/export'),
  ]);
  const { privateKey } = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true });
  return exportPKCS8(privateKey);
}

/** Parsing a key takes longer than finding it. */
const readPem = memoize(1_000, async (pem) => {
  const [{ importPKCS8 }, { exportJWK }] = await Promise.all([
    import('jose/key/import'),
    import('jose/key/export'),
  ]);
  const privateKey = await importPKCS8(pem, 'RS256', { extractable: true });
  const { n = '', e = '' } = await exportJWK(privateKey);
  return { privateKey, publicKey: { kty: 'RSA', n, e } as const };
});

async function toSignWith({ kid, privateKey }: SigningKey): Promise<KeyToSignWith> {
  return { kid, privateKey: (await readPem(privateKey)).privateKey };
}

async function toPublish({ kid, privateKey }: SigningKey): Promise<PublishedKey> {
  return publish({ kid, ...(await readPem(privateKey)).publicKey });
}
