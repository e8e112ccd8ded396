/** docs/postman/: what `npm run docs` writes, with every grant and every resource that is here. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import {
  COLLECTION,
  ENVIRONMENT,
  postmanCollection,
  postmanEnvironment,
} from '../../scripts/postman-collection.ts';
import { FOLDERS } from '../../scripts/postman-requests.ts';
import { grantsByType } from '../../src/oauth/token/grants/index.ts';
import { methodsOf } from '../../src/rest/call.ts';
import { RESOURCES } from '../../src/rest/resource-list.ts';
import { unsupported } from '../../src/rest/resources/unsupported.ts';
import { demoOrgs } from '../../src/seed/demo.ts';

const requests = FOLDERS.flatMap((folder) => folder.requests);

test('the files are those that the script writes', async () => {
  expect(await readFile(COLLECTION, 'utf8')).toBe(postmanCollection());
  expect(await readFile(ENVIRONMENT, 'utf8')).toBe(postmanEnvironment(await demoOrgs()));
});

test('every variable is in the environment, is filled in by hand, or is set by an answer before', async () => {
  const environment = JSON.parse(postmanEnvironment(await demoOrgs())) as { values: { key: string }[] };
  const known = new Set(environment.values.map(({ key }) => key));
  const missing: string[] = [];
  for (const { name, save = [], ...request } of requests) {
    for (const [, variable = ''] of JSON.stringify(request).matchAll(/\{\{(\w+)\}\}/g)) {
      if (!known.has(variable)) missing.push(`${name}: ${variable}`);
    }
    for (const [, variable = ''] of save.join('\n').matchAll(/environment\.set\('(\w+)'/g))
      known.add(variable);
  }
  expect(missing).toEqual([]);
});

test('every grant has a request', () => {
  const sent = new Set(requests.map(({ form }) => form?.grant_type));
  expect([...grantsByType.keys()].filter((type) => !sent.has(type))).toEqual([]);
  expect(requests.some(({ form }) => form?.response_type === 'device_code')).toBe(true);
});

/** Why a resource has no request. */
const WITHOUT: Readonly<Record<string, string>> = {
  'GET /query/:locator': 'needs an answer of more than one page',
  'GET /tooling/query': 'is refused by name',
  'PATCH /jobs/query/:job': 'aborts a job, and this one has ended before',
  'GET /jobs/ingest/:job/unprocessedRecords': 'is another spelling of unprocessedrecords',
  'GET /sobjects/:object/updated': 'needs a day of the last month, which no file can hold',
  'GET /sobjects/:object/deleted': 'needs a day of the last month, which no file can hold',
  'GET /sobjects/User/:id/password': 'needs the id of a user',
  'POST /sobjects/User/:id/password': 'would end the log-ins that other requests need',
  'GET /apps/oauth/usage/:app/users': 'needs an id that the list of apps shows',
  'GET /apps/oauth/usage/:app/:user/tokens': 'needs an id that the list of apps shows',
  'DELETE /apps/oauth/usage/:app/:user/tokens': 'would end tokens that other requests use',
};

test('every resource of the REST API has a request, or a reason', () => {
  const sent = requests.flatMap(({ method, url }) => {
    const path = url.split('/services/data/v{{version}}')[1];
    return path === undefined ? [] : [{ method: method as string, path }];
  });
  const served = RESOURCES.filter((resource) => !unsupported.includes(resource));
  const all = served.flatMap((resource) =>
    Object.keys(methodsOf(resource)).map((method) => ({ method, path: resource.path })),
  );
  const without = all.filter(({ method, path }) => {
    const pattern = new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`);
    return !sent.some((request) => request.method === method && pattern.test(request.path));
  });
  const names = without.map(({ method, path }) => `${method} ${path}`);
  expect(names.filter((name) => WITHOUT[name] === undefined)).toEqual([]);
});
