/** The proof on a verification page: whose it is, how long it counts, and that only the store itself can write it. */
import { expect, test } from 'vitest';
import { readProof, writeProof } from '../../src/pages/log-in-proof.ts';
import { keysOf } from '../../src/world/keys.ts';

const NOW = Date.parse('2026-01-01T12:00:00Z');
const QUARTER = 15 * 60_000;
const ADA = '0055g0000000001AAA';

const key = keysOf({ secret: Buffer.alloc(32, 1) });
const proof = writeProof(key, ADA, NOW);

test('counts for a quarter of an hour, to the millisecond', () => {
  expect(readProof(key, proof, NOW)).toBe(ADA);
  expect(readProof(key, proof, NOW + QUARTER)).toBe(ADA);
  expect(readProof(key, proof, NOW + QUARTER + 1)).toBeUndefined();
});

test.each([
  ['of another user', proof.replace(ADA, '0055g0000000002AAA')],
  ['of another moment', proof.replace(String(NOW), String(NOW + 1))],
  ['without its seal', proof.slice(0, proof.lastIndexOf('.') + 1)],
  ['with half its seal', proof.slice(0, -20)],
  ['with more after it', `${proof}A`],
  ['with more before it', `.${proof}`],
  ['of another store', writeProof(keysOf({ secret: Buffer.alloc(32, 2) }), ADA, NOW)],
  ['that is empty', ''],
])('one %s counts for nothing', (_what, forged) => {
  expect(readProof(key, forged, NOW)).toBeUndefined();
});
