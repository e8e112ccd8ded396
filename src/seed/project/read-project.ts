/** The files of a Salesforce DX project -> records of a seed. A file that cannot be read is reported, and the rest is used. */
import { basename, join, resolve } from 'node:path';
import { seedCustomScopes, withAssignedScopes } from './custom-scopes.ts';
import { permissionsTogether } from './data-permissions.ts';
import { readExternalClientApps } from './external-client-app.ts';
import { Folders, isDirectoryAt, metadataName, type Project, projectsIn } from './files.ts';
import { readJsonFile, readScratchDefinition } from './json-files.ts';
import { fieldsOf, type Located, located, textOfPart } from './located.ts';
import { loginUrlFacts } from './login-url.ts';
import { Found, SUFFIX, TYPES } from './metadata-types.ts';
import { objectsOf } from './objects.ts';
import { withMuted } from './org-records.ts';
import { type Report, topOf } from './report.ts';
import { factsTogether, firstOfEach, SETTINGS } from './settings.ts';
import { readText, Unreadable } from './text.ts';
import { parseXml } from './xml.ts';

/**
 * Reads a project.
 *
 * @param directory the one that the user named: a project, a folder with projects in its sub-folders, or metadata
 * @param entered called with every directory that is read
 * @returns `org`, `profiles` and so on, as in a seed
 */
export function readProject(
  directory: string,
  report: Report,
  entered: (directory: string) => void,
): Located {
  report.directories.push(directory);
  const found = new Found();
  const projects = projectsIn(directory, report);
  const source = new Folders(directory, report, entered);
  const data = new Folders(directory, report, entered);
  for (const project of projects) {
    entered(project.directory);
    for (const folder of project.packageDirectories) {
      for (const { path, name } of source.below(folder)) readMetadata(path, name, found, report);
    }
    for (const file of dataFiles(project, data)) readJsonFile(file, found, report);
  }
  return recordsOf(directory, projects, found, report);
}

/** In MiB. */
const LARGEST_FILE = 1;

function readMetadata(path: string, name: string, found: Found, report: Report): void {
  const suffix = SUFFIX.exec(name)?.[1];
  const type = suffix === undefined ? undefined : TYPES.get(suffix);
  if (suffix === undefined || type === undefined) {
    tellOfUnknownPart(path, name, report);
    return;
  }
  const fullName = metadataName(name, suffix);
  if (suffix === 'settings' && !Object.hasOwn(SETTINGS, fullName)) return;
  try {
    const root = parseXml(readText(path, type.largest ?? LARGEST_FILE), path, type.skipped);
    const expected = type.root || `${fullName}Settings`;
    if (root.name !== expected) throw new Unreadable(`holds <${root.name}>, not <${expected}>`);
    if (type.read(root, fullName, found, report) && type.kind) report.wasRead(type.kind, fullName, path);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    report.unreadable(path, error);
  }
}

/** Reports part types of External Client Apps that are not known here: Salesforce adds some, and uses some internally. */
function tellOfUnknownPart(path: string, name: string, report: Report): void {
  const suffix = /\.(eca[A-Za-z]*)(?:-meta\.xml)?$/.exec(name)?.[1];
  if (suffix) report.skipOnce(topOf(path), `${suffix} files are not known here`);
}

/** Folders of user and scratch org definitions and sObject trees (model.md 6.2). */
function* dataFiles({ directory }: Project, folders: Folders): Generator<string> {
  for (const folder of ['config', 'data']) {
    if (!isDirectoryAt(join(directory, folder))) continue;
    for (const { path, name } of folders.below(join(directory, folder))) {
      if (name.endsWith('.json')) yield path;
    }
  }
}

function recordsOf(directory: string, projects: readonly Project[], found: Found, report: Report): Located {
  const top = () => topOf(directory);
  const scratch = readScratchDefinition(found.scratchDefinitions, report);
  const named = projects.flatMap(({ name }) => (name && textOfPart(name) ? [name] : []));
  const { org, settings } = factsTogether([
    ...found.facts,
    scratch,
    ...projects.map(loginUrlFacts),
    { org: { name: named[0] ?? located(basename(resolve(directory)), top) } },
  ]);
  const external = readExternalClientApps(found.headers, found.parts, report);
  for (const app of external) {
    report.wasRead(
      'External Client App',
      textOfPart(fieldsOf(app).name) ?? '',
      app.at('value').file ?? directory,
    );
  }
  const apps = withAssignedScopes([...found.apps, ...external], found.customScopes, report);
  if (apps.length === 0)
    report.problem(top(), 'holds no Connected App and no External Client App with OAuth settings');
  const users = [...found.users, ...(scratch.administrator ? [scratch.administrator] : [])];
  return located(
    {
      org: located({ ...org, settings: located(settings, top) }, top),
      profiles: located(mergedProfiles(found), top),
      permissionSets: located(found.permissionSets, top),
      permissionSetGroups: located(
        withMuted(found.permissionSetGroups, found.mutingPermissionSets, report),
        top,
      ),
      customScopes: located(seedCustomScopes(found.customScopes), top),
      users: users.length > 0 ? located(users, top) : undefined,
      apps: located(apps, top),
      objects: objectsOf(found.objects, report),
    },
    top,
  );
}

/**
 * Joins the parts of a profile, which may be in several package directories, with its session settings, which are a file of
 * their own.
 */
function mergedProfiles({ profiles, profileSessions }: Found): Located[] {
  const groups = Map.groupBy([...profiles, ...profileSessions], (profile) =>
    textOfPart(fieldsOf(profile).name)?.toLowerCase(),
  );
  return [...groups.values()].flatMap((parts) => {
    const [first] = parts;
    const fields = parts.map(fieldsOf);
    return first ? [{ ...first, value: { ...firstOfEach(fields), ...permissionsTogether(fields) } }] : [];
  });
}
