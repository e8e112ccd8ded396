/** The screens of the inspector, in the order of its navigation, each with the letter that leads there after `g`. */
import { CONSOLE_PATH } from '../wire/paths.ts';

export interface Screen {
  readonly path: string;
  readonly name: string;
  readonly key: string;
}

const SCREENS = [
  ['', 'Now', 'n'],
  ['/journal', 'Journal', 'j'],
  ['/try', 'Try it', 'i'],
  ['/redirects', 'Redirects', 'u'],
  ['/jwt', 'JWT', 'w'],
  ['/tokens', 'Tokens', 't'],
  ['/failures', 'Failures', 'f'],
  ['/clock', 'Clock', 'c'],
  ['/refusals', 'Refusals', 'r'],
  ['/orgs', 'Orgs', 'o'],
  ['/snapshots', 'Snapshots', 's'],
  ['/outbox', 'Outbox', 'm'],
] as const;

export const NAVIGATION: readonly Screen[] = SCREENS.map(([path, name, key]) => ({
  path: CONSOLE_PATH + path,
  name,
  key,
}));
