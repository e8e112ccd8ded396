/** Reads the text of a project's file in any encoding. Files are never written. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** Why a file cannot be used: the rest of a sentence that begins with its name. */
export class Unreadable extends Error {
  /** From 1; undefined when it is not known. */
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor(message: string, line?: number, column?: number) {
    super(message);
    this.line = line;
    this.column = column;
  }
}

const MIB = 1024 * 1024;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'is a link to a file that is not there',
  ELOOP: 'is a link to itself',
  EACCES: 'may not be read: check its permissions',
  EPERM: 'may not be read: check its permissions',
  ENXIO: 'is not a file',
};

/**
 * Reads a text. Line ends become line feeds, and a byte order mark is removed.
 *
 * @param largest in MiB
 * @throws Unreadable
 */
export function readText(path: string, largest: number): string {
  const bytes = readBytes(path, largest);
  const encoding = encodingOf(bytes);
  try {
    const text = decoderOf(encoding).decode(bytes);
    return text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text;
  } catch (error) {
    const isUnknown = error instanceof RangeError;
    throw new Unreadable(isUnknown ? `declares the unknown encoding ${encoding}` : `is not ${encoding} text`);
  }
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true });

function decoderOf(encoding: string): TextDecoder {
  return encoding === 'utf-8' ? UTF_8 : new TextDecoder(encoding, { fatal: true });
}

/** A pipe that nobody writes to is opened at once, and refused. */
const HOW = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

function readBytes(path: string, largest: number): Buffer {
  let file: number | undefined;
  try {
    file = openSync(path, HOW);
    const facts = fstatSync(file);
    if (!facts.isFile()) throw new Unreadable('is not a file');
    if (facts.size > largest * MIB) throw new Unreadable(`is over ${largest} MiB, and is not read`);
    return readWhole(file, facts.size);
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    throw new Unreadable(reasonOf(error));
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** At most `size` bytes, fewer if the file has become shorter. */
function readWhole(file: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size);
  let length = 0;
  while (length < size) {
    const read = readSync(file, bytes, length, size - length, null);
    if (read === 0) break;
    length += read;
  }
  return bytes.subarray(0, length);
}

/** The rest of a sentence that begins with the name of the unreadable file. */
export function reasonOf(error: unknown): string {
  const { code = '' } = error as NodeJS.ErrnoException;
  return REASONS[code] ?? `cannot be read (${code})`;
}

/** The encoding: by byte order mark, then by the first `<` or `{`, then by the declaration. */
function encodingOf(bytes: Buffer): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (isOpening(first) && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && isOpening(second))) return 'utf-16be';
  const declaration = /^<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(
    bytes.subarray(0, 300).toString('latin1'),
  );
  const declared = declaration?.[1]?.toLowerCase() ?? 'utf-8';
  // An editor has saved the file again: the declaration still says UTF-16, and the file is not UTF-16.
  return declared.startsWith('utf-16') ? 'utf-8' : declared;
}

/** The `<` of XML, the `{` or `[` of JSON. */
function isOpening(byte: number | undefined): boolean {
  return byte === 0x3c || byte === 0x7b || byte === 0x5b;
}
