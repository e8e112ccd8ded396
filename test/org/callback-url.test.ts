/** Which callback URLs Setup takes: authorize.md 11, setup-pages.md 4.2. */
import { describe, expect, test } from 'vitest';
import { CALLBACKS_LIMIT, callbacksLength, callbackUrlComplaint } from '../../src/org/callback.ts';

describe('taken', () => {
  test.each([
    'https://app.example/cb',
    'HTTPS://App.example/cb',
    'https://',
    'https://login.salesforce.com/services/oauth2/success',
    'http://localhost',
    'http://localhost/cb?x=1',
    'http://localhost:3000/cb#/done',
    'HTTP://LOCALHOST:3000/cb',
    'myapp://oauth/done',
    'com.example.app:/done',
    'sfdc://success',
    'no:callbackurl',
    'javascripts://done',
    'datax:1',
    'oob',
    'http://localhost?x=1',
    'http://localhost#x',
    'a:b',
    'Z9+x-y.Z:b',
    'com.example.app:8080x',
    'localhost:x',
    'xfile:///x',
    'myapp:http://app.example',
    'https://app.example:8443/cb',
    'sfdc://success',
    'no:callbackurl',
    'com.example.app:/x',
    'feeds://x',
    'myapp://cb?to=https:evil',
    'wsx:1',
    'https://x:65535/',
    'http://localhost:65535/',
  ])('%s', (url) => {
    expect(callbackUrlComplaint(url, 'connectedApp')).toBeUndefined();
    expect(callbackUrlComplaint(url, 'externalClientApp')).toBeUndefined();
  });

  test.each([
    'http://127.0.0.1:8080/cb',
    'http://127.255.0.1',
    'HTTP://127.0.0.1/cb',
    'http://127.10.20.30:80?x',
    'http://[::1]:3000/cb',
    'http://[::1]#x',
  ])('of a Connected App only: %s', (url) => {
    expect(callbackUrlComplaint(url, 'connectedApp')).toBeUndefined();
    expect(callbackUrlComplaint(url, 'externalClientApp')).toContain('is http: Setup takes it for');
  });
});

describe('refused', () => {
  test.each([
    'javascript:alert(1)',
    'JAVASCRIPT:alert(1)',
    'javascript://app.example/%0aalert(1)',
    'data:text/html,<script>alert(1)</script>',
    'file:///etc/passwd',
    'vbscript:x',
    'blob:https://app.example/1',
    'filesystem:https://app.example/1',
    'about:blank',
    'view-source:https://app.example',
    'feed:javascript:alert(1)',
    'jar:javascript:x',
    'livescript:x',
    'mocha:x',
    'mhtml:http://x',
    'chrome://settings',
    'resource://x',
    'ftp://evil/',
    'ws://evil/',
    'WSS://evil/',
  ])('no app is behind %s', (url) => {
    expect(callbackUrlComplaint(url, 'connectedApp')).toBe(
      `'${url}' has a scheme that no app can have: https, http://localhost or one of its own`,
    );
  });

  test.each([
    'http://app.example/cb',
    'http://localhost.app.example/cb',
    'http://localhost@app.example/cb',
    'http://localhost:3000@app.example/cb',
    'http://localhost:80:80/cb',
    'http://localhost\\@app.example/cb',
    'http://127.0.0.1.app.example/cb',
    'http://10.0.0.1/cb',
    'http://',
    'HTTP://app.example/cb',
    'http:localhost',
    'http:/app.example',
    'http://127.0.0.1:x/cb',
    'http://localhost:/cb',
    'http://app.example/http://localhost/cb',
    'http://127.0.0',
    'http://127.0.0.x',
    'http://[::1]x/cb',
  ])('http elsewhere: %s', (url) => {
    const complaint = `'${url}' is http: Setup takes it for http://localhost only, and https or a scheme of the app's own anywhere else`;
    expect(callbackUrlComplaint(url, 'connectedApp')).toBe(complaint);
    expect(callbackUrlComplaint(url, 'externalClientApp')).toBe(complaint);
  });

  test.each([
    'localhost:3000',
    'LOCALHOST:3000/cb',
    'app.example:80?x',
    'app.example:8080#x',
    '127.0.0.1:80',
  ])('without a scheme, before a port: %s', (url) => {
    expect(callbackUrlComplaint(url, 'connectedApp')).toBe(
      `'${url}' is not absolute: did you mean 'http://${url}'?`,
    );
  });

  test.each([
    '',
    '/cb',
    'app.example/cb',
    'myapp:',
    '1app:x',
    '+a:b',
    'a_b:c',
    '//app.example',
    'oobx',
    'xoob',
  ])('without a scheme: %j', (url) => {
    expect(callbackUrlComplaint(url, 'connectedApp')).toBe(
      `'${url}' is not absolute: begin it with a scheme such as https:// or myapp://`,
    );
  });

  test.each([
    'https://1.2.3.256/',
    'https://[1:2]/',
    'https://x:99999/',
    'https://x:65536/',
    'https:evil',
    'https:evil?http://a',
    'https:/evil',
    'https:///x',
    'https:\\\\e',
    'https://?x',
    'https://user@/x',
    'HTTPS://',
    'http://localhost:99999/',
    'http://localhost:65536',
    'http://127.0.0.256/',
  ])('no URL: %s', (url) => {
    expect(callbackUrlComplaint(url, 'connectedApp')).toBe(
      `'${url}' is no URL: after https:// a host name is missing, or host or port is not one`.replace(
        'https://',
        (whole) => (/^http:/.test(url) ? 'http://' : whole),
      ),
    );
  });

  test.each([
    'java\nscript:alert(1)',
    ' javascript:alert(1)',
    'java\tscript:alert(1)',
    '\u0001javascript:alert(1)',
    'https://app.example/a b',
    'https://app.example/cb\u007F',
    'https://app.example/cb\n',
  ])('what a browser would read otherwise: %j', (url) =>
    expect(callbackUrlComplaint(url, 'connectedApp')).toBe(
      `'${url}' has a space or line break in it: write one URL per list entry`,
    ),
  );
});

test('all callback URLs of an app take 2000 characters, with a line break between two', () => {
  expect(CALLBACKS_LIMIT).toBe(2000);
  expect(callbacksLength(['https://a.example', 'b:c'])).toBe(21);
  expect(callbacksLength(['https://a.example'])).toBe(17);
  expect(callbacksLength([])).toBe(0);
  for (const none of [undefined, null, 'https://a.example', 7]) expect(callbacksLength(none)).toBe(0);
});
