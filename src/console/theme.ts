/** Light, dark, or as the machine has it: kept in a cookie, so that a page has its colours from its first byte. */

export const THEMES = ['auto', 'light', 'dark'] as const;

export type Theme = (typeof THEMES)[number];

const YEAR = 31_536_000;

export function isTheme(text: string | undefined): text is Theme {
  return THEMES.some((theme) => theme === text);
}

/** The value of `Set-Cookie`. */
export function themeCookie(theme: Theme): string {
  return `fauxforce_theme=${theme}; Path=/_fauxforce/console; Max-Age=${YEAR}; HttpOnly; SameSite=Strict`;
}
