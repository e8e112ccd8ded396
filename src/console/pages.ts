/** The pages of the inspector by their paths. */
import { entryPage, latestEntryPage } from './entry/entry-page.ts';
import { journalPage } from './journal/journal-page.ts';
import { clockPage } from './screens/clock.ts';
import { failuresPage } from './screens/failures.ts';
import { jwtPage } from './screens/jwt.ts';
import { nowPage } from './screens/now.ts';
import { orgPage, orgsPage } from './screens/orgs.ts';
import { outboxPage } from './screens/outbox.ts';
import { redirectsPage } from './screens/redirects.ts';
import { refusalPage, refusalsPage } from './screens/refusals.ts';
import { snapshotsPage } from './screens/snapshots.ts';
import { tokensPage } from './screens/tokens.ts';
import { tryCallbackPage, tryPage } from './try/try-page.ts';
import { beginWalkPage, walkPage } from './try/walk-page.ts';
import type { Page } from './visit.ts';

const PAGES: readonly Page[] = [
  nowPage,
  redirectsPage,
  jwtPage,
  journalPage,
  latestEntryPage,
  entryPage,
  tokensPage,
  failuresPage,
  clockPage,
  refusalsPage,
  refusalPage,
  orgsPage,
  orgPage,
  snapshotsPage,
  outboxPage,
  tryPage,
  tryCallbackPage,
  beginWalkPage,
  walkPage,
];

/** @param path segments below `/_fauxforce/console` */
export function pageFor(path: readonly string[]): Page | undefined {
  return PAGES.find((page) => fits(page.path === '' ? [] : page.path.split('/'), path));
}

function fits(pattern: readonly string[], path: readonly string[]): boolean {
  return (
    pattern.length === path.length && pattern.every((part, i) => part.startsWith(':') || part === path[i])
  );
}
