/** The package as npm makes it: what is in it, and that it runs without the checkout's sources. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadSeed } from '../../src/seed/load.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

let folder: string;
let unpacked: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fauxforce-package-'));
  await run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: ROOT });
  const [tarball = ''] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
  await run('tar', ['-xzf', tarball], { cwd: folder });
  unpacked = join(folder, 'package');
  await symlink(join(ROOT, 'node_modules'), join(unpacked, 'node_modules'));
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

test('holds what runs, and neither sources nor tests', async () => {
  const found = (await readdir(unpacked)).filter((name) => name !== 'node_modules').sort();
  expect(found).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'bin',
    'dist',
    'docs',
    'package.json',
    'seed',
  ]);
  const sources = (await readdir(join(unpacked, 'dist'), { recursive: true })).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.d.ts'),
  );
  expect(sources).toEqual([]);
});

test('no link of a packed document leads out of the package', async () => {
  const names = (await readdir(unpacked, { recursive: true })).filter(
    (name) => name.endsWith('.md') && !name.startsWith('node_modules'),
  );
  const dead: string[] = [];
  for (const name of names) {
    const text = await readFile(join(unpacked, name), 'utf8');
    for (const [, target = ''] of text.matchAll(/\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)/g)) {
      const path = join(unpacked, dirname(name), target);
      const isThere = path.startsWith(unpacked) && (await stat(path).catch(() => undefined));
      if (!isThere) dead.push(`${name} -> ${target}`);
    }
  }
  expect(dead).toEqual([]);
});

test('its exports are sound', async () => {
  const { messages } = await publint({ pkgDir: unpacked, strict: true, pack: false });
  expect(messages.filter(({ type }) => type !== 'suggestion')).toEqual([]);
});

test('TypeScript that does not read exports (node10) finds the same types', async () => {
  const { exports, typesVersions } = JSON.parse(await readFile(join(unpacked, 'package.json'), 'utf8'));
  const { testing, 'testing/*': others } = typesVersions['*'];
  const entries = Object.keys(exports).filter((entry) => entry.startsWith('./testing'));
  const found = entries.map((entry) =>
    entry === './testing' ? testing[0] : others[0].replace('*', entry.slice('./testing/'.length)),
  );
  expect(found).toEqual(entries.map((entry) => exports[entry].types));
});

test('its test kit and its schema can be imported', async () => {
  const { exports } = JSON.parse(await readFile(join(unpacked, 'package.json'), 'utf8'));
  const { startFauxforce } = await import(join(unpacked, exports['./testing'].default));
  await using sf = await startFauxforce();
  expect((await fetch(`${sf.url}/_fauxforce/health`)).status).toBe(200);
  const schema = JSON.parse(await readFile(join(unpacked, exports['./seed.schema.json']), 'utf8'));
  expect(schema.type).toBe('object');
});

test('the demo org in it is what its seed says', async () => {
  const { orgs } = JSON.parse(await readFile(join(unpacked, 'dist', 'demo.json'), 'utf8'));
  expect(orgs).toEqual((await loadSeed([join(unpacked, 'seed', 'demo.yaml')])).orgs);
});

test.each([
  ['the demo org loads nothing that reads seeds', /^(?:zod|yaml)$|\/reader\.js$/, []],
  ['a seed reads it from one file', /^(?:zod|yaml)$/, ['--seed', join('seed', 'demo.yaml')]],
])('a start with %s', async (_, unwanted, more) => {
  const command = join(unpacked, 'bin', 'fauxforce.js');
  const hook = `--import=data:text/javascript,${encodeURIComponent(refusing(unwanted))}`;
  const args = [hook, command, '--port', '0', '--store', ':memory:', ...more];
  const child = spawn(process.execPath, args, { cwd: unpacked });
  const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), once(child, 'close')]);
  child.kill();
  expect(line).toMatch(/^ready /);
});

function refusing(names: RegExp): string {
  return `import { registerHooks } from 'node:module';
registerHooks({
  resolve(name, context, next) {
    if (${names}.test(name)) throw new Error('loads ' + name);
    return next(name, context);
  },
});`;
}

test('its command starts, gives a token and stops', async () => {
  const command = join(unpacked, 'bin', 'fauxforce.js');
  const child = spawn(process.execPath, [command, '--port', '0', '--store', ':memory:'], { cwd: folder });
  const ended = once(child, 'close');
  const [ready] = await once(createInterface(child.stdout), 'line');
  const answer = await fetch(`${String(ready).replace('ready ', '')}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: '3MVG9Demo.Client_Credentials',
      client_secret: 'DEMO0CLIENT0CREDENTIALS000000000',
    }),
  });
  expect(answer.status).toBe(200);
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});

test('in a checkout that was never built, the command runs from the sources', async () => {
  const checkout = join(folder, 'checkout');
  await mkdir(checkout);
  await cp(join(ROOT, 'bin'), join(checkout, 'bin'), { recursive: true });
  await symlink(join(ROOT, 'src'), join(checkout, 'src'));
  const { stdout } = await run(process.execPath, [join(checkout, 'bin', 'fauxforce.js'), '--version']);
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  expect(stdout).toBe(`${version}\n`);
});

test('an old Node is told in one sentence what to do', async () => {
  const command = await readFile(join(unpacked, 'bin', 'fauxforce.js'), 'utf8');
  const said: string[] = [];
  const old = { versions: { node: '20.20.2' }, exitCode: 0 };
  const text = command.replace(/^#!.*\n/, '').replace(/\bimport\(/, 'load(');
  new Function('process', 'console', 'load', text)(old, { error: (line: string) => said.push(line) }, () => {
    throw new Error('nothing is loaded');
  });
  expect(old.exitCode).toBe(2);
  expect(said).toEqual([
    'fauxforce needs Node 22.18 or newer and this is Node 20.20.2: run it as npx -p node@24 -p fauxforce fauxforce',
  ]);
});
