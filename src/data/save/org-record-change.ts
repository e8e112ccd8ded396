/** How a record that is the org's own is saved. */
import type { Org } from '../../org/model.ts';
import type { Refusal } from '../../refusals/catalogue.ts';
import type { OrgChange } from '../../seed/change-org.ts';
import type { Session } from '../data.ts';
import type { StoredRow } from '../rows.ts';
import type { Draft } from './draft.ts';

/** A change of one record of the org. Several of different records are made at once: each time the whole org is read anew. */
export interface OrgEdit {
  /** The record of the org that changes: two edits of one are made one after the other. */
  readonly about: string;
  /** @param before the org as it is when the change is made; @throws what stops it */
  decide(before: Org): DecidedEdit;
  /** Why it was not made after all. @throws the error, if it says nothing of the record */
  refusalOf(error: unknown): Refusal;
}

export interface DecidedEdit {
  readonly change: Omit<OrgChange, 'path'>;
  /** Of the record that the caller saves. */
  readonly id: string;
}

/** How the records of one object are saved. What is not there cannot be done. */
export interface OrgRecords {
  readonly create?: (draft: Draft) => OrgEdit;
  readonly update?: (draft: Draft, before: StoredRow) => OrgEdit;
  readonly remove?: (session: Session, before: StoredRow) => OrgEdit;
}

/** What was found in the org stops the change. */
export class Stopped extends Error {
  readonly why: Refusal;

  constructor(why: Refusal) {
    super(why.refusal);
    this.why = why;
  }
}
