/** The link to the page of the inspector on an entry, as a terminal can have it. */
import type { LogStream } from './log-writer.ts';

/** The URL of the page on the entry with this id; undefined where there is none. */
export type PageOf = (id: string) => string | undefined;

/** Variables by which terminals tell that they know links that look like text (OSC 8), and no terminal that does not. */
const KNOW_LINKS = ['WT_SESSION', 'KITTY_WINDOW_ID', 'KONSOLE_VERSION', 'VTE_VERSION', 'WEZTERM_PANE'];
const PROGRAMS = ['iTerm.app', 'WezTerm', 'vscode', 'Hyper', 'ghostty', 'Tabby', 'rio'];

/** The URL itself, or the id that leads there. */
export function pageLink(id: string, page: string | undefined, stream: LogStream): string | undefined {
  if (page === undefined) return undefined;
  return stream.isTTY && knowsLinks(process.env) ? `\u001b]8;;${page}\u001b\\${id}\u001b]8;;\u001b\\` : page;
}

function knowsLinks(env: NodeJS.ProcessEnv): boolean {
  if (env.TERM === 'dumb' || env.NO_COLOR) return false;
  return KNOW_LINKS.some((name) => env[name]) || PROGRAMS.includes(env.TERM_PROGRAM ?? '');
}
