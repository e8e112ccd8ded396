/** How one record among several is answered (rest-data.md 5.4). */
import type { Saved } from '../../data/save/draft.ts';
import { ROLLED_BACK } from '../../data/save/entries.ts';
import type { Refusal } from '../../refusals/catalogue.ts';

/** `statusCode` in the place of `errorCode`, and always `fields`. */
export function recordError(refusal: Refusal): Record<string, unknown> {
  const { description: message, fields = [], facts } = refusal;
  return { statusCode: facts.error, message, fields };
}

/** A record that failed has no id; one that was rolled back keeps that of what was there before. */
export function itemJson(saved: Saved, { isUpsert = false } = {}): Record<string, unknown> {
  const created = isUpsert ? { created: saved.isCreated } : {};
  if (saved.isRolledBack) {
    const id = saved.isCreated ? {} : { id: saved.id };
    return { ...id, success: false, errors: [{ ...ROLLED_BACK, fields: [] }], ...created };
  }
  if (saved.errors.length > 0) {
    return { success: false, errors: saved.errors.map(recordError), ...created };
  }
  return { id: saved.id, success: true, errors: [], ...created };
}
