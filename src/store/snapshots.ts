/** What a store keeps of snapshots that have a name: documents, which it does not look into. */

export interface SnapshotFacts {
  readonly name: string;
  /** By the clock of all. */
  readonly takenAt: number;
  /** Of the document as text. */
  readonly characters: number;
}

export interface KeptSnapshot extends SnapshotFacts {
  /** The document, packed. */
  readonly document: Buffer;
}

export interface SnapshotBounds {
  /** How many there may be. */
  readonly most: number;
  /** Of all together. */
  readonly characters: number;
}

/** No snapshot holds them, and neither restoring one nor a reset touches them. */
export interface Snapshots {
  /** The newest first. */
  list(): Promise<SnapshotFacts[]>;
  document(name: string): Promise<Buffer | undefined>;
  /** Keeps one in the place of an earlier one of that name. @returns false, and nothing was changed, if there is no room */
  keep(snapshot: KeptSnapshot, bounds: SnapshotBounds): Promise<boolean>;
  /** @returns whether it was there */
  forget(name: string): Promise<boolean>;
}
