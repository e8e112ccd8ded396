/** A draft of a record that was sent, if the table has nothing against it. */
import type { Refusal } from '../../refusals/catalogue.ts';
import type { Session } from '../data.ts';
import type { ObjectDefinition } from '../definition.ts';
import type { StoredRow } from '../rows.ts';
import { SAVE_CHECKS } from './checks.ts';
import type { Draft, Sent } from './draft.ts';
import { readFields } from './parents.ts';

export async function draftOf(
  session: Session,
  object: ObjectDefinition,
  action: Draft['action'],
  id: string,
  before: StoredRow | undefined,
  given: Sent,
  text: string,
): Promise<Draft | { readonly refused: Refusal }> {
  const { sent, unknown, refused } = await readFields(session, object, given);
  if (refused) return { refused };
  const draft: Draft = { session, object, action, id, before, sent, unknown, text, values: new Map() };
  for (const ask of SAVE_CHECKS) {
    const problem = ask(draft);
    if (problem) return { refused: problem };
  }
  return draft;
}
