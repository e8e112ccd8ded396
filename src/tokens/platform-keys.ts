/**
 * The keys that sign ID tokens: Salesforce has three at a time, one set for every host (identity-and-resources.md 4.3).
 * They ship in `seed/platform-keys.jwks`, public on purpose (docs/decisions/0003-shipped-platform-keys.md), and are read when first needed.
 */
import { readFileSync } from 'node:fs';
import type { JWK_RSA_Private, JWK_RSA_Public } from 'jose';
import type { KeyToSignWith } from './jwt.ts';

/** One member of `/id/keys`, in Salesforce's order. */
export interface PublishedKey {
  readonly kty: string;
  readonly n: string;
  readonly e: string;
  readonly alg: 'RS256';
  readonly use: 'sig';
  readonly kid: string;
}

interface PlatformKeys {
  readonly published: readonly PublishedKey[];
  readonly signing: KeyToSignWith;
}

type KeyInFile = JWK_RSA_Private & { readonly kty: 'RSA'; readonly kid: string };

/** The same path from `src/tokens` and from `dist/shared`. */
const KEY_FILE = new URL('../../seed/platform-keys.jwks', import.meta.url);

let loaded: PlatformKeys | undefined;

/** The first published key signs. */
export function platformKeys(): PlatformKeys {
  loaded ??= load();
  return loaded;
}

function load(): PlatformKeys {
  const { keys } = JSON.parse(readFileSync(KEY_FILE, 'utf8')) as { keys: [KeyInFile, ...KeyInFile[]] };
  const [first] = keys;
  return { published: keys.map(publish), signing: { kid: first.kid, privateKey: first } };
}

/** What anybody may know of a key. */
export function publish({ kid, n, e }: JWK_RSA_Public & { readonly kid: string }): PublishedKey {
  return { kty: 'RSA', n, e, alg: 'RS256', use: 'sig', kid };
}
