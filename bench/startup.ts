/** From the start of the process to the first token, built package, against a bare Fastify process to its first answer. */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { demoOrgs } from '../src/seed/demo.ts';
import { writeFiles } from '../test/project/metadata.ts';
import { appProject, fieldsProject } from './fields-project.ts';
import { boundRow, type Row } from './report.ts';

const RUNS = 9;
/** Milliseconds that are allowed. */
const MOST_FOR_FIELDS = 1_000;
const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Milliseconds until the URL that the process prints has answered 200. */
async function timeToAnswer(
  args: readonly string[],
  request: (url: string) => Promise<Response>,
): Promise<number> {
  const begun = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const url = await new Promise<string>((resolve, reject) => {
      let printed = '';
      child.once('exit', (code) => reject(new Error(`${args[0]} ended with ${code} before it was ready`)));
      child.stdout.on('data', (chunk: Buffer) => {
        printed += chunk.toString();
        const ready = /^ready (\S+)/m.exec(printed)?.[1];
        if (ready) resolve(ready);
      });
    });
    const answer = await request(url);
    await answer.text();
    if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`);
    return performance.now() - begun;
  } finally {
    child.removeAllListeners('exit');
    child.kill();
  }
}

async function median(measure: () => Promise<number>): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) times.push(await measure());
  return times.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0;
}

/** With the demo org, and with a seed of one's own, which is the same but has to be read. */
export async function startupRows(): Promise<Row[]> {
  const [demo] = await demoOrgs();
  const app = demo?.apps.find(({ name }) => name === 'Client_Credentials');
  const body = () =>
    new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: app?.consumerKey ?? '',
      client_secret: app?.consumerSecret ?? '',
    });
  const token = (url: string) => fetch(`${url}/services/oauth2/token`, { method: 'POST', body: body() });
  const folder = mkdtempSync(join(tmpdir(), 'fauxforce-bench-'));
  const command = installPackage(folder);
  cpSync(path('../seed'), join(folder, 'own'), { recursive: true });
  const start = (...options: string[]) => [
    command,
    ...['start', '--port', '0', '--store', join(folder, 'state.db'), '--log-level', 'warn', ...options],
  ];
  const bareScript = [path('servers/bare-startup.mjs')];
  const bare = await median(() =>
    timeToAnswer(bareScript, (url) => fetch(url, { method: 'POST', body: body() })),
  );
  const row = async (name: string, args: readonly string[]): Promise<Row> => {
    const ours = await median(() => timeToAnswer(args, token));
    return { name, unit: 'ms', bare, ours, ratio: ours / bare, target: 1.5, atLeast: false };
  };
  const rows = [
    await row('start-up', start()),
    await row("start-up with a seed of one's own", start('--seed', join(folder, 'own', 'demo.yaml'))),
  ];
  rmSync(folder, { recursive: true });
  return rows;
}

/** How much later a server is there with a project of many objects than with its app alone. */
export async function fieldsRow(): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), 'fauxforce-bench-'));
  const command = installPackage(folder);
  const timeWith = (name: string, files: Readonly<Record<string, string>>) => {
    const seed = join(folder, name);
    writeFiles(seed, files);
    const options = ['start', '--port', '0', '--store', ':memory:', '--quiet', '--seed', seed];
    return median(() => timeToAnswer([command, ...options], (url) => fetch(`${url}/_fauxforce/health`)));
  };
  try {
    const alone = await timeWith('app', appProject());
    const ours = (await timeWith('fields', fieldsProject())) - alone;
    const name = 'start-up with 200 objects and 5,000 fields later than with an app alone';
    return boundRow(name, ours, MOST_FOR_FIELDS);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The package as it was built, in a folder of its own: beside the sources, its command would run those. */
export function installPackage(folder: string): string {
  for (const part of ['bin', 'dist', 'seed', 'package.json']) {
    cpSync(path(`../${part}`), join(folder, part), { recursive: true });
  }
  symlinkSync(path('../node_modules'), join(folder, 'node_modules'), 'junction');
  return join(folder, 'bin', 'fauxforce.js');
}
