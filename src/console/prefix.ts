/** Where the inspector is. */

export const CONSOLE_PREFIX = '/_fauxforce/console';
