/** Imports point one way: design of the house, docs/architecture.md. */
import { describe, expect, test } from 'vitest';
import { folderOf, type Source, sources } from './sources.ts';

/** Anyone may import these. */
const LEAVES = ['lab/clock.ts', 'lab/entropy.ts', 'world.ts', 'store/port.ts', 'seed/nearest.ts'];

const FEATURES = ['oauth', 'identity', 'rest', 'pages'];
const GROUND = ['org', 'refusals', 'journal', 'wire', 'saml'];

/** Folder -> folders whose values it may import, itself and the leaves aside. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  org: [],
  refusals: [],
  wire: [],
  saml: [],
  'world.ts': [],
  store: [],
  journal: ['refusals'],
  seed: ['org'],
  oauth: [...FEATURES, ...GROUND],
  identity: [...FEATURES, ...GROUND],
  rest: [...FEATURES, ...GROUND],
  pages: [...FEATURES, ...GROUND],
  lab: [...GROUND, 'oauth', 'seed'],
  server: [...FEATURES, ...GROUND, 'lab', 'store'],
  testing: ['server', 'seed', 'lab', ...GROUND],
  cli: ['testing', 'server', 'seed', 'lab', 'oauth', ...GROUND, 'store'],
};

/** Whose types those below may use. */
const TYPES_OF_THE_GROUND = ['org', 'refusals', 'wire'];

/** Packages -> the only folders that may import them. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'better-sqlite3': ['store'],
  commander: ['cli'],
  picocolors: ['cli'],
  pino: ['cli'],
  yaml: ['seed'],
  'fast-xml-parser': ['seed'],
  zod: ['seed'],
  '@fastify/busboy': ['server'],
  '@xmldom/xmldom': ['saml'],
  'xml-crypto': ['saml', 'testing'],
};

const PURE =
  /^oauth\/(?:token\/grants|authorize\/checks|policies)\/|^(?:org|refusals|wire|saml|seed|journal|store)\//;

function offences(find: (source: Source) => string[]): string[] {
  return sources.flatMap((source) => find(source).map((target) => `${source.path} -> ${target}`));
}

describe('arrows', () => {
  test('every folder has its rule', () => {
    expect([...new Set(sources.map(({ path }) => folderOf(path)))].sort()).toEqual(
      Object.keys(MAY_IMPORT).sort(),
    );
  });

  test('values are imported downwards only', () => {
    const found = offences(({ path, imports }) =>
      imports
        .filter(({ target, ours, typeOnly }) => ours && !typeOnly && !LEAVES.includes(target))
        .map(({ target }) => target)
        .filter((target) => {
          const [from, to] = [folderOf(path), folderOf(target)];
          return from !== to && !MAY_IMPORT[from]?.includes(to);
        }),
    );
    expect(found).toEqual([]);
  });

  test('org, refusals and wire know each other by type only, and nothing else of ours', () => {
    const found = offences(({ path, imports }) =>
      TYPES_OF_THE_GROUND.includes(folderOf(path))
        ? imports
            .filter(({ ours }) => ours)
            .map(({ target }) => target)
            .filter((target) => !TYPES_OF_THE_GROUND.includes(folderOf(target)) && !LEAVES.includes(target))
        : [],
    );
    expect(found).toEqual([]);
  });

  test('nobody imports the command line, the server only by those that start it', () => {
    const found = offences(({ path, imports }) =>
      imports
        .map(({ target }) => target)
        .filter((target) => target.startsWith('cli/') || target.startsWith('server/'))
        .filter(
          (target) => folderOf(path) !== folderOf(target) && !['cli', 'testing'].includes(folderOf(path)),
        ),
    );
    expect(found).toEqual([]);
  });

  test('the store is known by its port', () => {
    const found = offences(({ path, imports }) =>
      ['store', 'server', 'cli'].includes(folderOf(path))
        ? []
        : imports
            .map(({ target }) => target)
            .filter((target) => folderOf(target) === 'store' && target !== 'store/port.ts'),
    );
    expect(found).toEqual([]);
  });

  test('packages stay in their folders', () => {
    const found = offences(({ path, imports }) =>
      imports
        .filter(({ target, typeOnly }) => !typeOnly && PACKAGES[target]?.includes(folderOf(path)) === false)
        .map(({ target }) => target),
    );
    expect(found).toEqual([]);
  });

  test('no grant, no check and nothing below them knows the framework', () => {
    const found = offences(({ path, imports }) =>
      PURE.test(path) ? imports.map(({ target }) => target).filter((target) => /fastify/.test(target)) : [],
    );
    expect(found).toEqual([]);
  });

  test('no import goes round in a circle', () => {
    expect(circles()).toEqual([]);
  });
});

/** Every circle of value imports, once. */
function circles(): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const seenAt = trail.indexOf(path);
    if (seenAt >= 0) found.push([...trail.slice(seenAt), path].join(' -> '));
    if (seenAt >= 0 || done.has(path)) return;
    for (const { target, typeOnly } of byPath.get(path)?.imports ?? []) {
      if (!typeOnly) visit(target, [...trail, path]);
    }
    done.add(path);
  };
  for (const { path } of sources) visit(path, []);
  return found;
}
