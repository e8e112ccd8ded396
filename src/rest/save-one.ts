/** How a call that saves one record is refused: what the save found is the call's own refusal. */
import type { Saved } from '../data/save/draft.ts';
import type { SaveOptions } from '../data/save/save.ts';
import type { RestCall } from './call.ts';

/** What is armed for saves strikes when all checks have passed. */
export function saveOne({ trace }: RestCall): SaveOptions {
  return {
    allOrNone: false,
    beforeWriting: (refused) => (refused.length === 0 ? trace.passed('record') : undefined),
  };
}

/** The result of the only record of a save. @throws Refusal when it was not saved */
export function onlyResult({ trace }: RestCall, [saved]: readonly Saved[]): Saved {
  if (!saved) throw new RangeError('a save of one record has one result');
  const [error] = saved.errors;
  if (error) throw trace.failed(error.refusal, error.values);
  return saved;
}
