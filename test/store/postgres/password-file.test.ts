/** A password that stands in a file, as libpq finds it. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readAddress } from '../../../src/store/postgres/address.ts';
import { passwordFor } from '../../../src/store/postgres/password-file.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();

function fileOf(...lines: string[]): string {
  const file = join(folder(), 'passwords');
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
  chmodSync(file, 0o600);
  return file;
}

const passwordOf = (url: string, file: string) => passwordFor(readAddress(url, { PGPASSFILE: file }));
const URL_OF_ADA = 'postgres://ada@db.example/acme';

test.each([
  ['db.example:5432:acme:ada:open sesame', 'open sesame'],
  ['*:*:*:*:any', 'any'],
  ['db.example:5432:acme:ada:a:b\\:c\\\\d', 'a:b:c\\d'],
  ['db.example:5432:acme:ada:with a return\r', 'with a return'],
  [
    '#*:*:*:*:no\n\n*\n:::\ndb.example:5433:*:*:no\nother:*:*:*:no\n*:*:other:*:no\n*:*:*:bob:no\n*:*:*:ada:yes',
    'yes',
  ],
  ['*:*:*:ada:first\n*:*:*:ada:second', 'first'],
  ['\\*:*:*:ada:no', undefined],
  ['*:*:*:ada', undefined],
  ['', undefined],
])('of %j it is %j', async (lines, password) => {
  expect(await passwordOf(URL_OF_ADA, fileOf(lines))).toBe(password);
});

test('names with colons, and the folder of a socket as localhost', async () => {
  expect(await passwordOf('postgres://a%3Ab@[::1]/x', fileOf('\\:\\:1:5432:x:a\\:b:yes'))).toBe('yes');
  expect(await passwordOf('postgres://ada@db.example/x?host=/run/pg', fileOf('localhost:*:*:*:yes'))).toBe(
    'yes',
  );
  expect(await passwordOf('postgres://ada@db.example/x?host=/run/pg', fileOf('/run/pg:*:*:*:yes'))).toBe(
    'yes',
  );
});

test('none where there is no file; one that others may read, or that is none, is not used', async () => {
  expect(await passwordOf(URL_OF_ADA, join(folder(), 'nothing'))).toBeUndefined();
  const open = fileOf('*:*:*:*:no');
  chmodSync(open, 0o644);
  const large = (file: string) =>
    `The password file ${file} is not used: let it be a file of at most 1048576 bytes that nobody else may read (chmod 600).`;
  await expect(passwordOf(URL_OF_ADA, open)).rejects.toThrow(large(open));
  const place = join(folder(), 'place');
  mkdirSync(place, { mode: 0o700 });
  await expect(passwordOf(URL_OF_ADA, place)).rejects.toThrow(large(place));
});
