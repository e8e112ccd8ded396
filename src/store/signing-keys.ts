/** What a store keeps of private keys that sign tokens. */
import type { Row } from './rows.ts';

/** A private key that signs tokens. */
export interface SigningKey {
  /** Whose it is: an org's id, or a word for a key that no org owns. */
  readonly owner: string;
  /** The `kid` it is published under; unique for its owner. */
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
  /** Those of every owner, newest first. */
  all(): Promise<StoredSigningKey[]>;
  /**
   * Makes a key the newest of its owner, unless somebody else was faster: nothing happens when the newest is no
   * longer `after`, undefined meaning that there was none. Keys beyond the newest three are forgotten.
   *
   * @returns whether it was appended
   */
  append(key: SigningKey, after: Row | undefined): Promise<boolean>;
}
