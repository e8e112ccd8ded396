/** Ways in which a text is mangled between a form and us, each with the clause that says so. */
import { describe, expect, test } from 'vitest';
import { nearMiss, nearMissOf, readingsOf } from '../../src/wire/near-miss.ts';

describe('a text that is almost right', () => {
  test.each([
    ['pässword+1', 'pässword 1', 'it would fit with + for its spaces: a form must send + as %2B'],
    ['correct-horse', ' correct-horse\n', 'it would fit without the white space around it'],
    ['correct-horse', 'correct-\nhorse', 'it would fit without the white space in it'],
    ['a+b/c==', 'a%2Bb%2Fc%3D%3D', 'it would fit URL-decoded once more: it was encoded twice'],
    ['a b', 'a+b', 'it would fit with spaces for its +: it was form-encoded twice'],
    ['100%25', '100%', 'it would fit URL-encoded once more: a % of its own must be sent as %25'],
    ['two words&more', 'two+words%26more', 'it would fit form-decoded once more: it was encoded twice'],
    ['ab%2fcd', 'ab/cd', 'it was sent without encoding: a % of its own must be sent as %25, a + as %2B'],
    ['ab%2F+cd!', 'ab/ cd!', 'it was sent without encoding: a % of its own must be sent as %25, a + as %2B'],
    ['ab%41(cd)', 'abA(cd)', 'it was sent without encoding: a % of its own must be sent as %25, a + as %2B'],
    ['a&b', 'a&amp;b', 'it would fit with its HTML entities read: it went through HTML'],
    [`a"b'<c>`, 'a&quot;b&#39;&lt;c&#x3E;', 'it would fit with its HTML entities read: it went through HTML'],
    ['a$b!', 'a\\$b\\!', 'it would fit without its backslashes, which a shell or JSON wanted'],
    [
      'a b',
      '"a%20b"',
      'it would fit without the quotation marks around it, and URL-decoded once more: it was encoded twice',
    ],
    [
      'a@b',
      'a%40b\n',
      'it would fit without the white space around it, and URL-decoded once more: it was encoded twice',
    ],
    [
      'secret',
      'secret%0A',
      'it would fit URL-decoded once more: it was encoded twice, and without the white space around it',
    ],
    [
      'secret',
      '"secret"\n',
      'it would fit without the white space around it, and without the quotation marks around it',
    ],
    ['secret', '<secret>', 'it would fit without the < and > around it'],
    [
      'secret',
      ' <secret>\n',
      'it would fit without the white space around it, and without the < and > around it',
    ],
    ['secret', '"secret"', 'it would fit without the quotation marks around it'],
    ['Secret', 'sECRET', 'only upper and lower case differ, which count'],
    ['secret', 'secre', 'one character missing at its end'],
    ['secret', 'ecret', 'one character missing at its beginning'],
    ['secret', 'secr', '2 characters missing at its end'],
    ['ab&cdefgh', 'ab', 'it was cut off at an &, # or ;, which must be sent as %26, %23 and %3B'],
    ['secret', 'secret1', 'it fits but for what follows it: one character'],
  ])('%j sent as %j', (right, sent, clause) => {
    expect(nearMissOf(sent, right)).toBe(clause);
  });

  test.each([
    ['secret', 'sec'],
    ['secret', 'other'],
    ['secret', ''],
    ['', 'secret'],
    ['secret', '%zz'],
    ['secret', '\ud800'],
  ])('%j is not told of %j', (right, sent) => {
    expect(nearMissOf(sent, right)).toBeUndefined();
  });

  test('is read anew in fifty ways at the most, in pairs only where it is short, and never when it is long', () => {
    expect(readingsOf(' "a%20b&amp;+c\\" ').length).toBeLessThanOrEqual(50);
    const hows = (length: number) => readingsOf(`"${'+'.repeat(length - 3)}" `).map(({ how }) => how);
    expect(hows(4_096).some((how) => how.includes(', and '))).toBe(true);
    expect(hows(4_097).some((how) => how.includes(', and '))).toBe(false);
    expect(readingsOf(`${'+'.repeat(32_767)} `)).not.toEqual([]);
    expect(readingsOf(`${'+'.repeat(32_768)} `)).toEqual([]);
  });

  test('is found by whatever knows the right one', () => {
    expect(nearMiss('ada%40acme.example', (text) => text === 'ada@acme.example')).toBe(
      'it would fit URL-decoded once more: it was encoded twice',
    );
  });
});
