/** Reads orgs that fauxforce wrote itself: documents with all that a seed can say, and what it cannot. */
import type { Org } from '../org/model.ts';
import type { WrittenOrg } from './document-of.ts';
import { formatPath, type Path } from './problems.ts';
import { readDocuments } from './read.ts';
import { type Fields, recordsOf, textOf } from './records.ts';
import { type KnownOrgs, NO_ORGS } from './sign-up.ts';

/**
 * No file is read: certificates stand in the document.
 *
 * @param mayRun whether a module may be a token exchange handler; one that may not is refused as in any document without a file
 * @param shown what problems call the place of a path
 * @param others orgs that are there already, for what names one
 * @param isNew true for the path of what the writer of the document did not write: a key there may not be too short
 * @throws SeedError
 */
export function readWrittenOrg(
  { document, parents }: WrittenOrg,
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
        takesWeakKeys: (path) => !isNew(path),
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
    tokenExchangeHandlers: org.tokenExchangeHandlers.map((handler) => {
      const module = modules.get(handler.name);
      return module === undefined ? handler : { ...handler, mapping: { module } };
    }),
  };
}

/** By the names of their handlers. */
function modulesOf(document: Fields, mayRun: (module: string) => boolean): Map<string, string> {
  const found = new Map<string, string>();
  for (const { fields } of recordsOf(document, 'tokenExchangeHandlers')) {
    const [name, module] = [textOf(fields.name), textOf(fields.module)];
    if (name !== undefined && module !== undefined && mayRun(module)) found.set(name, module);
  }
  return found;
}

/** A document without a file may name no module: something harmless holds its place. */
function withoutModules(document: Fields, modules: ReadonlyMap<string, string>): Fields {
  if (modules.size === 0) return document;
  const handlers = recordsOf(document, 'tokenExchangeHandlers').map(({ fields }) => {
    if (!modules.has(String(fields.name))) return fields;
    const { module: _, ...others } = fields;
    return { ...others, username: '{module}' };
  });
  return { ...document, tokenExchangeHandlers: handlers };
}
