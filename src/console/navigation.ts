/** The screens of the inspector, in the order of its navigation, each with the letter that leads there after `g`. */

export interface Screen {
  readonly path: string;
  readonly name: string;
  readonly key: string;
}

export const NAVIGATION: readonly Screen[] = [
  { path: '/_fauxforce/console', name: 'Now', key: 'n' },
  { path: '/_fauxforce/console/journal', name: 'Journal', key: 'j' },
  { path: '/_fauxforce/console/redirects', name: 'Redirects', key: 'u' },
  { path: '/_fauxforce/console/jwt', name: 'JWT', key: 'w' },
];
