/** Projects for tests: the one in test/fixtures, and small ones written into a temporary folder. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { App } from '../../src/org/model.ts';
import { type LoadedProjects, loadSeed } from '../../src/seed/load.ts';
import { formatProblem, type Problem } from '../../src/seed/problems.ts';
import { connectedApp, metadata, writeFiles } from './metadata.ts';

export const ACME = 'test/fixtures/projects/acme';
export const DEFAULT = `${ACME}/force-app/main/default`;

const PROJECT = '{ "packageDirectories": [{ "path": "force-app" }], "name": "small" }';

export { connectedApp, metadata };

/** Writes the files below a new folder, beside a sfdx-project.json whose package directory is force-app. */
export function writeProject(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'fauxforce-project-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFiles(folder, { 'sfdx-project.json': PROJECT, ...files });
  mkdirSync(join(folder, 'force-app'), { recursive: true });
  return folder;
}

export async function load(folder: string): Promise<LoadedProjects> {
  const [project] = (await loadSeed([folder])).projects;
  if (!project) throw new Error('no project');
  return project;
}

/** As people see them, paths without the folder. */
export function lines(problems: readonly Problem[], folder: string): string[] {
  return problems.map((problem) => formatProblem(problem).replaceAll(`${folder}/`, ''));
}

export interface Told {
  readonly app: App;
  readonly problems: string[];
  readonly defaulted: string[];
  readonly skipped: string[];
}

/** The app called App of a project with this one file. */
export function appOf(file: string): Promise<Told> {
  return appIn({ 'force-app/App.connectedApp-meta.xml': file });
}

/** The app called App of a project, and what is told, file names without their folders. */
export async function appIn(files: Readonly<Record<string, string>>): Promise<Told> {
  const folder = writeProject(files);
  const { org, problems, defaulted, skipped } = await load(folder);
  const app = org.apps.find(({ name }) => name === 'App');
  if (!app) throw new Error(`no app: ${lines(problems, folder)}`);
  return {
    app,
    problems: lines(problems, folder),
    defaulted: lines(defaulted, folder),
    skipped: lines(skipped, folder),
  };
}

/** What the parts of an External Client App hold; one that is left out is not there, but for the header. */
export interface Parts {
  readonly header?: string;
  readonly global?: string;
  readonly settings?: string;
  readonly policy?: string;
  readonly appPolicy?: string;
  readonly samlPolicy?: string;
}

const PART_FILES = {
  global: ['a.ecaGlblOauth', 'ExtlClntAppGlobalOauthSettings'],
  settings: ['b.ecaOauth', 'ExtlClntAppOauthSettings'],
  policy: ['c.ecaOauthPlcy', 'ExtlClntAppOauthConfigurablePolicies'],
  appPolicy: ['d.ecaPlcy', 'ExtlClntAppConfigurablePolicies'],
  samlPolicy: ['e.ecaSamlPlcy', 'ExtlClntAppSamlConfigurablePolicies'],
} as const;

/** The files of an External Client App called App. */
export function externalClientApp({ header = '', ...parts }: Parts): Record<string, string> {
  const owner = '<externalClientApplication>App</externalClientApplication>\n';
  const files = Object.entries(PART_FILES).flatMap(([part, [file, root]]) => {
    const content = parts[part as keyof typeof parts];
    return content === undefined
      ? []
      : [[`force-app/${file}-meta.xml`, metadata(root, owner + content)] as const];
  });
  return {
    'force-app/App.eca-meta.xml': metadata('ExternalClientApplication', header || '<label>App</label>'),
    ...Object.fromEntries(files),
  };
}

/** An app with global and OAuth settings and both policies; of a part, what is given stands in line 4. */
export async function appOfParts(parts: Parts): Promise<Told> {
  const told = await appIn(
    externalClientApp({ global: '', settings: '', policy: '', appPolicy: '', ...parts }),
  );
  const short = (list: string[]) => list.map((line) => line.replace('force-app/', ''));
  return {
    app: told.app,
    problems: short(told.problems),
    defaulted: short(told.defaulted).filter((line) => !line.includes(' consumer')),
    skipped: short(told.skipped),
  };
}
