/** What a store keeps of queries whose answers have several pages: their rows as they were found. */

export interface QueryCursor {
  /** 18 characters, which locators begin with. */
  readonly id: string;
  /** The cursor that this one belongs to, as those of children do to the one of their parents: itself, or another one's id. */
  readonly family: string;
  readonly orgId: string;
  readonly userId: string;
  /** What all rows have in common, as JSON. */
  readonly head: string;
  /** How many rows there are. */
  readonly size: number;
  /** How many of them a chunk has; the last one may have fewer. */
  readonly chunk: number;
  /** Milliseconds that it lives after it was last used. */
  readonly lifetime: number;
}

/** Rows that stand one after another, as JSON. */
export type QueryChunk = string;

export interface QueryCursors {
  /**
   * Adds a cursor without rows. What has expired in the org is forgotten, and of the user's families the oldest, so that no more
   * than `most` are left.
   */
  open(cursor: QueryCursor, limits: { readonly at: number; readonly most: number }): Promise<void>;
  /** Adds chunks behind those that are there. */
  append(id: string, chunks: readonly QueryChunk[]): Promise<void>;
  /**
   * The chunks from one number to another, the last one included; undefined for a cursor that is not there, not this user's, or
   * expired. The cursor was used then.
   */
  read(page: {
    readonly id: string;
    readonly orgId: string;
    readonly userId: string;
    readonly at: number;
    readonly first: number;
    readonly last: number;
  }): Promise<{ readonly head: string; readonly chunks: readonly QueryChunk[] } | undefined>;
  /** As it was opened, if {@link read} would find it. */
  find(of: {
    readonly id: string;
    readonly orgId: string;
    readonly userId: string;
    readonly at: number;
  }): Promise<Pick<QueryCursor, 'size' | 'chunk'> | undefined>;
  /** Forgets one cursor, and not its family. */
  close(id: string): Promise<void>;
}
