import { expect, test } from 'vitest';
import { parseXml } from '../../src/seed/project/xml.ts';

const FILE = 'a.xml';

function failure(text: string): { message: string; line: number | undefined } {
  try {
    parseXml(text, FILE);
  } catch (error) {
    const { message, line } = error as { message: string; line: number | undefined };
    return { message, line };
  }
  throw new Error('it was read');
}

test('an element knows its line and column, whatever stands before it', () => {
  const root = parseXml(
    '<?xml version="1.0"?>\n<!-- a\n comment -->\n<A>\n  <b\n    >text</b><c/>\n</A>',
    FILE,
  );
  expect(root.place).toEqual({ file: FILE, line: 4, column: 1 });
  expect(root.child('b')?.place).toEqual({ file: FILE, line: 5, column: 3 });
  expect(root.child('c')?.place).toEqual({ file: FILE, line: 6, column: 14 });
  expect(root.child('b')?.text).toBe('text');
});

test('text has its five entities and character references decoded, once, and CDATA as it is', () => {
  const root = parseXml(
    '<A><b>&lt;&gt;&amp;&apos;&quot;&#65;&#x42;&amp;lt;</b><c><![CDATA[&amp; <x>]]> &amp;</c></A>',
    FILE,
  );
  expect(root.textOf('b')).toBe(`<>&'"AB&lt;`);
  expect(root.textOf('c')).toBe('&amp; <x> &');
});

test.each(['&foo;', '&#0;', '&#xD800;', '&#1114112;'])('%s stays as it is written', (reference) => {
  expect(parseXml(`<A>${reference}</A>`, FILE).text).toBe(reference);
});

test('each line of a text has a place', () => {
  const root = parseXml('<A>\n  <u\n    >one\n\n      two &amp; three\n  four</u>\n</A>', FILE);
  expect(root.child('u')?.lines).toEqual([
    { text: 'one', place: { file: FILE, line: 3, column: 6 } },
    { text: 'two & three', place: { file: FILE, line: 5, column: 7 } },
    { text: 'four', place: { file: FILE, line: 6, column: 3 } },
  ]);
});

test('elements that are left out leave every position as it was', () => {
  const text =
    '<A>\n  <skip>\n    <x/>\n  </skip>\n  <skip>1</skip><b/>\n  <!-- <skip> --><c/>\n  <d><![CDATA[</skip><skip>]]></d>\n  <skip></skip>\n  <e>1</e>\n</A>';
  const root = parseXml(text, FILE, ['skip']);
  expect(root.children.map(({ name, place }) => [name, place.line, place.column])).toEqual([
    ['b', 5, 17],
    ['c', 6, 18],
    ['d', 7, 3],
    ['e', 9, 3],
  ]);
  expect(root.textOf('d')).toBe('</skip><skip>');
});

test('a mistake after an element that is left out has its own line', () => {
  expect(() => parseXml('<A>\n<skip>\n</skip>\n<b>\n</A>', FILE, ['skip'])).toThrow(
    expect.objectContaining({ line: 5, column: 1 }),
  );
});

test.each([
  ['nothing', ' \n', 'is empty', undefined],
  ['text', 'hello', "is not well-formed XML: char 'h' is not expected.", 1],
  ['half an element', '<A>\n  <b>\n', 'is not well-formed XML: it ends inside <b>', 2],
  ['a half tag', '<A>\n  <b', 'is not well-formed XML: it ends inside <b>', 2],
  [
    'wrong nesting',
    '<A>\n<b></A>',
    "is not well-formed XML: Expected closing tag 'b' (opened in line 2, col 1) instead of closing tag 'A'.",
    2,
  ],
  ['a lone opening tag', '<A>', 'is not well-formed XML: it ends inside <A>', 1],
  ['two roots', '<A/><B/>', 'is not well-formed XML: it has more than one root element', undefined],
  [
    'a bomb',
    '<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><A>&c;</A>',
    'holds a DOCTYPE or an entity, which metadata files never have: remove it',
    undefined,
  ],
  [
    'an outside entity',
    '<!DOCTYPE a SYSTEM "file:///etc/passwd"><A/>',
    'holds a DOCTYPE or an entity, which metadata files never have: remove it',
    undefined,
  ],
  [
    'endless nesting',
    `${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}`,
    'cannot be read as XML: Maximum nested tags exceeded',
    undefined,
  ],
  [
    'a name that JavaScript reserves',
    '<A><constructor>1</constructor></A>',
    expect.stringContaining('cannot be read as XML'),
    undefined,
  ],
])('%s is refused', (_, text, message, line) => {
  expect(failure(text)).toEqual({ message, line });
});

test.each([
  '<'.repeat(200_000),
  `<a>${'<!'.repeat(100_000)}`,
  '<a '.repeat(100_000),
  '<skip>'.repeat(100_000),
  `<a>${'&'.repeat(200_000)}`,
])('hostile text is refused without delay, and in a few words', (text) => {
  expect(() => parseXml(text, FILE, ['skip'])).toThrow(/^.{1,250}$/);
});
