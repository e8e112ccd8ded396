/**
 * How values travel. PostgreSQL's text has no character U+0000, which a client may send anywhere: it is kept as two others, and the first
 * of these as itself and another.
 */
import type { CustomTypesConfig } from 'pg';

/** The object ids of types, from PostgreSQL's pg_type.dat. */
const BYTEA = 17;
const INT8 = 20;
const TEXT = 25;
const FLOAT8 = 701;

/** A noncharacter: nobody means anything by it. */
const MARK = '\u{10FFFE}';
const NUL = `${MARK}0`;
const ITSELF = `${MARK}1`;

/** A parameter as PostgreSQL takes it. */
export function escaped(value: unknown): unknown {
  if (typeof value === 'string') return escapedText(value);
  return Array.isArray(value) ? value.map(escaped) : value;
}

function escapedText(text: string): string {
  const isPlain = !text.includes('\0') && !text.includes(MARK);
  return isPlain ? text : text.replaceAll(MARK, ITSELF).replaceAll('\0', NUL);
}

function unescapedText(text: string): string {
  return text.includes(MARK) ? text.replaceAll(NUL, '\0').replaceAll(ITSELF, MARK) : text;
}

const bytesOf = (text: string) => Buffer.from(text.slice(2), 'hex');

const PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  [BYTEA]: bytesOf,
  [INT8]: Number,
  [TEXT]: unescapedText,
  [FLOAT8]: Number,
  23: Number,
  16: (text) => text === 't',
};

/** All that this store reads is of these types; numbers of rows are below 2^53. */
export const TYPES = {
  getTypeParser: (type: number) => PARSERS[type] ?? ((text: string) => text),
} as CustomTypesConfig;
