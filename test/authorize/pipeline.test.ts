/** The table of the pipeline and the catalogue agree. */
import { expect, test } from 'vitest';
import { PIPELINE } from '../../src/oauth/authorize/pipeline.ts';
import { authorizeRefusals } from '../../src/refusals/authorize.ts';
import { authorizePolicyRefusals } from '../../src/refusals/authorize-policies.ts';
import { catalogue } from '../../src/refusals/catalogue.ts';
import { userAgentRefusals } from '../../src/refusals/user-agent.ts';

const rows = Object.values(PIPELINE).flatMap((stage) =>
  stage.map(({ refusal, surface }) => ({ refusal, surface })),
);

test.each(rows)('$refusal refuses on $surface', ({ refusal, surface }) => {
  expect(catalogue[refusal].surface).toBe(surface);
});

test('every authorize refusal has its place in the table, those of the source parameter aside', () => {
  const all = { ...authorizeRefusals, ...authorizePolicyRefusals, ...userAgentRefusals };
  const names = Object.keys(all).filter((name) => !name.startsWith('approval.'));
  const inTable = new Set(rows.map(({ refusal }) => refusal));
  expect([...inTable].toSorted()).toEqual([...names, 'headless.method'].toSorted());
});

test('an app is told of nothing before its callback is known to be registered', () => {
  const order = rows.map(({ refusal }) => refusal);
  const firstCallback = rows.findIndex(({ surface }) => surface === 'callback');
  expect(order.indexOf('callback.mismatch')).toBeLessThan(firstCallback);
});
