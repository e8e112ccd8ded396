/** Tells the user when the store can no longer be used, and when it can again. */
import type { Availability } from '../../store/port.ts';

/** One line on stderr for each change. */
export function tellOfOutages(store: Availability, json: boolean): void {
  store.listen((problem) => {
    if (json)
      process.stderr.write(
        `${JSON.stringify(problem === undefined ? { store: 'usable again' } : { error: problem })}\n`,
      );
    else
      process.stderr.write(
        problem === undefined ? 'fauxforce: the store can be used again\n' : `fauxforce: ${problem}\n`,
      );
  });
}
