/** Which resource a path leads to. The paths are many, and routes of Fastify for all of them took a third of a start. */
import type { Resource } from './call.ts';

export interface FoundResource {
  readonly resource: Resource;
  /** The words of the path that have a name. */
  readonly path: Readonly<Record<string, string>>;
}

/** @param path what follows the version: `/sobjects/Account`, or nothing; a trailing slash leads nowhere else */
export type FindResource = (path: string) => FoundResource | undefined;

interface Pattern {
  readonly words: readonly string[];
  readonly resource: Resource;
}

/** @param resources their paths begin with a word, not with a name for one */
export function finderOf(resources: readonly Resource[]): FindResource {
  const patterns = resources.map((resource) => ({ words: resource.path.split('/').slice(1), resource }));
  const byFirst = Map.groupBy(patterns.sort(plainFirst), ({ words }) => words[0] ?? '');
  return (path) => {
    const given = path.split('/').slice(1).map(decoded);
    if (given.at(-1) === '') given.pop();
    for (const { words, resource } of byFirst.get(given[0] ?? '') ?? []) {
      const named = matched(words, given);
      if (named) return { resource, path: named };
    }
    return undefined;
  };
}

/** A word of a path comes before a name for any word. */
function plainFirst(a: Pattern, b: Pattern): number {
  return namesOf(a) - namesOf(b);
}

function namesOf({ words }: Pattern): number {
  return words.filter((word) => word.startsWith(':') || word === '*').length;
}

function matched(pattern: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  if (pattern.at(-1) === '*' && given.length >= pattern.length)
    return matched(pattern.slice(0, -1), given.slice(0, pattern.length - 1));
  if (pattern.length !== given.length) return undefined;
  const named: Record<string, string> = {};
  for (const [i, word] of pattern.entries()) {
    const own = given[i] ?? '';
    if (word.startsWith(':')) named[word.slice(1)] = own;
    else if (word !== own) return undefined;
  }
  return named;
}

function decoded(word: string): string {
  try {
    return decodeURIComponent(word);
  } catch {
    return word;
  }
}
