import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  derivedConsumerKey,
  derivedConsumerSecret,
  derivedId,
  derivedPassword,
  derivedSecurityToken,
  id15,
  id18,
  isSalesforceId,
  numberedId,
  numberOfId,
} from '../../src/org/ids.ts';

/** Real pairs: wire facts, model.md 5.1. */
const PAIRS = [
  ['00D5i00000CIhxb', 'EAD'],
  ['0055i000007pIKj', 'AAM'],
  ['005WV000007M3kn', 'YAC'],
  ['00DRu00000KF7aO', 'MAT'],
  ['500B000000A1nvP', 'IAR'],
  ['0030R00001K9dxb', 'QAB'],
  ['00D000000000001', 'EAA'],
  ['005000000000001', 'AAA'],
  ['00e000000000001', 'AAA'],
  ['0PS000000000001', 'GAA'],
] as const;

const ALPHANUMERIC = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'];
const rest = fc.string({ unit: fc.constantFrom(...ALPHANUMERIC), minLength: 12, maxLength: 12 });

describe('the checksum', () => {
  test.each(PAIRS)('of %s is %s', (id, checksum) => {
    expect(id18(id)).toBe(id + checksum);
  });

  test('survives 15 -> 18 -> 15 and is accepted', () => {
    fc.assert(
      fc.property(rest, (characters) => {
        const id = `00D${characters}`;
        expect(id15(id18(id))).toBe(id);
        expect(id18(id18(id))).toBe(id18(id));
        expect(isSalesforceId(id, '00D')).toBe(true);
        expect(isSalesforceId(id18(id), '00D')).toBe(true);
      }),
    );
  });

  test('catches a letter whose case was lost', () => {
    fc.assert(
      fc.property(rest, fc.nat(11), (characters, at) => {
        const id = id18(`005${characters}`);
        const letter = id.charAt(3 + at);
        const swapped = letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase();
        fc.pre(swapped !== letter);
        expect(isSalesforceId(id.slice(0, 3 + at) + swapped + id.slice(4 + at), '005')).toBe(false);
      }),
    );
  });
});

test.each([
  ['another prefix', '005000000000001'],
  ['16 characters', '00D0000000000011'],
  ['a wrong checksum', '00D000000000001AAA'],
  ['a hyphen', '00D00000000000-'],
  ['a line break after it', '00D000000000001\n'],
  ['nothing', ''],
])('an id with %s is none', (_, text) => {
  expect(isSalesforceId(text, '00D')).toBe(false);
});

describe('what is derived from names', () => {
  // Clients store these: a release that changes them logs everybody out.
  test('never changes', () => {
    expect(derivedId('00D', 'Test Org')).toBe('00DFF0zCjPQC5bu2UD');
    expect(derivedId('005', 'a')).toBe('005FF0DfYeSiGKZYK3');
    expect(derivedPassword('admin@test-org.example')).toBe('BvHRCgeGB5d6BBG8');
    expect(derivedSecurityToken('admin@test-org.example')).toBe('syOdMSIUlqKgK1QO8HIQ15Am');
    expect(derivedConsumerKey('00DFF0zCjPQC5bu2UD', 'Integration')).toBe(
      '3MVG9GyRX1A.rqYNJmKQR2HuwLNjy3Qamfn5CIR8zf906Jx591MK__Psyz4sXyoat576GA63XJ8XirOFgqPwb',
    );
    expect(derivedConsumerSecret('00DFF0zCjPQC5bu2UD', 'Integration')).toBe(
      '79C94F97E39043B4E3D2CDDC01552F6D53B4FFED062376C724CA0CEF9ECA5ECE',
    );
  });

  test('looks as if Salesforce had made it', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (org, name) => {
        expect(isSalesforceId(derivedId('0H4', org, name), '0H4')).toBe(true);
        expect(derivedConsumerKey(org, name)).toMatch(/^3MVG9[A-Za-z0-9._]{80}$/);
        expect(derivedConsumerSecret(org, name)).toMatch(/^[0-9A-F]{64}$/);
      }),
    );
  });

  test('depends on where one name ends and the next begins', () => {
    expect(derivedId('005', 'ab', 'c')).not.toBe(derivedId('005', 'a', 'bc'));
    expect(derivedId('005', 'a')).not.toBe(derivedId('00e', 'a').replace('00e', '005'));
  });

  test('does not depend on the case of a username', () => {
    expect(derivedPassword('ADA@acme.example')).toBe(derivedPassword('ada@acme.example'));
  });
});

describe('the id of a numbered record', () => {
  test('gives its number back, in both forms', () => {
    fc.assert(
      fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), (number) => {
        const id = numberedId('0CQ', number);
        expect(isSalesforceId(id, '0CQ')).toBe(true);
        expect(numberOfId('0CQ', id)).toBe(number);
        expect(numberOfId('0CQ', id15(id))).toBe(number);
      }),
    );
  });

  test.each([
    ['', 'nothing'],
    ['0', 'too short'],
    ['ÿ»)ò-(¯ð', 'no letters or digits'],
    ['0CQFF0--------1', 'no letters or digits behind the prefix'],
    ['0CQFF0zzzzzzzzz', 'greater than any number'],
    ['0CQXX0000000001', 'of another instance'],
    ['005FF0000000001', 'of another kind'],
    ['0CQFF0000000001AAA', 'a checksum that does not fit'],
  ])('%s is no such id: %s', (text) => {
    expect(numberOfId('0CQ', text)).toBeUndefined();
  });

  test('no text takes long', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (text) => {
        expect(numberOfId('0CQ', text)).toBeUndefined();
        expect(numberOfId('0CQ', `0CQFF0${text}`.slice(0, 15))).toSatisfy(
          (found) => found === undefined || Number.isSafeInteger(found),
        );
      }),
    );
  });
});
