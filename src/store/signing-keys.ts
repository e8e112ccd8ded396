/** What a store keeps of private keys that sign tokens. */
import type { Row } from './rows.ts';

/** A private key that signs tokens. */
export interface SigningKey {
  /** The owner: an org's id, or a fixed word for a key that belongs to no org. */
  readonly owner: string;
  /** The `kid` in the published key set; unique for its owner. */
  readonly kid: string;
  /** PKCS #8 in PEM. */
  readonly privateKey: string;
  readonly createdAt: number;
}

export interface StoredSigningKey extends SigningKey {
  readonly row: Row;
}

export interface SigningKeys {
  /** The newest three keys of an owner, newest first. */
  newest(owner: string): Promise<StoredSigningKey[]>;
  /** The newest three keys of every owner, newest first. */
  all(): Promise<StoredSigningKey[]>;
  /**
   * Makes a key the newest of its owner, if the owner's newest key is still `after` (undefined: the owner has none). Only the
   * newest three keys are kept.
   *
   * @returns false, and nothing was changed, when another process was faster
   */
  append(key: SigningKey, after: Row | undefined): Promise<boolean>;
}
