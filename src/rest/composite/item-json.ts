/** How one record among several is answered (rest-data.md 5.4). */
import type { Saved } from '../../data/save/draft.ts';
import type { Refusal } from '../../refusals/catalogue.ts';
import type { RestCall } from '../call.ts';

const ROLLED_BACK = {
  statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
  message: 'Record rolled back because not all records were valid and the request was using AllOrNone header',
  fields: [],
};

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
    return { ...id, success: false, errors: [ROLLED_BACK], ...created };
  }
  if (saved.errors.length > 0) {
    return { success: false, errors: saved.errors.map(recordError), ...created };
  }
  return { id: saved.id, success: true, errors: [], ...created };
}

/** The journal shows what was refused of records of a call that went on. */
export function noteErrors({ trace }: RestCall, results: readonly Saved[]): void {
  for (const { refusal: name, values } of results.flatMap(({ errors }) => errors)) {
    trace.checks.push({ name, ok: false, values });
  }
}
