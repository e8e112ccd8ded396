import { expect, test } from 'vitest';
import { KnownPaths } from '../../src/wire/known-paths.ts';

const known = new KnownPaths();
known.add({ url: '/', method: 'GET' });
known.add({ url: '/orgs', method: 'POST' });
known.add({ url: '/orgs', method: ['GET', 'HEAD'] });
known.add({ url: '/orgs/:id', method: 'DELETE' });
known.add({ url: '/orgs/mine', method: 'GET' });
known.add({ url: '/data/*', method: 'PUT' });

test.each([
  ['/', 'GET'],
  ['/orgs', 'GET, HEAD, POST'],
  ['/orgs/', 'GET, HEAD, POST'],
  ['/orgs/00D', 'DELETE'],
  ['/orgs/mine', 'GET, DELETE'],
  ['/data/v60.0/query', 'PUT'],
  ['/orgs//', undefined],
  ['/orgs/00D/apps', undefined],
  ['/Orgs', undefined],
  ['/data', undefined],
])('%s answers %s', (path, methods) => {
  expect(known.methodsOf(path)).toBe(methods);
});
