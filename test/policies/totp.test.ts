import { expect, test } from 'vitest';
import { isTotp, totp, writeBase32 } from '../../src/org/totp.ts';

/** RFC 6238, appendix B: the ASCII secret 12345678901234567890 in base32; its codes' last six digits. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('at %i seconds the code is %s', (seconds, code) => {
  expect(totp(SECRET, seconds * 1000)).toBe(code);
  expect(isTotp(code, SECRET, seconds * 1000)).toBe(true);
  expect(isTotp(code, SECRET, seconds * 1000 + 30_000)).toBe(true);
  expect(isTotp(code, SECRET, seconds * 1000 + 90_000)).toBe(false);
  expect(isTotp('', SECRET, seconds * 1000)).toBe(false);
});

test('base32 as authenticator apps read it', () => {
  expect(writeBase32(Buffer.from('12345678901234567890'))).toBe(SECRET);
});
