/** Renders the inspector's pages. `<%= %>` escapes; only the layout and parts of pages use `<%~ %>`. */
import { Eta } from 'eta/core';
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
}

export async function render({ title, template, data }: Shown, { path, theme }: Frame): Promise<string> {
  loaded ??= load();
  const here = path.split('?')[0] ?? '';
  const frame = {
    title,
    path,
    here,
    theme,
    themes: THEMES,
    navigation: NAVIGATION,
    base: '/_fauxforce/console',
    queryOf,
  };
  return loaded.render(`@${template}`, { ...data, frame });
}

function load(): Eta {
  const eta = new Eta({ varName: 'it', autoEscape: true });
  for (const [name, template] of Object.entries(TEMPLATES)) eta.loadTemplate(`@${name}`, template);
  return eta;
}
