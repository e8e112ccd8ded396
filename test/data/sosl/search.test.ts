import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSearch } from '../../../src/data/sosl/read-search.ts';
import { runSearch } from '../../../src/data/sosl/search.ts';
import { readTerm, wordsOf } from '../../../src/data/sosl/words.ts';
import { Refusal } from '../../../src/refusals/catalogue.ts';
import { Trace } from '../../../src/refusals/trace.ts';
import { MemorySource } from '../soql/memory-source.ts';

/** The records found: the object, and the cells. */
async function find(sosl: string, source = new MemorySource()): Promise<unknown[]> {
  const trace = new Trace({ id: 'test', at: 0, method: 'GET', path: '/', startedAt: 0 });
  const reading = { soql: sosl, options: { apiVersion: 60, includeDeleted: false }, trace };
  const found = await runSearch(reading, source, readSearch(reading));
  return found.flatMap(({ rows }) => rows.map(({ type, cells }) => [type, ...cells]));
}

async function refusal(sosl: string, source?: MemorySource): Promise<string> {
  try {
    await find(sosl, source);
  } catch (error) {
    if (error instanceof Refusal) return `${error.facts.error} ${error.description}`;
    throw error;
  }
  throw new Error(`not refused: ${sosl}`);
}

describe('a term', () => {
  test.each([
    ['acme', 'Acme Labs', true],
    ['acm', 'Acme Labs', false],
    ['acm*', 'Acme Labs', true],
    ['ac?e', 'Acme', true],
    ['labs acme', 'Acme Labs', true],
    ['"acme labs"', 'The Acme Labs', true],
    ['"labs acme"', 'Acme Labs', false],
    ['acme OR globex', 'Globex', true],
    ['acme AND globex', 'Globex', false],
    ['acme AND NOT labs', 'Acme Labs', false],
    ['(acme OR globex) AND inc', 'Globex Inc.', true],
    ['ada@acme.example', 'ada@acme.example', true],
    ['ada@acme.example', 'acme ada example', false],
    ['münchen', 'MÜNCHEN', true],
  ])('%s in %s: %j', (term, text, expected) => {
    expect(readTerm(term)?.(wordsOf(text))).toBe(expected);
  });

  test.each(['(', ')', '(a', 'a)', 'AND', 'a OR', '', '()', `${'('.repeat(60)}a${')'.repeat(60)}`])(
    '%s says nothing',
    (term) => {
      expect(readTerm(term)).toBeUndefined();
    },
  );
});

describe('a search', () => {
  test.each([
    [
      'FIND {acme} RETURNING Account(Name)',
      [
        ['Account', 'Acme'],
        ['Account', 'acme Labs'],
      ],
    ],
    ["find {acme} in name fields returning account(name where Rating = 'Hot')", [['Account', 'Acme']]],
    ['FIND {acme*} RETURNING Account(Name ORDER BY Name DESC LIMIT 1)', [['Account', 'acme Labs']]],
    ['FIND {oslo} IN NAME FIELDS RETURNING Account(Name)', []],
    ['FIND {oslo} RETURNING Account(Name), Contact(Name)', [['Account', 'Acme']]],
    ['FIND {una} IN EMAIL FIELDS RETURNING User(Name, Email)', [['User', 'Una User', 'una@acme.example']]],
    [
      'FIND {user OR lead} RETURNING Lead(Name), User(Name)',
      [
        ['Lead', 'Lena Lead'],
        ['User', 'Una User'],
      ],
    ],
    ['FIND {user OR lead} RETURNING Lead(Name), User(Name) LIMIT 1', [['Lead', 'Lena Lead']]],
    ['FIND {lena} RETURNING Lead', [['Lead', '00Q5g0000000001AAA']]],
    ['FIND {lena}', [['Lead', '00Q5g0000000001AAA']]],
  ])('%s', async (sosl, expected) => {
    expect(await find(sosl)).toEqual(expected);
  });

  test.each([
    ['FIND Acme', 'MALFORMED_SEARCH No search term found. The search term must be enclosed in braces.'],
    ['FIND {}', 'MALFORMED_SEARCH No search term found. The search term must be enclosed in braces.'],
    ['FIND {a}', 'MALFORMED_SEARCH search term must be longer than one character: a'],
    [
      'FIND {acme} IN',
      "MALFORMED_SEARCH \nFIND {acme} IN\n             ^\nERROR at Row:1:Column:14\nunexpected token: '<EOF>'",
    ],
    [
      'FIND {acme} WITH DIVISION = 1',
      'FUNCTIONALITY_NOT_ENABLED fauxforce does not implement WITH in SOSL; see docs/limits.md',
    ],
    [
      'FIND {acme} RETURNING Account(COUNT(Id))',
      'FUNCTIONALITY_NOT_ENABLED fauxforce does not implement aggregate functions in SOSL; see docs/limits.md',
    ],
  ])('%s', async (sosl, expected) => {
    expect(await refusal(sosl)).toBe(expected);
  });

  test('is bounded: a long term finds nothing, and it names no more objects than there are', async () => {
    const term = (words: number) => `FIND {${'x OR '.repeat(words)}acme} RETURNING Account(Id)`;
    expect(await find(term(1_900))).not.toEqual([]);
    expect(await find(term(2_000))).toEqual([]);
    const many = Array.from({ length: 201 }, () => 'Account(Id)').join();
    expect(await refusal(`FIND {acme} RETURNING ${many}`)).toContain('QUERY_TOO_COMPLICATED');
  });

  test('does not look at what is hidden', async () => {
    const source = new MemorySource({ hidden: ['Account.BillingCity', 'Secret__c'] });
    expect(await find('FIND {oslo OR hidden}', source)).toEqual([]);
    expect(await refusal('FIND {oslo} RETURNING Account(BillingCity)', source)).toContain(
      "No such column 'BillingCity'",
    );
    expect(await refusal('FIND {oslo} RETURNING Secret__c(Id)', source)).toContain(
      "sObject type 'Secret__c' is not supported",
    );
  });

  test('of any text is answered or refused', async () => {
    const word = fc.constantFrom(
      ...'FIND|{acme}|{|}|IN|ALL|NAME|FIELDS|RETURNING|Account|(|)|Id|,|WHERE|LIMIT|1|WITH|\\|"|*|?|{a OR (b AND "c")}'.split(
        '|',
      ),
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }).map((term) => `FIND {${term}} RETURNING Account(Id)`),
      fc.array(word, { maxLength: 12 }).map((words) => words.join(' ')),
    );
    await fc.assert(
      fc.asyncProperty(text, async (sosl) => {
        const outcome = await find(sosl).catch((error: unknown) => error);
        expect(Array.isArray(outcome) || outcome instanceof Refusal).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
