/** Which callback URLs Setup takes: authorize.md 11, setup-pages.md 4.2. */
import { describe, expect, test } from 'vitest';
import { callbackUrlComplaint } from '../../src/org/callback.ts';

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
  ])('%s', (url) => {
    expect(callbackUrlComplaint(url, 'connectedApp')).toBeUndefined();
    expect(callbackUrlComplaint(url, 'externalClientApp')).toBeUndefined();
  });

  test.each(['http://127.0.0.1:8080/cb', 'http://127.255.0.1', 'http://[::1]:3000/cb'])(
    'of a Connected App only: %s',
    (url) => {
      expect(callbackUrlComplaint(url, 'connectedApp')).toBeUndefined();
      expect(callbackUrlComplaint(url, 'externalClientApp')).toContain('is http: Setup takes it for');
    },
  );
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
  ])('no app is behind %s', (url) => {
    expect(callbackUrlComplaint(url, 'connectedApp')).toContain('a scheme that no app can have');
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
    'http:localhost',
    'http:/app.example',
  ])('http elsewhere: %s', (url) => {
    expect(callbackUrlComplaint(url, 'connectedApp')).toContain(
      'is http: Setup takes it for http://localhost only',
    );
  });

  test.each([
    'java\nscript:alert(1)',
    ' javascript:alert(1)',
    'java\tscript:alert(1)',
    '\u0001javascript:alert(1)',
  ])('what a browser would read otherwise: %j', (url) =>
    expect(callbackUrlComplaint(url, 'connectedApp')).toBeDefined(),
  );
});
