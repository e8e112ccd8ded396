/** Projects for tests: the one in test/fixtures, and small ones written into a temporary folder. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { App } from '../../src/org/model.ts';
import { type LoadedProjects, loadSeed } from '../../src/seed/load.ts';
import { formatProblem, type Problem } from '../../src/seed/problems.ts';

export const ACME = 'test/fixtures/projects/acme';
export const DEFAULT = `${ACME}/force-app/main/default`;

const PROJECT = '{ "packageDirectories": [{ "path": "force-app" }], "name": "small" }';

/** A metadata file: the XML declaration, and the root with its namespace. */
export function metadata(root: string, content: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://soap.sforce.com/2006/04/metadata">\n${content}\n</${root}>\n`;
}

/** A Connected App file with this in its oauthConfig. */
export function connectedApp(oauthConfig: string, rest = ''): string {
  return metadata(
    'ConnectedApp',
    `<label>App</label>\n<oauthConfig>\n${oauthConfig}\n</oauthConfig>\n${rest}`,
  );
}

/** Writes the files below a new folder, beside a sfdx-project.json whose package directory is force-app. */
export function writeProject(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'fauxforce-project-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries({ 'sfdx-project.json': PROJECT, ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
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

/** The only app of a project with this one file, PlatformCLI aside. */
export async function appOf(file: string): Promise<{ app: App; problems: string[]; defaulted: string[] }> {
  const folder = writeProject({ 'force-app/App.connectedApp-meta.xml': file });
  const project = await load(folder);
  const app = project.org.apps.find(({ name }) => name === 'App');
  if (!app) throw new Error(`no app: ${lines(project.problems, folder)}`);
  return { app, problems: lines(project.problems, folder), defaulted: lines(project.defaulted, folder) };
}
