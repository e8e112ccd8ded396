/** The law of user codes: rows and codes are one to one, and a person may type one carelessly. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keysOf } from '../../src/world/keys.ts';
import { UserCodes } from '../../src/world/user-codes.ts';

const codes = new UserCodes(keysOf({ secret: Buffer.alloc(32, 7) }));
const rows = fc.integer({ min: 1, max: 36 ** 8 - 1 });

test('a code is eight capital letters and digits and leads back to its row', () => {
  fc.assert(
    fc.property(rows, (row) => {
      const code = codes.write(row);
      expect(code).toMatch(/^[0-9A-Z]{8}$/);
      expect(codes.read(code)).toBe(row);
      expect(codes.read(` ${code.slice(0, 4).toLowerCase()}-${code.slice(4)} `)).toBe(row);
    }),
  );
});

test('every code is at most one row, whatever was typed', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 20 }), (typed) => {
      const row = codes.read(typed);
      if (row !== undefined) expect(codes.write(row)).toBe(typed.replace(/[\s-]/g, '').toUpperCase());
    }),
  );
});

test('neighbours share nothing that can be seen, and another store gives other codes', () => {
  const first = Array.from({ length: 1000 }, (_unused, i) => codes.write(i + 1));
  expect(new Set(first.map((code) => code.slice(0, 4))).size).toBeGreaterThan(990);
  expect(new UserCodes(keysOf({ secret: Buffer.alloc(32, 8) })).write(1)).not.toBe(first[0]);
});
