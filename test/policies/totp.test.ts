import { expect, test } from 'vitest';
import { writeBase32 } from '../../src/org/base32.ts';
import { codesNear, stepOfTotp, totp } from '../../src/policies/totp.ts';

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
  const step = Math.floor(seconds / 30);
  for (const away of [-30, 0, 30]) expect(stepOfTotp(code, SECRET, (seconds + away) * 1000)).toBe(step);
  for (const away of [-60, 60]) expect(stepOfTotp(code, SECRET, (seconds + away) * 1000)).toBeUndefined();
  expect(codesNear(SECRET, seconds * 1000)[0]).toBe(code);
});

test.each(['', '28708', '2870822', 'éééééé', '２８７０８２', '🐎🐎🐎', '287 82'])('%j is no code', (code) => {
  expect(stepOfTotp(code, SECRET, 59_000)).toBeUndefined();
});

test('base32 as authenticator apps read it', () => {
  expect(writeBase32(Buffer.from('12345678901234567890'))).toBe(SECRET);
});
