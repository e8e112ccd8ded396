/** Requests that wait for their entries share what is the same in them: no entry may tell of another request than its own. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Backlog } from '../../src/journal/backlog.ts';
import { NO_SECRETS } from '../../src/journal/misplaced.ts';
import { writeEntry } from '../../src/journal/write-entry.ts';
import type { ValuesOf } from '../../src/refusals/catalogue.ts';
import { isSame } from '../../src/refusals/same.ts';
import { Trace } from '../../src/refusals/trace.ts';
import { startFauxforce } from '../../src/testing/index.ts';
import { readForm } from '../../src/wire/form.ts';
import { credentials, postToken } from '../helpers/token.ts';

const ANSWER = { status: 200, contentType: undefined, body: undefined, location: undefined };

type Secret = ValuesOf<'client.secret-wrong'>;

/** What a request did. */
interface Done {
  readonly path: string;
  readonly grantType: string | undefined;
  readonly parameters: readonly (readonly [string, string])[];
  readonly isForm: boolean;
  readonly secrets: readonly (Secret & { readonly isSaid: boolean })[];
  readonly refused: boolean;
}

function traceOf({ path, grantType, parameters, isForm, secrets, refused }: Done, id: number): Trace {
  const trace = new Trace({ id: String(id), at: 0, method: 'POST', path, startedAt: 0 });
  trace.grantType = grantType;
  if (isForm)
    trace.parametersFrom(new URLSearchParams(parameters as [string, string][]).toString(), readForm);
  else trace.parameters = new Map(parameters);
  for (const { isSaid, ...values } of secrets)
    trace.passedCheck('client.secret-wrong', isSaid ? () => values : values);
  if (refused) trace.failed('grant-type.unsupported', { grantType: grantType ?? '', known: ['a'] });
  return trace;
}

const FEW = ['a', 'b'] as const;
const few = fc.constantFrom(...FEW);
const done: fc.Arbitrary<Done> = fc.record({
  path: fc.constantFrom('/a', '/b'),
  grantType: fc.option(few, { nil: undefined }),
  parameters: fc.uniqueArray(fc.tuple(fc.constantFrom('x', 'y', 'z'), few), {
    selector: ([name]) => name,
    maxLength: 3,
  }),
  isForm: fc.boolean(),
  secrets: fc.array(
    fc.record(
      {
        app: few,
        sent: fc.constantFrom('body' as const, 'header' as const),
        nearMiss: fc.option(few, { nil: undefined }),
        isSaid: fc.boolean(),
      },
      { requiredKeys: ['app', 'sent', 'isSaid'] },
    ) as fc.Arbitrary<Done['secrets'][number]>,
    { maxLength: 3 },
  ),
  refused: fc.boolean(),
});

const entryOf = (trace: Trace) => writeEntry({ trace, answer: ANSWER, ms: 0 }, NO_SECRETS).json;

test('each entry is what it would be if its request had been the only one', () => {
  fc.assert(
    fc.property(fc.array(done, { maxLength: 12 }), (requests) => {
      const backlog = new Backlog(100);
      for (const [id, one] of requests.entries())
        backlog.add({ trace: traceOf(one, id), answer: ANSWER, ms: 0, characters: 100 });
      const alone = requests.map((one, id) => entryOf(traceOf(one, id)));
      expect(backlog.take().map(({ trace }) => entryOf(trace))).toEqual(alone);
    }),
    { numRuns: 500 },
  );
});

const ALIKE: Done = {
  path: '/a',
  grantType: 'a',
  parameters: [['x', 'a']],
  isForm: true,
  secrets: [{ app: 'a', sent: 'body', nearMiss: undefined, isSaid: false }],
  refused: false,
};

test('what is checked after others share the trace stays its own', () => {
  const backlog = new Backlog(10);
  const traces = [1, 2, 3].map((id) => traceOf(ALIKE, id));
  for (const trace of traces) backlog.add({ trace, answer: ANSWER, ms: 0, characters: 100 });
  const [first, second, third] = traces as [Trace, Trace, Trace];
  first.passedCheck('token.get', { method: 'GET', parameters: [] });
  second.failed('token.must-use-post', { method: 'PUT' });
  const namesIn = (trace: Trace) =>
    JSON.parse(entryOf(trace)).checks.map(({ name }: { name: string }) => name);
  expect(namesIn(first)).toEqual(['client.secret-wrong', 'token.get']);
  expect(namesIn(second)).toEqual(['client.secret-wrong', 'token.must-use-post']);
  expect(namesIn(third)).toEqual(['client.secret-wrong']);
});

test('of answers that say the same one is kept', () => {
  const backlog = new Backlog(10);
  for (const [id, status] of [200, 200, 400, 200].entries())
    backlog.add({ trace: traceOf(ALIKE, id), answer: { ...ANSWER, status }, ms: 0, characters: 100 });
  const answers = backlog.take().map(({ answer }) => answer);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 400, 200]);
  expect(answers[1]).toBe(answers[0]);
  expect(answers[3]).not.toBe(answers[0]);
});

test('large requests are not compared to', () => {
  const backlog = new Backlog(10);
  for (let id = 0; id < 2; id++)
    backlog.add({ trace: traceOf(ALIKE, id), answer: { ...ANSWER }, ms: 0, characters: 8_193 });
  const [first, second] = backlog.take();
  expect(second?.answer).not.toBe(first?.answer);
});

test('a form is kept as its text, and read again for who asks', () => {
  const [trace] = [traceOf(ALIKE, 1)];
  const asked = trace.parameters;
  new Backlog(10).add({ trace, answer: ANSWER, ms: 0, characters: 100 });
  expect(trace.parameters).not.toBe(asked);
  expect([...(trace.parameters ?? [])]).toEqual([['x', 'a']]);
});

test('parameters that somebody else put there stay', () => {
  const trace = traceOf(ALIKE, 1);
  trace.parameters = new Map([['told', 'instead']]);
  new Backlog(10).add({ trace, answer: ANSWER, ms: 0, characters: 100 });
  expect([...trace.parameters]).toEqual([['told', 'instead']]);
});

test('only plain objects are compared by what is in them', () => {
  expect(isSame({ a: 1, b: undefined }, { a: 1, b: undefined })).toBe(true);
  for (const [a, b] of [
    [{ a: 1 }, { a: 1, b: undefined }],
    [{ a: undefined }, { b: undefined }],
    [{ a: undefined }, { b: 1 }],
    [{ a: [1] }, { a: [1] }],
    [new Set([1]), new Set([2])],
    [new Date(1), new Date(2)],
    [['a'], { 0: 'a' }],
    [{}, null],
  ]) {
    expect(isSame(a, b)).toBe(false);
    expect(isSame(b, a)).toBe(false);
  }
});

test('clients that take turns are told apart, and so is what each sent', async () => {
  await using sf = await startFauxforce();
  const apps = ['Client_Credentials', 'Web_Server', 'Client_Credentials', 'Client_Credentials'];
  for (const app of apps)
    await postToken(sf, { grant_type: 'client_credentials', ...credentials(sf, app as 'Web_Server') });
  const told = sf.journal
    .entries()
    .map(({ clientId, request, outcome }) => [clientId, request.client_id, outcome]);
  const keys = Object.fromEntries(apps.map((app) => [app, credentials(sf, app as 'Web_Server').client_id]));
  expect(told.reverse()).toEqual(
    apps.map((app) => [keys[app], keys[app], app === 'Web_Server' ? 'refused' : 'answered']),
  );
});
