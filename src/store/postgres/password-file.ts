/** The file of passwords that `PGPASSFILE` names, as libpq reads it: lines of `host:port:database:user:password`. */
import { readFile, stat } from 'node:fs/promises';
import { StoreError } from '../port.ts';
import type { Address } from './address.ts';

/** Bytes. */
const LARGEST = 1_048_576;
const FIELDS = 5;

/**
 * Reads it anew, as a password may have changed.
 *
 * @returns undefined where it has none
 * @throws StoreError when it is not to be used
 */
export async function passwordFor(address: Address): Promise<string | undefined> {
  const { host, port, database, user, passwordFile } = address;
  const hosts = host.startsWith('/') ? [host, 'localhost'] : [host];
  for (const line of await linesOf(passwordFile)) {
    const [ofHost, ofPort, ofDatabase, ofUser, password] = fieldsOf(line);
    const isMeant = isFor(ofPort, String(port)) && isFor(ofDatabase, database) && isFor(ofUser, user);
    if (isMeant && hosts.some((one) => isFor(ofHost, one)) && password !== undefined) return plain(password);
  }
  return undefined;
}

async function linesOf(file: string): Promise<readonly string[]> {
  const found = await stat(file).catch(() => undefined);
  if (!found) return [];
  const isOpen = process.platform !== 'win32' && (found.mode & 0o077) !== 0;
  if (!found.isFile() || found.size > LARGEST || isOpen)
    throw new StoreError(
      `The password file ${file} is not used: let it be a file of at most ${LARGEST} bytes that nobody else may read (chmod 600).`,
    );
  try {
    const lines = (await readFile(file, 'utf8')).split(/\r?\n/);
    return lines.filter((line) => !line.startsWith('#'));
  } catch (error) {
    throw new StoreError(`The password file ${file} cannot be read (${(error as Error).message}).`);
  }
}

/** Still with their backslashes. A password may have colons. */
function fieldsOf(line: string): string[] {
  const fields: string[] = [];
  let field = '';
  for (let i = 0; i < line.length; i++) {
    if (line[i] === ':' && fields.length < FIELDS - 1) {
      fields.push(field);
      field = '';
    } else field += line[i] === '\\' ? line.slice(i, ++i + 1) : line[i];
  }
  return [...fields, field];
}

function isFor(field: string | undefined, wanted: string): boolean {
  return field === '*' || (field !== undefined && plain(field) === wanted);
}

/** Without the backslashes by which characters stand for themselves. */
function plain(field: string): string {
  return field.replaceAll(/\\(.)/gs, '$1');
}
