/** Renders the inspector's pages. `<%= %>` escapes; only the layout and parts of pages use `<%~ %>`. */
import { Eta } from 'eta/core';
import { CONSOLE_PATH } from '../wire/paths.ts';
import { queryOf } from './lab.ts';
import { NAVIGATION } from './navigation.ts';
import { TEMPLATES } from './templates/templates.ts';
import { THEMES, type Theme } from './theme.ts';
import type { Shown } from './visit.ts';

let loaded: Eta | undefined;

export interface Frame {
  /** Path and query of the page. */
  readonly path: string;
  readonly theme: Theme;
  /** What time it is for the lab: ISO. */
  readonly now: string;
  readonly isFrozen: boolean;
}

export async function render({ title, template, data }: Shown, page: Frame): Promise<string> {
  loaded ??= load();
  const here = page.path.split('?')[0] ?? '';
  const frame = { ...page, title, here, themes: THEMES, navigation: NAVIGATION, base: CONSOLE_PATH, queryOf };
  return loaded.render(`@${template}`, { ...data, frame });
}

function load(): Eta {
  const eta = new Eta({ varName: 'it', autoEscape: true });
  for (const [name, template] of Object.entries(TEMPLATES)) eta.loadTemplate(`@${name}`, template);
  return eta;
}
