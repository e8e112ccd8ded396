/** A record on its way into the store, and what stops it. */
import { Refusal, type RefusalName, type ValuesOf } from '../../refusals/catalogue.ts';
import type { Session } from '../data.ts';
import type { DataRow, FieldDefinition, FieldValue, ObjectDefinition } from '../definition.ts';
import type { StoredRow } from '../rows.ts';

/** Fields as somebody sent them, by name in any case: JSON values. */
export type Sent = Readonly<Record<string, unknown>>;

/** One record that somebody wants to save. */
export type SaveRequest =
  | {
      readonly action: 'create';
      readonly object: ObjectDefinition;
      readonly sent: Sent;
      readonly text?: string;
    }
  | {
      readonly action: 'update';
      readonly object: ObjectDefinition;
      readonly id: string;
      readonly sent: Sent;
      /** The body that the fields came in: refusals say places in it. */
      readonly text?: string;
      /** What the row must be like that is there. @throws Refusal */
      readonly precondition?: (row: DataRow) => void;
    }
  | {
      readonly action: 'upsert';
      readonly object: ObjectDefinition;
      readonly key: FieldDefinition;
      readonly value: FieldValue;
      readonly sent: Sent;
      readonly text?: string;
      /** Whether no record is made where none has the key. */
      readonly updateOnly?: boolean;
    }
  | { readonly action: 'delete'; readonly object: ObjectDefinition; readonly id: string }
  | { readonly action: 'undelete'; readonly object: ObjectDefinition; readonly id: string };

/** What became of one. */
export interface Saved {
  /** 18 characters; undefined when it was not made. */
  readonly id: string | undefined;
  readonly isCreated: boolean;
  /** Empty: it was saved. */
  readonly errors: readonly Refusal[];
  /** It was refused only because another one of its call was. */
  readonly isRolledBack: boolean;
  /** Of an upsert whose key several records have: their ids. Nothing was saved. */
  readonly ambiguous?: readonly string[];
  /** The field of that key. */
  readonly key?: string;
}

/** A record whose fields are being looked at. */
export interface Draft {
  readonly session: Session;
  readonly object: ObjectDefinition;
  readonly action: 'create' | 'update';
  readonly id: string;
  /** What is there; undefined for a record that is made. */
  readonly before: StoredRow | undefined;
  /** Fields that exist, as they were sent. */
  readonly sent: ReadonlyMap<FieldDefinition, unknown>;
  /** A name of which there is no field. */
  readonly unknown: string | undefined;
  readonly text: string;
  /** What was sent, read as the types of the fields say: a check fills it. */
  readonly values: Map<FieldDefinition, FieldValue>;
}

/** @returns the values as a row, by the names of the fields */
export function rowOf(values: ReadonlyMap<FieldDefinition, FieldValue>): DataRow {
  return Object.fromEntries([...values].map(([{ name }, value]) => [name, value]));
}

export function refusal<Name extends RefusalName>(name: Name, values: ValuesOf<Name>): Refusal {
  return new Refusal(name, values) as unknown as Refusal;
}
