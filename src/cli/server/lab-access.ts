/** Whether the lab can be reached, and where the inspector explains entries then. */
import { isLoopback } from '../../server/listen.ts';
import { entryPath } from '../../wire/paths.ts';
import type { PageOf } from '../log/page-link.ts';
import type { StartOptions } from './start-options.ts';

/** Whether anybody may use the lab: it is closed where other machines can reach it without a token. */
export function isLabOpen({ host, labToken }: Pick<StartOptions, 'host' | 'labToken'>): boolean {
  return labToken !== undefined || isLoopback(host);
}

export function sayIfClosed(options: StartOptions): void {
  if (!isLabOpen(options)) process.stderr.write(CLOSED_LAB);
}

const CLOSED_LAB = 'the lab API is closed: other machines can reach it, and there is no --lab-token\n';

/** Where the inspector explains an entry: nowhere before the server listens, where the lab is closed, or where nothing is to tell of it. */
export function pagesOf(options: StartOptions): { of: PageOf; are(url: string): void } {
  const isOpen = options.journalHeader && isLabOpen(options);
  let origin: string | undefined;
  return {
    of: (id) => (isOpen && origin !== undefined ? origin + entryPath(id) : undefined),
    are(url) {
      origin = url;
    },
  };
}
