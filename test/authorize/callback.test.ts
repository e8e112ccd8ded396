/** Callback matching, and what answers put on a callback URL: authorize.md 5 and 11. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  callbackHere,
  findCallback,
  mayCarryRefreshToken,
  sameRedirectUri,
  withFragment,
  withQuery,
} from '../../src/org/callback.ts';

const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const url = fc.record({
  scheme: fc.constantFrom('https', 'http', 'sfdc'),
  host: fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => labels.join('.')),
  port: fc.option(fc.integer({ min: 1, max: 65_535 })),
  path: fc.array(fc.stringMatching(/^[A-Za-z0-9_.~%-]{1,8}$/), { maxLength: 3 }),
  query: fc.option(fc.stringMatching(/^[a-z]{1,3}=[A-Za-z0-9]{0,4}$/)),
});
type Url = typeof url extends fc.Arbitrary<infer T> ? T : never;

function write({ scheme, host, port, path, query }: Url): string {
  const segments = path.map((segment) => `/${segment}`).join('');
  return `${scheme}://${host}${port === null ? '' : `:${port}`}${segments}${query === null ? '' : `?${query}`}`;
}

describe('laws', () => {
  test('a URL matches itself, and the case of its scheme and host does not matter', () => {
    fc.assert(
      fc.property(url, (u) => {
        const loud = { ...u, scheme: u.scheme.toUpperCase() as Url['scheme'], host: u.host.toUpperCase() };
        expect(sameRedirectUri(write(u), write(u))).toBe(true);
        expect(sameRedirectUri(write(u), write(loud))).toBe(true);
      }),
    );
  });

  test('two URLs match only if all their parts are equal', () => {
    fc.assert(
      fc.property(url, url, (a, b) => {
        expect(sameRedirectUri(write(a), write(b))).toBe(write(a) === write(b));
      }),
    );
  });

  test('anything put before, into or after a URL makes it another', () => {
    fc.assert(
      fc.property(url, fc.string({ minLength: 1 }), fc.nat(), (u, noise, place) => {
        const text = write(u);
        const at = place % (text.length + 1);
        expect(sameRedirectUri(text, text.slice(0, at) + noise + text.slice(at))).toBe(false);
      }),
    );
  });

  test('a letter of the path or query in the other case makes it another', () => {
    fc.assert(
      fc.property(url, label, (u, segment) => {
        const lower = write({ ...u, path: [...u.path, segment] });
        const upper = write({ ...u, path: [...u.path, segment.toUpperCase()] });
        expect(sameRedirectUri(lower, upper)).toBe(false);
      }),
    );
  });

  test('comparison is symmetric, whatever is compared', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(sameRedirectUri(a, b)).toBe(sameRedirectUri(b, a));
      }),
    );
  });
});

test.each([
  ['https://app.example/cb', 'https://APP.example/cb', true],
  ['Https://app.example/cb', 'https://app.example/cb', true],
  ['https://app.example/signin-salesforce', 'https://app.example/signin-Salesforce', false],
  ['https://app.example/cb', 'https://app.example/cb/', false],
  ['https://app.example', 'https://app.example/', false],
  ['https://app.example/cb', 'https://app.example:443/cb', false],
  ['http://localhost:1717/OauthRedirect', 'http://localhost:1718/OauthRedirect', false],
  ['http://localhost/cb', 'http://127.0.0.1/cb', false],
  ['https://app.example/cb', 'http://app.example/cb', false],
  ['https://app.example/cb', 'https://app.example/cb?x=1', false],
  ['https://app.example/?page=sf&tab=auth', 'https://app.example/?page=sf&tab=auth', true],
  ['https://app.example/cb', 'https://app.example/cb#x', false],
  ['https://app.example/cb', 'https://app.example@evil.example/cb', false],
  ['https://app.example/cb', 'https://app.example\\@evil.example/cb', false],
  ['https://app.example/cb', ' https://app.example/cb', false],
  ['https://User@app.example/cb', 'https://user@app.example/cb', false],
  ['https://kiosk.example/cb', 'https://\u212Aiosk.example/cb', false],
  ['sfdc://success', 'sfdc://success', true],
  ['no:callbackurl', 'no:Callbackurl', false],
  ['c2+x-y.z://HOST/cb', 'C2+X-Y.Z://host/cb', true],
  ['https://', 'HTTPS://', true],
  ['https://APP.example?X=1', 'https://app.example?X=1', true],
  ['https://app.example?X=1', 'https://app.example?x=1', false],
  ['https://APP.example#Top', 'https://app.example#Top', true],
  ['https://app.example#Top', 'https://app.example#top', false],
  ['https://APP.example/a\nB', 'https://app.example/a\nB', true],
  ['https://app.example/a\nB', 'https://app.example/a\nb', false],
  ['https://User@APP.example/cb', 'https://User@app.example/cb', true],
  ['https://a@B@APP.example/cb', 'https://a@b@app.example/cb', false],
  ['xhttps://app.example/cb', 'https://app.example/cb', false],
  ['1A://APP.example/cb', '1a://app.example/cb', false],
  [' https://APP.example/cb', ' https://app.example/cb', false],
  ['urn:HTTPS://app.example', 'urn:https://app.example', false],
])('%s and %s: %s', (a, b, same) => {
  expect(sameRedirectUri(a, b)).toBe(same);
});

test.each([
  ['https://app.example/cb', 'https://app.example/cb?code=x'],
  ['https://app.example/?page=sf', 'https://app.example/?page=sf&code=x'],
  ['https://app.example/cb#top', 'https://app.example/cb?code=x#top'],
  ['https://app.example/cb#top?x', 'https://app.example/cb?code=x#top?x'],
  ['#top', '?code=x#top'],
  ['sfdc://success', 'sfdc://success?code=x'],
])('an answer on %s', (callback, whole) => {
  expect(withQuery(callback, 'code=x')).toBe(whole);
});

test('the callback URL that a redirect_uri is comes back as it was registered', () => {
  const app = { callbackUrls: ['sfdc://success', 'https://App.example/cb'] };
  expect(findCallback(app, 'HTTPS://app.EXAMPLE/cb')).toBe('https://App.example/cb');
  expect(findCallback(app, 'sfdc://success')).toBe('sfdc://success');
  expect(findCallback(app, 'https://app.example/cb/')).toBeUndefined();
});

test.each([
  ['https://app.example/cb', false],
  ['http://localhost:3000/cb', false],
  ['HTTPS://app.example/cb', false],
  ['sfdc://success', true],
  ['x-https://app.example/cb', true],
  ['httpsx://cb', true],
  ['https://login.salesforce.com/services/oauth2/success', true],
  ['http://localhost:7332/services/oauth2/success', true],
  ['https://login.salesforce.com/services/oauth2/success/', false],
  ['https://login.salesforce.com/services/oauth2/success?x=1', false],
  ['https://app.example/?/services/oauth2/success', false],
  ['https://app.example/#/services/oauth2/success', false],
])('whether %s may carry a refresh token: %s', (callbackUrl, may) => {
  expect(mayCarryRefreshToken(callbackUrl)).toBe(may);
});

test.each([
  ['https://login.salesforce.com/cb/x?a=1&b#top', 'http://localhost:7332/cb/x?a=1&b#top'],
  ['HTTP://acme.my.salesforce.com', 'http://localhost:7332/'],
  ['https://app.example/cb', undefined],
  ['https://', undefined],
  ['sfdc://login.salesforce.com/cb', undefined],
  ['x-https://login.salesforce.com/cb', undefined],
  ['', undefined],
])('%s is here at %s', (url, here) => {
  expect(callbackHere(url, 'http://localhost:7332')).toBe(here);
});

test.each([
  ['https://app.example/cb', 'https://app.example/cb#token=x'],
  ['https://app.example/cb?a=1#top#more', 'https://app.example/cb?a=1#token=x'],
  ['https://app.example/cb#', 'https://app.example/cb#token=x'],
  ['https://app.example/cb#a\nb', 'https://app.example/cb#token=x'],
])('a fragment on %j', (callback, whole) => {
  expect(withFragment(callback, 'token=x')).toBe(whole);
});
