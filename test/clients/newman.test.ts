/** Newman, Postman's command line, runs docs/postman/ as it stands; through the proxy it does in newman.long.test.ts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { Browser } from '../../src/testing/browser.ts';
import { Newman } from './helpers/newman.ts';
import { runs } from './helpers/proof.ts';
import { ada } from './helpers/visit.ts';

let newman: Newman;
beforeAll(async () => {
  newman = await Newman.start();
});
afterAll(() => newman[Symbol.asyncDispose]());
beforeEach(() => newman.sf.reset());

it('runs all of the collection by http', runs('newman', 'collection'), async () => {
  const variables = { ...newman.environment(), ...(await newman.codes()), ...(await newman.assertions()) };
  expect(await newman.run(variables)).toBeGreaterThan(50);
  expect(newman.refusals()).toEqual(['device.pending']);
});

it('gets the token of a device that somebody allowed', runs('newman', 'device'), async () => {
  const { sf } = newman;
  const kept = join(newman.folder, 'environment.json');
  await newman.run(newman.environment(), ['--folder', 'Device: codes', '--export-environment', kept]);
  const { values } = JSON.parse(readFileSync(kept, 'utf8')) as { values: { key: string; value: string }[] };
  const userCode = values.find(({ key }) => key === '_userCode')?.value ?? '';
  await new Browser().connect(sf.url, userCode, ada);
  await newman.run({}, ['--folder', 'Device: token', '--environment', kept]);
  expect(sf.journal.last({ endpoint: 'token' })).toMatchObject({ grantType: 'device', outcome: 'answered' });
});
