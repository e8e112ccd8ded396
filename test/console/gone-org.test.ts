/** An org that is deleted between the list and its own answer. */
import { expect, test } from 'vitest';
import type { Lab } from '../../src/console/lab.ts';
import { nowPage } from '../../src/console/screens/now.ts';
import type { Visit } from '../../src/console/visit.ts';
import { LabProblem } from '../../src/lab/plane/answer-problem.ts';

const ANSWERS: Readonly<Record<string, unknown>> = {
  '/orgs': { orgs: [{ id: 'gone' }, { id: 'there' }] },
  '/orgs/there': { org: { id: 'there', name: 'Acme' }, apps: [] },
  '/clock': { now: '2026-01-01T00:00:00.000Z', frozen: false },
  '/failures': { failures: [] },
  '/journal': { entries: [] },
};

test('is left out of the first screen', async () => {
  const lab = {
    async get(path: string) {
      if (!(path in ANSWERS)) throw new LabProblem(404, `there is no ${path}`);
      return ANSWERS[path];
    },
  } as unknown as Lab;
  const shown = await nowPage.show({ lab, origin: 'http://localhost' } as Visit);
  expect(JSON.stringify(shown)).toContain('Apps of Acme');
});
