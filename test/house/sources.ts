/** The sources as a graph: which file imports which, and whether a value or only types. */
import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));

export interface Source {
  /** `org/model.ts` */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

export interface Import {
  /** A path like {@link Source.path}, or the name of a package. */
  readonly target: string;
  readonly ours: boolean;
  readonly typeOnly: boolean;
}

const IMPORT =
  /(?:^|[;\n])\s*(?:import|export)\b[^;'"]*?\bfrom\s*'([^']+)'|(?:^|\n)\s*import\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/g;

export const sources: readonly Source[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => path.replaceAll('\\', '/'))
  .sort()
  .map(read);

function read(path: string): Source {
  const text = readFileSync(join(SRC, path), 'utf8');
  const values = new Set(specifiers(stripTypeScriptTypes(text, { mode: 'strip' })));
  const imports = [...new Set(specifiers(text))].map((specifier) => ({
    target: targetOf(path, specifier),
    ours: specifier.startsWith('.'),
    typeOnly: !values.has(specifier),
  }));
  return { path, text, imports };
}

function specifiers(text: string): string[] {
  return Array.from(text.matchAll(IMPORT), ([, from, alone, called]) => from ?? alone ?? called ?? '');
}

function targetOf(path: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  return relative(SRC, resolve(SRC, dirname(path), specifier)).replaceAll('\\', '/');
}

/** Comments of a text; `://` begins none. */
export const COMMENTS = /\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm;

/** The folder that a file belongs to; `world/world.ts` is one of its own. */
export function folderOf(path: string): string {
  return path.split('/')[0] ?? path;
}
