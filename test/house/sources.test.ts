/** What only one file may do, and how large a file may be. */
import { expect, test } from 'vitest';
import { COMMENTS, sources } from './sources.ts';

const TIME =
  /\bDate\.now\b|\bnew Date\(\s*\)|(?<!new )\bDate\(\s*\)|\bperformance\.(?:now|timeOrigin)\b|\bhrtime\b/;
const RANDOMNESS = /\bMath\.random\b|\brandom(?:Bytes|UUID|Int|Fill|FillSync)\s*\(|\bgetRandomValues\b/;
const SQL = /\.prepare\s*[(<]|\.pragma\(|\bcreate table\b/i;
/** Not `socket.setTimeout`, which is the connection's own. */
const TIMERS = /(?<!\.)\b(?:setTimeout|setInterval|setImmediate)\(/;
const LONGEST = 400;

/** Without comments, which may name what the code must not use. */
function code(text: string): string {
  return text.replaceAll(COMMENTS, '');
}

function filesWith(pattern: RegExp): string[] {
  return sources.filter(({ text }) => pattern.test(code(text))).map(({ path }) => path);
}

test('only the clock reads the time', () => {
  expect(filesWith(TIME)).toEqual(['ground/clock.ts']);
});

test('timers are imported: a test that replaces the global ones must not stop the server', () => {
  const imports = new Map(sources.map(({ path, imports }) => [path, imports.map(({ target }) => target)]));
  const global = filesWith(TIMERS).filter(
    (path) => !imports.get(path)?.some((target) => target.startsWith('node:timers')),
  );
  expect(global).toEqual([]);
});

test('only entropy draws randomness', () => {
  expect(filesWith(RANDOMNESS)).toEqual(['ground/entropy.ts']);
});

test('only the store writes SQL', () => {
  expect(filesWith(SQL).filter((path) => !path.startsWith('store/'))).toEqual([]);
});

test('what a test armed is waited for: which process strikes is decided in the store', () => {
  expect(filesWith(/^\s*(?:\w+\.)*trace\.(?:passed|isArmed)\(/m)).toEqual([]);
});

test('files of the package are named from folders right below src: in the package all scripts are that deep', () => {
  expect(filesWith(/\bimport\.meta\b/).filter((path) => path.split('/').length !== 2)).toEqual([]);
});

test('every file begins with a sentence on what it is for', () => {
  const silent = sources.filter(({ text }) => !text.startsWith('/**')).map(({ path }) => path);
  // A check or a rule says it by its name and its refusal.
  expect(silent.filter((path) => !/\/(?:checks|rules)\//.test(path))).toEqual([]);
});

test('files stay short', () => {
  const long = sources.filter(({ text }) => text.split('\n').length > LONGEST).map(({ path }) => path);
  expect(long).toEqual([]);
});
