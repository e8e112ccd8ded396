import { describe, expect, it } from 'vitest';
import type { Resource } from '../../src/rest/call.ts';
import { finderOf } from '../../src/rest/find-resource.ts';
import { RESOURCES } from '../../src/rest/resource-list.ts';

const resource = (path: string): Resource => ({ path, read: () => path });
const find = finderOf(
  [
    '',
    '/sobjects/:object/:id',
    '/sobjects/:object',
    '/sobjects/:object/describe',
    '/query/:locator',
    '/query',
    '/tooling',
    '/tooling/*',
    '/tooling/query',
  ].map(resource),
);

describe('the resource of a path', () => {
  it.each([
    ['', '', {}],
    ['/', '', {}],
    ['/query', '/query', {}],
    ['/query/', '/query', {}],
    ['/query/0r8-2000', '/query/:locator', { locator: '0r8-2000' }],
    ['/sobjects/Account', '/sobjects/:object', { object: 'Account' }],
    ['/sobjects/Account/describe', '/sobjects/:object/describe', { object: 'Account' }],
    ['/sobjects/Account/describe/', '/sobjects/:object/describe', { object: 'Account' }],
    ['/sobjects/Account/001A', '/sobjects/:object/:id', { object: 'Account', id: '001A' }],
    ['/sobjects/Account/a%2Fb%20c', '/sobjects/:object/:id', { object: 'Account', id: 'a/b c' }],
    ['/sobjects/Account/%zz', '/sobjects/:object/:id', { object: 'Account', id: '%zz' }],
    ['/sobjects/__proto__/constructor', '/sobjects/:object/:id', { object: '__proto__', id: 'constructor' }],
    ['/%71uery', '/query', {}],
    ['/tooling', '/tooling', {}],
    ['/tooling/query', '/tooling/query', {}],
    ['/tooling/sobjects/ApexClass', '/tooling/*', {}],
  ])('%j is %j', (path, expected, named) => {
    const found = find(path);
    expect([found?.resource.path, { ...found?.path }]).toEqual([expected, named]);
  });

  it.each(['/Query', '/nothing', '/sobjects', '/sobjects/A/b/c', '/query/a/b', '//query', '/constructor'])(
    'is none for %j',
    (path) => {
      expect(find(path)).toBeUndefined();
    },
  );

  it('is found for each that there is', () => {
    const all = finderOf(RESOURCES);
    for (const one of RESOURCES) {
      const path = one.path.replace(/\/\*$/, '/a/b').replace(/:[a-z]+/gi, 'x');
      expect(all(path)?.resource.path).toBe(one.path);
      expect(one.path.split('/')[1] ?? '').not.toMatch(/^[:*]/);
    }
  });
});
