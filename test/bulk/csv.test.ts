/** CSV in pieces: what is read does not depend on where the text was cut (RFC 4180). */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BadCsv, CsvReader } from '../../src/bulk/csv-reader.ts';
import { plainCell, quotedRow } from '../../src/bulk/csv-writer.ts';
import { DELIMITERS, LINE_ENDINGS, type LineEnding } from '../../src/bulk/facts.ts';

const delimiters = fc.constantFrom(...Object.values(DELIMITERS));
const endings = fc.constantFrom<LineEnding>('LF', 'CRLF');

function read(pieces: readonly string[], delimiter: string, lineEnding?: LineEnding): string[][] | string {
  const reader = new CsvReader(delimiter, lineEnding);
  try {
    return [...pieces.flatMap((piece) => reader.read(piece)), ...reader.end()];
  } catch (error) {
    if (!(error instanceof BadCsv)) throw error;
    return error.message;
  }
}

function cut(text: string, at: readonly number[]): string[] {
  const places = [...new Set(at.map((place) => place % (text.length + 1)))].sort((a, b) => a - b);
  return [0, ...places].map((from, i) => text.slice(from, places[i] ?? text.length));
}

const cells = fc.string({
  unit: fc.constantFrom('a', '"', ',', ';', '\t', '\r', '\n', ' ', 'ü', '\u0000', '|'),
});
const records = fc.array(fc.array(cells, { minLength: 2, maxLength: 4 }), { maxLength: 5 });
const cuts = fc.array(fc.nat(), { maxLength: 6 });

test('quoted records come back as they were, wherever the text is cut', () => {
  fc.assert(
    fc.property(records, delimiters, endings, cuts, fc.boolean(), (rows, delimiter, ending, at, isEnded) => {
      const end = LINE_ENDINGS[ending];
      const text =
        rows.map((row) => quotedRow(row, delimiter)).join(end) + (isEnded && rows.length > 0 ? end : '');
      expect(read(cut(text, at), delimiter, ending)).toEqual(rows);
    }),
  );
});

test('any text is read the same whole and in pieces, or refused with the same words', () => {
  fc.assert(
    fc.property(cells, cells, delimiters, endings, cuts, (one, two, delimiter, ending, at) => {
      const text = `${one}\n"${two}`;
      expect(read(cut(text, at), delimiter, ending)).toEqual(read([text], delimiter, ending));
    }),
    { numRuns: 500 },
  );
});

test.each<[string, string[][] | string]>([
  ['', []],
  ['a,b', [['a', 'b']]],
  [
    'a,b\n\n\nc,\n',
    [
      ['a', 'b'],
      ['c', ''],
    ],
  ],
  ['"a""b","c\nd"\n', [['a"b', 'c\nd']]],
  ['""', []],
  ['"",', [['', '']]],
  ['a\rb,c\n', [['a\rb', 'c']]],
  [
    'a,b"',
    'InvalidBatch : Failed to parse CSV. Found unescaped quote. A value with quote should be within a quote',
  ],
  [
    '"a" ,b',
    'InvalidBatch : Failed to parse CSV. Found unescaped quote. A value with quote should be within a quote',
  ],
  ['a,"b', 'InvalidBatch : Failed to parse CSV. EOF reached before closing an opened quote'],
  ['a,"b""', 'InvalidBatch : Failed to parse CSV. EOF reached before closing an opened quote'],
  ['a\r\n', 'ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is LF'],
])('%j', (text, expected) => {
  expect(read([text], ',', 'LF')).toEqual(expected);
});

test('either line ending is taken where none is set', () => {
  expect(read(['a,b\r\nc,d\n'], ',')).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
});

test('records are bounded, also those that never end', () => {
  const message =
    'InvalidBatch : Failed to parse CSV. A record has more than 400000 characters or 5000 fields';
  expect(read([','.repeat(5_000)], ',')).toBe(message);
  expect(
    read(
      Array.from({ length: 5 }, () => 'x'.repeat(100_000)),
      ',',
    ),
  ).toBe(message);
  expect(read(['"', ...Array.from({ length: 5 }, () => '\n'.repeat(100_000))], ',')).toBe(message);
  expect(read(['"'.repeat(400_001)], ',')).toBe(message);
});

test('a header is quoted only where it must be', () => {
  expect([
    plainCell('Name', ','),
    plainCell('a,b', ','),
    plainCell('a"b', ';'),
    plainCell('a,b', ';'),
  ]).toEqual(['Name', '"a,b"', '"a""b"', 'a,b']);
});
