/** Laws of queries, on queries and rows that nobody thought of. */
import { parseQuery } from '@jetstreamapp/soql-parser-js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DataRow, FieldValue } from '../../../src/data/definition.ts';
import { Refusal } from '../../../src/refusals/catalogue.ts';
import { answer, ask } from './ask.ts';
import { id, MemorySource, ROWS } from './memory-source.ts';

const RUNS = { numRuns: 300 };

const name = fc.constantFrom('a', 'A', 'b', 'ab', 'Ba', 'c', null);
const employees = fc.constantFrom(-1, 0, 1, 2, null);
const row = fc.record({ Name: name, NumberOfEmployees: employees, IsDeleted: fc.constant(false) });
const rows = fc
  .array(row, { maxLength: 8 })
  .map((made) => made.map((one, i): DataRow => ({ ...one, Id: id('001', i) })));

/** A condition, and what it means. */
interface Condition {
  readonly soql: string;
  holds(row: DataRow): boolean;
}

const folded = (value: FieldValue | undefined) =>
  typeof value === 'string' ? value.toLowerCase() : (value ?? null);
const written = (value: FieldValue) => (typeof value === 'string' ? `'${value}'` : String(value));

const SIGNS: Readonly<Record<string, (left: FieldValue, right: FieldValue) => boolean>> = {
  '=': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '<': (left, right) => left !== null && right !== null && left < right,
  '<=': (left, right) => left !== null && right !== null && left <= right,
  '>': (left, right) => left !== null && right !== null && left > right,
  '>=': (left, right) => left !== null && right !== null && left >= right,
};

function comparison(field: string, value: fc.Arbitrary<FieldValue>): fc.Arbitrary<Condition> {
  const one = fc.tuple(fc.constantFrom(...Object.keys(SIGNS)), value).map(([sign, right]) => ({
    soql: `${field} ${sign} ${written(right)}`,
    holds: (of: DataRow) => SIGNS[sign]?.(folded(of[field]), folded(right)) ?? false,
  }));
  const list = fc
    .tuple(fc.constantFrom('IN', 'NOT IN'), fc.array(value, { minLength: 1, maxLength: 3 }))
    .map(([operator, all]) => ({
      soql: `${field} ${operator} (${all.map(written).join(', ')})`,
      holds: (of: DataRow) => all.map(folded).includes(folded(of[field])) === (operator === 'IN'),
    }));
  return fc.oneof(one, list);
}

const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    comparison('Name', name),
    comparison('NumberOfEmployees', employees),
    tie('condition').map(({ soql, holds }) => ({
      soql: `NOT (${soql})`,
      holds: (of: DataRow) => !holds(of),
    })),
    fc
      .tuple(fc.constantFrom('AND', 'OR'), fc.array(tie('condition'), { minLength: 2, maxLength: 3 }))
      .map(([joiner, terms]) => ({
        soql: terms.map(({ soql }) => `(${soql})`).join(` ${joiner} `),
        holds: (of: DataRow) =>
          joiner === 'AND' ? terms.every(({ holds }) => holds(of)) : terms.some(({ holds }) => holds(of)),
      })),
  ),
}));

describe('a query', () => {
  test('finds what its condition means', async () => {
    await fc.assert(
      fc.asyncProperty(rows, condition, async (Account, { soql, holds }) => {
        const source = new MemorySource({ rows: { Account } });
        const found = await ask(`SELECT Id FROM Account WHERE ${soql}`, { source });
        expect(found).toEqual(Account.filter(holds).map(({ Id }) => ({ Id })));
      }),
      RUNS,
    );
  });

  test('counts what it finds, and sorts it', async () => {
    const order = fc.constantFrom(
      'Name',
      'Name DESC',
      'NumberOfEmployees NULLS LAST',
      'NumberOfEmployees DESC, Name',
    );
    await fc.assert(
      fc.asyncProperty(
        rows,
        condition,
        order,
        fc.nat(9),
        fc.nat(3),
        async (Account, where, by, limit, offset) => {
          const source = new MemorySource({ rows: { Account } });
          const from = `FROM Account WHERE ${where.soql}`;
          const whole = await ask(`SELECT Id, Name ${from} ORDER BY ${by}`, { source });
          const part = await ask(`SELECT Id, Name ${from} ORDER BY ${by} LIMIT ${limit} OFFSET ${offset}`, {
            source,
          });
          expect(part).toEqual(whole.slice(offset, offset + limit));
          expect((await answer(`SELECT COUNT() ${from}`, { source })).size).toBe(whole.length);
          const groups = await ask(`SELECT Name, COUNT(Id) n ${from} GROUP BY Name`, { source });
          expect(groups.reduce((sum, { n }) => sum + Number(n), 0)).toBe(whole.length);
          expect(groups).toHaveLength(new Set(whole.map(({ Name }) => folded(Name as FieldValue))).size);
        },
      ),
      RUNS,
    );
  });
});

/** Parts of queries about everything that the org in memory has. */
const WORDS =
  "SELECT|FROM|WHERE|AND|OR|NOT|IN|LIKE|INCLUDES|ORDER BY|GROUP BY|HAVING|LIMIT 3|OFFSET 1|COUNT()|COUNT(Id)|MAX(|)|(|,|=|!=|<|null|true|1|'a'|TODAY|LAST_N_DAYS:3|2026-07-15|Id|Name|Account|Contact|Task|Secret__c|Accounts|Contacts|Secrets__r|Account.Name|Parent.Rating|Who.Name|Rating|Tags__c|FIELDS(ALL)|toLabel(Rating)|(SELECT Id FROM Contacts)|IN (SELECT AccountId FROM Contact)|DESC|NULLS LAST|FOR VIEW|USING SCOPE mine".split(
    '|',
  );

const soup = fc.array(fc.constantFrom(...WORDS), { maxLength: 14 }).map((words) => words.join(' '));

const item = fc.constantFrom(
  'Id',
  'Name',
  'Rating',
  'Parent.Name',
  'Parent.Rating',
  'Owner.Email',
  'toLabel(Rating)',
  '(SELECT Name FROM Contacts)',
  '(SELECT Name FROM Secrets__r)',
  'COUNT(Id)',
  'MAX(Rating)',
  'FIELDS(ALL)',
);
const clause = fc.constantFrom(
  '',
  "WHERE Rating = 'Hot'",
  "WHERE Parent.Rating != 'Hot'",
  'WHERE Id IN (SELECT Account__c FROM Secret__c)',
  'WHERE Id IN (SELECT AccountId FROM Contact)',
  "WHERE Id IN (SELECT AccountId FROM Contact WHERE Owner.Email LIKE '%a%')",
  'ORDER BY Rating',
  'ORDER BY Parent.Rating DESC',
  'GROUP BY Rating',
  'GROUP BY Name HAVING MAX(Rating) != null',
  "WHERE Name LIKE '%a%'",
);
const question = fc
  .tuple(fc.uniqueArray(item, { minLength: 1, maxLength: 3 }), clause, fc.constantFrom('', 'LIMIT 200'))
  .map(([items, where, limit]) => `SELECT ${items.join(', ')} FROM Account ${where} ${limit}`);

/** Its answer, or its refusal: anything else that is thrown is a mistake. */
async function outcome(soql: string, source = new MemorySource()): Promise<unknown> {
  try {
    return await answer(soql, { source });
  } catch (error) {
    if (error instanceof Refusal) return { status: error.facts.status, message: error.description };
    throw error;
  }
}

describe('any text', () => {
  test('is answered or refused', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      soup,
      soup.map((words) => `SELECT Id ${words}`),
      question,
    );
    await fc.assert(
      fc.asyncProperty(text, async (soql) => {
        expect(await outcome(soql)).toBeDefined();
      }),
      { numRuns: 1_500 },
    );
  });

  test('cut off anywhere too', async () => {
    const whole =
      "SELECT Name, toLabel(Rating), Account.Parent.Name, (SELECT Id FROM Contacts WHERE Birthdate = LAST_N_DAYS:3) FROM Account a USING SCOPE mine WHERE (Name LIKE '\\u00e9%' OR NOT Rating IN ('Hot', null)) AND Id IN (SELECT AccountId FROM Contact) WITH USER_MODE ORDER BY Name DESC NULLS LAST LIMIT 5 OFFSET 2 FOR VIEW";
    expect(await outcome(whole)).toHaveProperty('rows');
    for (let end = 0; end < whole.length; end++) expect(await outcome(whole.slice(0, end))).toBeDefined();
  });
});

test('what is hidden changes no answer', async () => {
  const hidden = ['Secret__c', 'Account.Rating', 'User.Email'];
  const secretly: typeof ROWS = {
    ...ROWS,
    Account: (ROWS.Account ?? []).map((account) => ({ ...account, Rating: 'Warm' })),
    User: (ROWS.User ?? []).map((user) => ({ ...user, Email: null })),
    Secret__c: [],
  };
  await fc.assert(
    fc.asyncProperty(fc.oneof(question, soup), async (soql) => {
      const seen = await outcome(soql, new MemorySource({ hidden }));
      expect(await outcome(soql, new MemorySource({ hidden, rows: secretly }))).toEqual(seen);
      expect(JSON.stringify(seen)).not.toMatch(/hidden"|una@acme/);
    }),
    { numRuns: 1_000 },
  );
});

test('what another parser takes for SOQL is read too', async () => {
  const isSoql = (soql: string) => {
    try {
      parseQuery(soql);
      return true;
    } catch {
      return false;
    }
  };
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        question,
        condition.map(({ soql }) => `SELECT Id FROM Account WHERE ${soql}`),
      ),
      async (soql) => {
        if (!isSoql(soql)) return;
        taken++;
        expect(JSON.stringify(await outcome(soql))).not.toContain('unexpected token');
      },
    ),
    RUNS,
  );
  expect(taken).toBeGreaterThan(100);
});
