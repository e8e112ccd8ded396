/** Reads orgs that fauxforce has written itself, with the facts that a seed has no field for. */
import type { Org } from '../org/model.ts';
import type { WrittenOrg } from './document-of.ts';
import { formatPath, type Path } from './problems.ts';
import { readDocuments } from './read.ts';
import { type Fields, recordsOf, textOf } from './records.ts';
import { type KnownOrgs, NO_ORGS } from './sign-up.ts';

/**
 * Reads such an org. It reads no file: certificates stand in the document.
 *
 * @param mayRun whether a module may be a token exchange handler; others are refused, as in any document without a file
 * @param shown turns a path of the document into the one that problems show
 * @param others existing orgs, which `signedUpFrom` may name
 * @param isNew true for the path of what a user has changed: what a store may have since before it was refused is refused there
 * @throws SeedError
 */
export function readWrittenOrg(
  { document, parents, deleted = [] }: WrittenOrg,
  mayRun: (module: string) => boolean,
  shown: (path: Path) => Path = (path) => path,
  others: KnownOrgs = NO_ORGS,
  isNew: (path: Path) => boolean = () => false,
): Org {
  const modules = modulesOf(document, mayRun);
  const [reading] = readDocuments(
    [
      {
        value: withoutModules(document, modules),
        directory: undefined,
        isKept: (path) => !isNew(path),
        place: (path) => ({
          file: undefined,
          line: undefined,
          column: undefined,
          path: formatPath(shown(path)),
        }),
      },
    ],
    others,
  );
  if (!reading) throw new TypeError('one document makes one org');
  const { org } = reading;
  return {
    ...org,
    apps: org.apps.map((app) => ({ ...app, parentConsumerKey: parents[app.consumerKey] })),
    deletedExternalApps: deleted.filter((key) => !org.apps.some(({ consumerKey }) => consumerKey === key)),
    tokenExchangeHandlers: org.tokenExchangeHandlers.map((handler) => {
      const module = modules.get(handler.name);
      return module === undefined ? handler : { ...handler, mapping: { module } };
    }),
  };
}

/** The modules by the names of their handlers. */
function modulesOf(document: Fields, mayRun: (module: string) => boolean): Map<string, string> {
  const found = new Map<string, string>();
  for (const { fields } of recordsOf(document, 'tokenExchangeHandlers')) {
    const [name, module] = [textOf(fields.name), textOf(fields.module)];
    if (name !== undefined && module !== undefined && mayRun(module)) found.set(name, module);
  }
  return found;
}

/** Replaces modules by a placeholder, because a document without a file may name none. */
function withoutModules(document: Fields, modules: ReadonlyMap<string, string>): Fields {
  if (modules.size === 0) return document;
  const handlers = recordsOf(document, 'tokenExchangeHandlers').map(({ fields }) => {
    if (!modules.has(String(fields.name))) return fields;
    const { module: _, ...others } = fields;
    return { ...others, username: '{module}' };
  });
  return { ...document, tokenExchangeHandlers: handlers };
}
