/** The pages of the inspector by their paths. */
import { entryPage, latestEntryPage } from './entry/entry-page.ts';
import { journalPage } from './journal/journal-page.ts';
import { jwtPage } from './screens/jwt.ts';
import { nowPage } from './screens/now.ts';
import { redirectsPage } from './screens/redirects.ts';
import type { Page } from './visit.ts';

const PAGES: readonly Page[] = [nowPage, redirectsPage, jwtPage, journalPage, latestEntryPage, entryPage];

/** @param path segments below `/_fauxforce/console` */
export function pageFor(path: readonly string[]): Page | undefined {
  return PAGES.find((page) => fits(page.path === '' ? [] : page.path.split('/'), path));
}

function fits(pattern: readonly string[], path: readonly string[]): boolean {
  return (
    pattern.length === path.length && pattern.every((part, i) => part.startsWith(':') || part === path[i])
  );
}
