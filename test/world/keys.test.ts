/** Keys of a store: what they made is read after an update, and they change with the store's secret. Texts were written by an older fauxforce. */
import { expect, test } from 'vitest';
import { readProof } from '../../src/pages/log-in-proof.ts';
import { keysOf } from '../../src/world/keys.ts';
import { TokenCodec, type TokenKind } from '../../src/world/token-codec.ts';
import { UserCodes } from '../../src/world/user-codes.ts';

const entropy = { bytes: (count: number) => Buffer.alloc(count, 2) };
const keys = (byte: number) => keysOf({ secret: Buffer.alloc(32, byte) });
const ORG = '00D5g000004AcmeEAC';

test.each<[TokenKind, string]>([
  [
    'access',
    '00D5g000004Acme!AQCAQCc3FFEy8QScCAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI',
  ],
  ['refresh', '5Aep861EPEWmNvT0VwCAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIC'],
  ['code', 'aPrxEF2MnVV1ObMCAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg=='],
  ['otp', 'RVUrRVliuakCAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIC'],
  ['identifier', 'NvySOyXqCbkCAgICAgICAgICAgICAgIC'],
  ['sfi', '93b5f1fe08ff97cb020202020202020202020202020202020202020202020202'],
])('a token of kind %s names the row that it named before an update', (kind, text) => {
  const codec = new TokenCodec(keys(1), entropy);
  expect(codec.read(kind, text)?.row).toBe(7);
  expect(codec.write(codec.draw(kind), 7, ORG)).toBe(text);
});

test('secrets that come from others, user codes and proofs are as they were before an update', () => {
  const codec = new TokenCodec(keys(1), entropy);
  expect(codec.write(codec.child(Buffer.alloc(32, 3), 'lightning'), 7, ORG)).toBe(
    '00D5g000004Acme!ARCAQtyw6BFHQRF0FvOgBqst2_vQY844rF.6vMYnUR7sqeWjrvWkZ_BAJujeHDp74VrDtbOxXdjTpPyrHO1I9AO4r82VV0eE',
  );
  expect(codec.write(codec.shared(Buffer.alloc(32, 4)), 7, ORG)).toBe(
    '00D5g000004Acme!ARaAQCc3FFEy8QSdLGq2Sak5B0Fl3PfPvY_O1TtfFyBPnaBxNxIvK8U5_rejqtHothwD580yOZOdppDti0dhNsKUjiWRZmNM',
  );
  expect(new UserCodes(keys(1)).write(7)).toBe('HNAS1UK5');
  const proof = '0055g0000000001AAA.1767268800000.fTb2inYoIC9gA_qpcrmccMyJvzQ3kVt3yCacXH0jqvM';
  expect(readProof(keys(1), proof, 1_767_268_800_000)).toBe('0055g0000000001AAA');
});

test('each purpose has a key of its own, the same each time, until the store has another secret', () => {
  const store = { secret: Buffer.alloc(32, 1) };
  const key = keysOf(store);
  const before = key('one');
  expect(key('other').equals(before)).toBe(false);
  expect(key('one')).toBe(before);
  store.secret = Buffer.alloc(32, 2);
  expect(key('one')).toEqual(keys(2)('one'));
  expect(key('one').equals(before)).toBe(false);
});
