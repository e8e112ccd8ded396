/** What a URL that somebody sent may lead to: our own pages, or any path of ours, and never another site. */
import { expect, test } from 'vitest';
import { ownPage, relativePath } from '../../src/oauth/session/own-origin.ts';

test.each([
  ['/home/home.jsp', '/home/home.jsp'],
  ['/a?b=c#d', '/a?b=c#d'],
  ['home', '/home'],
  ['?a=b', '/?a=b'],
  ['', '/'],
  ['/a/../b', '/b'],
  ['/a:b', '/a:b'],
  ['/x?u=https://a.example/', '/x?u=https://a.example/'],
  ['https://evil.example/', undefined],
  ['HTTPS://evil.example/', undefined],
  ['x-y+z.1:evil', undefined],
  ['javascript:alert(1)', undefined],
  ['http://own.invalid/a', undefined],
  ['//evil.example/', undefined],
  ['\\\\evil.example\\', undefined],
  ['/\\evil.example', undefined],
  ['/a/..//evil.example', undefined],
  ['\t//evil.example', undefined],
  ['//[', undefined],
])('the path of %j is %j', (url, path) => {
  expect(relativePath(url)).toBe(path);
});

test.each([
  ['/setup/connect', '/setup/connect'],
  [
    '/setup/secur/RemoteAccessAuthorizationPage.apexp?source=x',
    '/setup/secur/RemoteAccessAuthorizationPage.apexp?source=x',
  ],
  ['/setup/a/../b#c', '/setup/b'],
  ['/idp/login?app=0sp000000000001', '/idp/login?app=0sp000000000001'],
  ['/idp/login/x', undefined],
  ['/x/../setup/connect', '/setup/connect'],
  [undefined, undefined],
  ['', undefined],
  ['/', undefined],
  ['/setup', undefined],
  ['/other/setup/connect', undefined],
  ['/setup/../other', undefined],
  ['setup/connect', undefined],
  ['https://evil.example/setup/connect', undefined],
  ['//evil.example/setup/connect', undefined],
  ['/\\evil.example/setup/connect', undefined],
  ['//[/setup/', undefined],
])('startURL %j leads to %j', (url, page) => {
  expect(ownPage(url)).toBe(page);
});
