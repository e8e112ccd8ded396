/** Imports point one way: design of the house, docs/architecture.md. */
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderOf, type Source, sources } from './sources.ts';

/** The floors of the house, from the roof to the ground: whoever stands higher may import what lies lower, types included. */
const FLOORS = [
  'cli',
  'recipes',
  'testing',
  'server',
  'console',
  'setup',
  'pages',
  'soap',
  'rest',
  'bulk',
  'lab',
  'idp',
  'oauth',
  'identity',
  'data',
  'tokens',
  'policies',
  'world',
  'journal',
  'store',
  'seed',
  'saml',
];

/** Pure: they know each other by their types only, and nothing else of ours. */
const GROUND = ['org', 'refusals', 'wire', 'ground'];

/** Packages -> the only folders that may import them. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'better-sqlite3': ['store'],
  commander: ['cli'],
  cookie: ['wire'],
  jose: ['tokens'],
  picocolors: ['cli'],
  pino: ['cli'],
  yaml: ['seed'],
  'fast-xml-parser': ['seed'],
  zod: ['seed'],
  '@peculiar/x509': ['saml', 'server'],
  '@peculiar/asn1-cms': ['server'],
  '@peculiar/asn1-pfx': ['server'],
  '@peculiar/asn1-x509': ['server'],
  '@peculiar/asn1-schema': ['server'],
  'reflect-metadata': ['saml', 'server'],
  '@fastify/busboy': ['server'],
  '@fastify/formbody': ['server'],
  '@xmldom/xmldom': ['wire'],
  'xml-crypto': ['saml', 'testing'],
  'xml-encryption': ['saml'],
};

const PURE =
  /^oauth\/(?:token\/grants|authorize\/checks)\/|^(?:policies\/rules|org|refusals|wire|saml|seed|journal|store)\//;

function offences(find: (source: Source) => string[]): string[] {
  return sources.flatMap((source) => find(source).map((target) => `${source.path} -> ${target}`));
}

describe('arrows', () => {
  test('every folder has its floor', () => {
    const folders = new Set(sources.map(({ path }) => folderOf(path)));
    expect([...folders].sort()).toEqual([...FLOORS, ...GROUND].sort());
  });

  test('imports go down, those of types too', () => {
    const found = offences(({ path, imports }) =>
      imports
        .filter(({ ours }) => ours)
        .map(({ target }) => target)
        .filter((target) => {
          const [from, to] = [FLOORS.indexOf(folderOf(path)), FLOORS.indexOf(folderOf(target))];
          return from >= 0 && to >= 0 && to < from;
        }),
    );
    expect(found).toEqual([]);
  });

  test('org, refusals, wire and ground know each other by type only, and nothing else of ours', () => {
    const found = offences(({ path, imports }) =>
      GROUND.includes(folderOf(path))
        ? imports
            .filter(({ ours, typeOnly, target }) => {
              const folder = folderOf(target);
              return ours && folder !== folderOf(path) && !(typeOnly && GROUND.includes(folder));
            })
            .map(({ target }) => target)
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
          (target) =>
            folderOf(path) !== folderOf(target) && !['cli', 'recipes', 'testing'].includes(folderOf(path)),
        ),
    );
    expect(found).toEqual([]);
  });

  test('the store is known by its port, and opened by its place', () => {
    const doors = ['store/port.ts', 'store/open.ts', 'store/location.ts'];
    const found = offences(({ path, imports }) =>
      folderOf(path) === 'store'
        ? []
        : imports
            .map(({ target }) => target)
            .filter((target) => folderOf(target) === 'store' && !doors.includes(target)),
    );
    expect(found).toEqual([]);
  });

  test('packages stay in their folders', () => {
    const found = offences(({ path, imports }) =>
      imports
        .map(({ target }) => target)
        .filter((target) => PACKAGES[packageOf(target)]?.includes(folderOf(path)) === false),
    );
    expect(found).toEqual([]);
  });

  test('no grant, no check and nothing below them knows the framework', () => {
    const found = offences(({ path, imports }) =>
      PURE.test(path) ? imports.map(({ target }) => target).filter((target) => /fastify/.test(target)) : [],
    );
    expect(found).toEqual([]);
  });

  test('no import of a file goes round in a circle, those of types included', () => {
    expect(circles(importsOfFiles())).toEqual([]);
  });

  test('nor do the imports of folders side by side, at any depth', () => {
    expect(circles(importsOfSiblings())).toEqual([]);
  });
});

/** Its first part, or its first two behind an @: a package may be imported in parts. */
function packageOf(target: string): string {
  return target.split('/', target.startsWith('@') ? 2 : 1).join('/');
}

/** What stands for a file or a folder -> what it imports. */
type Graph = ReadonlyMap<string, ReadonlySet<string>>;

function importsOfFiles(): Graph {
  return new Map(sources.map(({ path, imports }) => [path, new Set(imports.map(({ target }) => target))]));
}

/** A folder, and those beside it that it or a folder of it imports. */
function importsOfSiblings(): Graph {
  const pairs = sources.flatMap(({ path, imports }) =>
    imports.filter(({ ours }) => ours).flatMap(({ target }) => siblingsOf(dirname(path), dirname(target))),
  );
  const bySource = Map.groupBy(pairs, ({ from }) => from);
  return new Map(Array.from(bySource, ([from, list]) => [from, new Set(list.map(({ to }) => to))]));
}

/** `oauth/token/grants` and `oauth/device` -> `oauth/token` and `oauth/device`; nothing where one folder holds the other. */
function siblingsOf(folder: string, other: string): { from: string; to: string }[] {
  const [parts, others] = [folder.split('/'), other.split('/')];
  const depth = parts.findIndex((part, index) => part !== others[index]) + 1;
  if (depth === 0 || depth > others.length) return [];
  return [{ from: parts.slice(0, depth).join('/'), to: others.slice(0, depth).join('/') }];
}

/** Every circle, once. */
function circles(graph: Graph): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (place: string, trail: readonly string[]): void => {
    const seenAt = trail.indexOf(place);
    if (seenAt >= 0) found.push([...trail.slice(seenAt), place].join(' -> '));
    if (seenAt >= 0 || done.has(place)) return;
    for (const target of graph.get(place) ?? []) visit(target, [...trail, place]);
    done.add(place);
  };
  for (const place of graph.keys()) visit(place, []);
  return found;
}
