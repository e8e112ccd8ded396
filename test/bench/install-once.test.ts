/** What tests and the bench install beside the packages is installed once for each set of versions. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { installOnce } from '../helpers/install-once.ts';

function installation(script: string) {
  const root = mkdtempSync(join(tmpdir(), 'install-once-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const [pin, folder] = [join(root, 'pin'), join(root, 'installed')];
  writeFileSync(pin, 'one');
  return {
    what: 'a note',
    folder,
    pins: [pin],
    commands: [[process.execPath, '-e', script] as const],
    env: { LOG: join(root, 'log') },
    pin: (version: string) => writeFileSync(pin, version),
    runs: () => readFileSync(join(root, 'log'), 'utf8'),
  };
}

test('the commands run once, and again when a pin has changed', () => {
  const note = installation("fs.appendFileSync(process.env.LOG, 'x')");
  installOnce(note);
  installOnce(note);
  expect(note.runs()).toBe('x');
  note.pin('two');
  installOnce(note);
  expect(note.runs()).toBe('xx');
});

test('a failed command is told with what it said, and tried again the next time', () => {
  const note = installation(
    "fs.appendFileSync(process.env.LOG, 'x'); console.error('no disk'); process.exit(3)",
  );
  expect(() => installOnce(note)).toThrow('no disk');
  expect(() => installOnce(note)).toThrow('no disk');
  expect(note.runs()).toBe('xx');
});

test('the commands run in a copy of the source', () => {
  const note = installation("fs.writeFileSync(process.env.LOG, fs.readFileSync('given', 'utf8'))");
  const source = mkdtempSync(join(tmpdir(), 'install-once-source-'));
  onTestFinished(() => rmSync(source, { recursive: true }));
  writeFileSync(join(source, 'given'), 'of the source');
  installOnce({ ...note, source });
  expect(note.runs()).toBe('of the source');
});
