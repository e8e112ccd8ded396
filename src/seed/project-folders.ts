/** Finds the Salesforce DX projects in a folder. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

export const PROJECT_FILE = 'sfdx-project.json';

/** Folders that are never part of a project's source. */
export const NOT_SOURCE: ReadonlySet<string> = new Set([
  'node_modules',
  '.git',
  '.sfdx',
  '.sf',
  '.vscode',
  '.idea',
  '.github',
  '.husky',
]);

/** How many folders below a repository's root projects are looked for (`forcecom/`, `sfdx/`: model.md 6.1). */
const DEEPEST = 3;

/** The folder itself if it is a project, else the projects in its sub-folders. */
export function projectFolders(folder: string, depth = DEEPEST): string[] {
  return entriesOf(folder).some(({ name }) => name === PROJECT_FILE)
    ? [folder]
    : projectsBelow(folder, depth);
}

/** The projects in the sub-folders of a folder. */
export function projectsBelow(folder: string, depth = DEEPEST): string[] {
  if (depth === 0) return [];
  return entriesOf(folder)
    .filter((entry) => entry.isDirectory() && !NOT_SOURCE.has(entry.name))
    .map(({ name }) => name)
    .sort()
    .flatMap((name) => projectFolders(join(folder, name), depth - 1));
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
