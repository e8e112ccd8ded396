/** How a record that is the org's own is saved. */
import type { Refusal } from '../../refusals/catalogue.ts';
import type { Session } from '../data.ts';
import type { StoredRow } from '../rows.ts';
import type { Draft } from './draft.ts';

/** @returns the id of the record, or why it was not saved after all: nothing has changed then */
export type OrgRecordChange = () => Promise<string | Refusal>;

/** How the records of one object are saved. What is not there cannot be done. */
export interface OrgRecords {
  readonly create?: (draft: Draft) => Promise<string | Refusal>;
  readonly update?: (draft: Draft, before: StoredRow) => Promise<string | Refusal>;
  readonly remove?: (session: Session, before: StoredRow) => Promise<string | Refusal>;
}
