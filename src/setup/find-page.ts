/** Finds the page of a path, and of Lightning's address of one. */
import { relativePath } from '../oauth/session/own-origin.ts';
import type { FormParameters } from '../wire/form.ts';
import { isSetupPath } from '../wire/paths.ts';
import { type Entry, MAP } from './map.ts';

const MATCHERS = MAP.flatMap((entry) => entry.paths.map((path) => ({ entry, pattern: patternOf(path) })));

function patternOf(path: string): RegExp {
  const escaped = path.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\{(\w{3})\}/g, '$1[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?')}/?$`);
}

export function pageAt(path: string): Entry | undefined {
  return MATCHERS.find(({ pattern }) => pattern.test(path))?.entry;
}

/** The path that a Lightning address shows, in a frame or by itself; undefined for one that shows nothing here. */
export function classicPathOf(path: string, query: FormParameters): string | undefined {
  const [, area, ...rest] = path.replace(/\/$/, '').split('/').slice(1);
  if (area === 'settings') return rest[0] === 'personal' ? pathOfNode(rest[1]) : undefined;
  if (area !== 'setup') return undefined;
  const [node, view, last] = rest;
  if (view === 'page') return addressed(query.get('address'));
  if (view !== undefined && last === 'detail') return detailOf(view);
  return view === 'home' || view === undefined ? pathOfNode(node) : undefined;
}

function pathOfNode(node: string | undefined): string | undefined {
  return node === undefined ? undefined : MAP.find(({ nodes }) => nodes?.includes(node))?.paths[0];
}

function addressed(address: string | undefined): string | undefined {
  const path = address === undefined ? undefined : relativePath(address);
  return path !== undefined && isSetupPath(path.replace(/[?#].*$/s, '')) && !path.startsWith('/lightning/')
    ? path
    : undefined;
}

/** An External Client App, as its manager names it. */
function detailOf(id: string): string | undefined {
  const path = `/setup/lightning/ExternalClientApplication/${id}`;
  return pageAt(path) ? path : undefined;
}
