import { describe, expect, test } from 'vitest';
import { readSeedDocument } from '../../src/seed/load.ts';
import { appWith, problemsOf } from './helpers.ts';

test.each(['/logo.png', 'http://app.example/logo.png', 'data:image/png;base64,AAAA', 'javascript:alert(1)'])(
  'the logo %s is refused',
  (logoUrl) => {
    expect(problemsOf(`apps: [{ name: A, logoUrl: "${logoUrl}" }]`)).toEqual([
      `seed.yaml:1:28 logoUrl of app 'A': '${logoUrl}' is not the URL of a logo: an absolute https:// URL`,
    ]);
  },
);

test.each([
  ['Email View', 1],
  ['.View', 1],
  ['Email.', 1],
  ['Email..View', 1],
  ['1st', 1],
])('the custom permission %j is refused', (name, count) => {
  expect(
    problemsOf(`permissionSets: [{ name: P, customPermissions: ["${name}"] }]`).filter((line) =>
      line.includes(`'${name}' is not the name of a custom permission`),
    ),
  ).toHaveLength(count);
});

describe('a site', () => {
  test('that says little', () => {
    const { sites } = readSeedDocument({ sites: [{ name: 'Help' }] });
    expect(sites).toEqual([
      {
        id: expect.stringMatching(/^0DB[A-Za-z0-9]{15}$/),
        name: 'Help',
        urlPathPrefix: '',
        profiles: [],
        permissionSets: [],
      },
    ]);
    expect(readSeedDocument({}).sites).toEqual([]);
  });

  test('resolves the names of its members', () => {
    const { sites } = readSeedDocument({
      permissionSets: [{ name: 'Partner_Access' }],
      sites: [{ name: 'Help', profiles: ['Admin'], permissionSets: ['Partner Access'] }],
    });
    expect(sites[0]).toMatchObject({
      profiles: ['System Administrator'],
      permissionSets: ['Partner_Access'],
    });
  });

  test.each([
    [
      'a path of ours',
      'sites: [{ name: A, urlPathPrefix: services }]',
      "seed.yaml:1:35 urlPathPrefix of site 'A': 'services' is not a URL path prefix: letters, digits, hyphens and underscores, and no path of Salesforce's own such as services or id",
    ],
    [
      'a path with a slash',
      'sites: [{ name: A, urlPathPrefix: a/b }]',
      "seed.yaml:1:35 urlPathPrefix of site 'A': 'a/b' is not a URL path prefix: letters, digits, hyphens and underscores, and no path of Salesforce's own such as services or id",
    ],
    [
      'a profile that the org lacks',
      'sites: [{ name: A, profiles: [Standrad User] }]',
      "seed.yaml:1:31 profiles[0] of site 'A': the org has no profile 'Standrad User': did you mean 'Standard User'?",
    ],
    [
      'the path of another',
      'sites: [{ name: A, urlPathPrefix: a }, { name: B, urlPathPrefix: a }]',
      "seed.yaml:1:66 site URL path prefix 'a' is already that of site 'A' (seed.yaml:1:35): give this one another",
    ],
    [
      'the root, twice',
      'sites: [{ name: A }, { name: B }]',
      'seed.yaml:1:8 sites: two are at the root: give all but one a urlPathPrefix',
    ],
    [
      'an id of another kind',
      'sites: [{ name: A, id: 0055g000001Ada0AAC }]',
      "seed.yaml:1:24 id of site 'A': '0055g000001Ada0AAC' is not an id of this kind of record: it must begin with 0DB",
    ],
  ])('is refused with %s', (_what, text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });
});

test.each([
  'https://app.example',
  'https://*.app.example',
  'http://localhost:3000',
  'chrome-extension://abc',
])('CORS origin %s', (origin) => {
  const { settings } = readSeedDocument({ org: { settings: { corsAllowedOrigins: [origin] } } });
  expect(settings).toMatchObject({ corsAllowedOrigins: [origin], enableOauthCors: false });
});

test.each([
  '*',
  'app.example',
  'https://app.example/',
  'https://a.*.example',
  'https://app.example/x',
  'https://a b',
])('no CORS origin: %s', (origin) => {
  const [problem] = problemsOf(`org: { settings: { corsAllowedOrigins: ["${origin}"] } }`);
  expect(problem).toContain(`'${origin}' is not an origin`);
});

test.each(['https://app.example/slo?x=1', 'http://localhost:3000/slo', 'http://127.0.0.1/slo'])(
  'Single Logout URL %s',
  (singleLogoutUrl) => {
    expect(appWith({ singleLogoutUrl }).singleLogoutUrl).toBe(singleLogoutUrl);
  },
);

test.each(['http://app.example/slo', '/slo', 'javascript:alert(1)'])('no Single Logout URL: %s', (url) => {
  expect(problemsOf(`apps: [{ name: A, singleLogoutUrl: "${url}" }]`)).toEqual([
    `seed.yaml:1:36 singleLogoutUrl of app 'A': '${url}' is not a Single Logout URL: an absolute https:// URL, or http:// on localhost`,
  ]);
});
