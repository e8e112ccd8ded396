/** What a store keeps of the records of orgs: rows that it does not look into, and the values by which they are found. */
import type { UniqueFields } from './unique-keys.ts';

/** A row of an object. */
export interface StoredRecord {
  /** Name of the object, as the schema spells it. */
  readonly object: string;
  /** 18 characters. Rows come in the order of their ids. */
  readonly id: string;
  /** The fields that have a value, as JSON. */
  readonly fields: string;
  /** How often it was written, from 1: tells whether somebody has changed it since it was read. */
  readonly version: number;
  /** Instant; undefined while it is not in the recycle bin. */
  readonly deletedAt: number | undefined;
}

/** A value by which a row is found. */
export interface RecordKey {
  readonly field: string;
  /** Folded as the field compares: two values are the same key if they are the same text. */
  readonly value: string;
  /** Whether no other live row of the object may have it. */
  readonly isUnique: boolean;
}

/** A row that must be there for a change: what a reference leads to. */
export interface RecordNeed {
  readonly field: string;
  readonly object: string;
  readonly id: string;
}

/** A field that counts up: `INV-` and four digits make `INV-0001`. */
export interface RecordNumber {
  readonly field: string;
  readonly prefix: string;
  readonly digits: number;
  readonly suffix: string;
  /** The number of the first row. */
  readonly first: number;
  /** Whether its key is in small letters, as the field is compared without case. */
  readonly isFolded: boolean;
}

/** What deleting a row does to the rows whose key `field` has its id. */
export interface ChildRule {
  readonly object: string;
  readonly field: string;
  readonly onDelete: 'cascade' | 'restrict' | 'clear';
}

/** By the name of the object that is deleted. */
export type ChildRules = Readonly<Record<string, readonly ChildRule[]>>;

export type RecordChange =
  | {
      readonly kind: 'insert';
      readonly object: string;
      readonly id: string;
      readonly fields: string;
      readonly keys: readonly RecordKey[];
      readonly needs: readonly RecordNeed[];
      /** Each gets its next number, in its field and as a key. */
      readonly numbers?: readonly RecordNumber[] | undefined;
    }
  | {
      readonly kind: 'update';
      readonly object: string;
      readonly id: string;
      /** The version that was read. */
      readonly seen: number;
      readonly fields: string;
      /** Keys that the row has no more, and those that it gets. */
      readonly gone: readonly RecordKey[];
      readonly keys: readonly RecordKey[];
      readonly needs: readonly RecordNeed[];
    }
  | {
      readonly kind: 'delete';
      readonly object: string;
      readonly id: string;
      readonly seen: number;
      readonly rules: ChildRules;
      /** How many rows it may touch: itself, those that go with it, and those that lose a reference. */
      readonly most: number;
    }
  | {
      readonly kind: 'undelete';
      readonly object: string;
      readonly id: string;
      /** Those that it has again: another row may have a unique one meanwhile. */
      readonly keys: readonly RecordKey[];
      readonly needs: readonly RecordNeed[];
      /** Of the rows that come back with it: another row may have one of their keys meanwhile. */
      readonly uniques: UniqueFields;
    };

export type RecordOutcome = { readonly done: true } | { readonly done: false; readonly why: RecordProblem };

/** Why a change was not made. Nothing of it was. */
export type RecordProblem =
  /** It is not there as it was read: somebody changed or deleted it. */
  | { readonly kind: 'changed' }
  /** Another row has a key that must be unique. */
  | { readonly kind: 'taken'; readonly field: string; readonly id: string }
  /** What it refers to is not there, or in the recycle bin. */
  | { readonly kind: 'reference'; readonly field: string; readonly id: string; readonly isDeleted: boolean }
  /** More rows would go, or lose a reference, than one deletion may touch. */
  | { readonly kind: 'too many'; readonly most: number }
  /** It has children that restrict its deletion: the first ten of them. */
  | { readonly kind: 'restricted'; readonly object: string; readonly ids: readonly string[] }
  /** Another change failed, and none was to be made then. */
  | { readonly kind: 'rolled back' };

/** Rows of one object, a page at a time. */
export interface RecordPage {
  readonly object: string;
  /** The last id of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
  readonly includeDeleted: boolean;
}

/** Values of a key, folded as keys are. */
export interface KeyValues {
  readonly field: string;
  readonly values: readonly string[];
}

export interface Records {
  /** Rows by their ids, those in the recycle bin too; undefined where there is none. */
  find(orgId: string, object: string, ids: readonly string[]): Promise<(StoredRecord | undefined)[]>;
  /** The rows of an object. */
  page(orgId: string, page: RecordPage): Promise<StoredRecord[]>;
  /** The rows that have one of these values as a key. Where there are several values, each page looks at all keys behind it. */
  pageOfKeys(orgId: string, page: RecordPage & KeyValues): Promise<StoredRecord[]>;
  /** How many keys, those of the recycle bin too, have one of these values; more than `most` are not counted. */
  countOfKeys(
    orgId: string,
    keys: KeyValues & { readonly object: string; readonly most: number },
  ): Promise<number>;
  /** How many rows an object has, those in the recycle bin too. */
  count(orgId: string, object: string): Promise<number>;
  /**
   * Makes changes, one after the other: a later one sees what an earlier one did. A check and the write that it permits are one.
   *
   * @param allOrNone whether none is made if one cannot be: the others are `rolled back` then
   * @returns what became of each, in their order
   */
  save(
    orgId: string,
    changes: readonly RecordChange[],
    options: { readonly allOrNone: boolean; readonly at: number },
  ): Promise<RecordOutcome[]>;
}
