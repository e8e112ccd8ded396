import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadSeed, readSeedDocument } from '../../src/seed/load.ts';
import { SeedError } from '../../src/seed/problems.ts';
import { linesOf, problemsOf } from './helpers.ts';

/** A seed with one app; its fields begin on line 3, column 5. */
const app = (...fields: string[]) =>
  ['apps:', '  - name: Order_Portal', ...fields.map((field) => `    ${field}`)].join('\n');
/** A seed with one user; its fields begin on line 3, column 5. */
const user = (...fields: string[]) =>
  ['users:', '  - username: ada@acme.example', ...fields.map((field) => `    ${field}`)].join('\n');

const LONG = 'x'.repeat(1990);

describe('fields', () => {
  test.each([
    [
      'an unknown key with its neighbour',
      app('callbackUrl: https://a.example/cb'),
      "seed.yaml:3:5 unknown key 'callbackUrl' in app 'Order_Portal': did you mean 'callbackUrls'?",
    ],
    [
      'an unknown key like no other',
      'zzz: 1',
      "seed.yaml:1:1 unknown key 'zzz': the keys here are $schema, org, profiles, permissionSets, permissionSetGroups, customScopes, users, apps, sites, tokenExchangeHandlers, objects, records, projects",
    ],
    [
      'an unknown key inside a field',
      app('sessionPolicy: { sesionTimeout: 3 }'),
      "seed.yaml:3:22 unknown key 'sesionTimeout' in sessionPolicy of app 'Order_Portal': did you mean 'sessionTimeout'?",
    ],
    [
      'an unknown key of the org',
      'org: { typ: sandbox }',
      "seed.yaml:1:8 unknown key 'typ' in org: did you mean 'type'?",
    ],
    [
      'the end of an assignment of nothing',
      user('permissionSetExpirations: { Ordres: 2026-01-31T00:00:00Z }').concat(
        '\npermissionSets: [{ name: Orders }]',
      ),
      "seed.yaml:3:41 permissionSetExpirations.Ordres of user 'ada@acme.example': the org has no permission set 'Ordres': did you mean 'Orders'?",
    ],
    [
      'login hours over midnight',
      'profiles:\n  - { name: Admin, loginHours: { monday: { start: 1320, end: 360 } } }',
      "seed.yaml:2:42 loginHours.monday of profile 'Admin': its hours end before they start: a day ends at 1440, and what goes on after midnight is of the next",
    ],
    [
      'an unknown key of a user',
      user('pasword: x'),
      "seed.yaml:3:5 unknown key 'pasword' in user 'ada@acme.example': did you mean 'password'?",
    ],
    ['a missing name', 'apps:\n  - label: x', "seed.yaml:2:5 missing key 'name' in apps[0]"],
    [
      'an empty value',
      app('isPkceRequired:'),
      "seed.yaml:3:20 isPkceRequired of app 'Order_Portal' is empty: give it a value or remove the key",
    ],
    ['an empty section', 'apps:', 'seed.yaml:1:6 apps is empty: give it a value or remove the key'],
    [
      'a number for text',
      app('consumerSecret: 12345678'),
      "seed.yaml:3:21 consumerSecret of app 'Order_Portal' must be text: put it in quotes",
    ],
    [
      'text for a flag',
      app('isPkceRequired: "yes"'),
      "seed.yaml:3:21 isPkceRequired of app 'Order_Portal' must be true or false",
    ],
    ['text for a list', app('scopes: api'), "seed.yaml:3:13 scopes of app 'Order_Portal' must be a list"],
    ['text for a mapping', 'apps: [x]', 'seed.yaml:1:8 apps[0] must be a mapping of keys to values'],
    ['a list for a document', '[]', 'seed.yaml:1:1 a seed document must be a mapping of keys to values'],
    [
      'a broken number',
      app('sessionPolicy: { sessionTimeout: 1.5 }'),
      "seed.yaml:3:38 sessionPolicy.sessionTimeout of app 'Order_Portal' must be a whole number",
    ],
    [
      'a number too small',
      app('idToken: { validity: 0 }'),
      "seed.yaml:3:26 idToken.validity of app 'Order_Portal' must be at least 1",
    ],
    [
      'a number too large',
      app('idToken: { validity: 721 }'),
      "seed.yaml:3:26 idToken.validity of app 'Order_Portal' must be at most 720",
    ],
    ['an empty text', 'org: { name: "" }', 'seed.yaml:1:14 name of the org must not be empty'],
    [
      'another word than the known',
      app('kind: conectedApp'),
      "seed.yaml:3:11 kind of app 'Order_Portal' is 'conectedApp': did you mean 'connectedApp'?",
    ],
    [
      'a word like no other',
      app('state: xyz'),
      "seed.yaml:3:12 state of app 'Order_Portal' is 'xyz': must be one of installed, uninstalled, blocked",
    ],
    [
      'a scope that is almost a custom one',
      'customScopes: [{ name: order_status }]\napps: [{ name: A, scopes: [api, order_statu] }]\n',
      "seed.yaml:2:33 scopes[1] of app 'A': unknown scope 'order_statu': did you mean 'order_status'?",
    ],
    [
      'a custom scope called as another one',
      'customScopes: [{ name: orders }, { name: Orders }]\n',
      "seed.yaml:1:42 custom scope name 'Orders' is already that of custom scope 'orders' (seed.yaml:1:24): give this one another",
    ],
    [
      "a custom scope called as one of Salesforce's",
      'customScopes: [{ name: RefreshToken }]\n',
      "seed.yaml:1:24 name of custom scope 'RefreshToken': 'RefreshToken' is one of Salesforce's own scopes: give this one another name",
    ],
    [
      'an unknown scope',
      app('scopes: [api, refresh_tokn]'),
      "seed.yaml:3:19 scopes[1] of app 'Order_Portal': unknown scope 'refresh_tokn': did you mean 'refresh_token'?",
    ],
    [
      'a callback without a scheme',
      app('callbackUrls: [/cb]'),
      "seed.yaml:3:20 callbackUrls[0] of app 'Order_Portal': '/cb' is not absolute: begin it with a scheme such as https:// or myapp://",
    ],
    [
      'a callback that a browser would run',
      app('callbackUrls: ["JavaScript:alert(1)"]'),
      "seed.yaml:3:20 callbackUrls[0] of app 'Order_Portal': 'JavaScript:alert(1)' has a scheme that no app can have: https, http://localhost or one of its own",
    ],
    [
      'a callback by http elsewhere',
      app('callbackUrls: ["https://a.example/cb", "http://a.example/cb"]'),
      "seed.yaml:3:44 callbackUrls[1] of app 'Order_Portal': 'http://a.example/cb' is http: Setup takes it for http://localhost only, and https or a scheme of the app's own anywhere else",
    ],
    [
      'a callback that begins with a host',
      app('callbackUrls: ["localhost:3000/cb"]'),
      "seed.yaml:3:20 callbackUrls[0] of app 'Order_Portal': 'localhost:3000/cb' is not absolute: did you mean 'http://localhost:3000/cb'?",
    ],
    [
      '2,001 characters of callbacks',
      app(`callbackUrls: ["a:${LONG}", "b:123456"]`),
      "seed.yaml:3:19 callbackUrls of app 'Order_Portal': 2001 characters in all: Salesforce stores at most 2000",
    ],
    [
      'a refresh token policy',
      app('refreshTokenPolicy: specific_lifetime:3:WEEKS'),
      "seed.yaml:3:25 refreshTokenPolicy of app 'Order_Portal': 'specific_lifetime:3:WEEKS' is not a refresh token policy: infinite, zero, specific_lifetime:N:UNIT or specific_inactivity:N:UNIT, UNIT being HOURS, DAYS or MONTHS",
    ],
    [
      'an app name with a space',
      'apps:\n  - name: Order Portal',
      "seed.yaml:2:11 name of app 'Order Portal': 'Order Portal' is not an API name: a letter, then letters, digits and underscores (spaces go into label)",
    ],
    [
      'a consumer key with a hyphen',
      app('consumerKey: my-consumer-key'),
      "seed.yaml:3:18 consumerKey of app 'Order_Portal': 'my-consumer-key' is not a consumer key: 8 to 256 letters, digits, dots and underscores",
    ],
    [
      'a consumer secret, unshown',
      app('consumerSecret: s3cr-t'),
      "seed.yaml:3:21 consumerSecret of app 'Order_Portal': must be 8 to 256 letters and digits",
    ],
    [
      'an id of another kind',
      user('id: 00D000000000001'),
      "seed.yaml:3:9 id of user 'ada@acme.example': '00D000000000001' is not an id of this kind of record: it must begin with 005",
    ],
    [
      'an id of 16 characters',
      user('id: "0050000000000011"'),
      "seed.yaml:3:9 id of user 'ada@acme.example': '0050000000000011' is not an id: 15 or 18 letters and digits, found 16 characters",
    ],
    [
      'an id with a wrong checksum',
      'org: { id: 00D5g000004AcmeEAA }',
      "seed.yaml:1:12 id of the org: '00D5g000004AcmeEAA' has a wrong checksum: did you mean '00D5g000004AcmeEAC'?",
    ],
    [
      'a whole host for My Domain',
      'org: { myDomain: acme.my.salesforce.com }',
      "seed.yaml:1:18 myDomain of the org: 'acme.my.salesforce.com' is not a My Domain name: only the first label, acme in acme.my.salesforce.com",
    ],
    [
      'a username that is none',
      'users: [{ username: ada }]',
      "seed.yaml:1:21 username of user 'ada': 'ada' is not a username: it must look like an email address",
    ],
    [
      'a time zone',
      user('timezone: Mars/Phobos'),
      "seed.yaml:3:15 timezone of user 'ada@acme.example': 'Mars/Phobos' is not a time zone: write an IANA name such as Europe/Paris",
    ],
    [
      'a locale',
      user('locale: english'),
      "seed.yaml:3:13 locale of user 'ada@acme.example': 'english' is not a locale such as en_US",
    ],
    [
      'an IP address',
      app('ipRanges: [{ start: 10.0.0, end: 10.0.0.1 }]'),
      "seed.yaml:3:25 ipRanges[0].start of app 'Order_Portal': '10.0.0' is not an IPv4 or IPv6 address",
    ],
    [
      'a range backwards',
      'profiles:\n  - { name: Admin, loginIpRanges: [{ start: 10.0.0.10, end: 10.0.0.9 }] }',
      "seed.yaml:2:36 loginIpRanges[0] of profile 'Admin': start comes after end, or one is IPv4 and the other IPv6: write the lower address of the same family first",
    ],
    [
      'a range of two families',
      'org: { settings: { trustedIpRanges: [{ start: 10.0.0.1, end: "::1" }] } }',
      'seed.yaml:1:38 settings.trustedIpRanges[0] of the org: start comes after end, or one is IPv4 and the other IPv6: write the lower address of the same family first',
    ],
    [
      'a profile the org lacks',
      user('profile: System Administratr'),
      "seed.yaml:3:14 profile of user 'ada@acme.example': the org has no profile 'System Administratr': did you mean 'System Administrator'?",
    ],
    [
      'a permission set the org lacks',
      app('permissionSets: [Nope]'),
      "seed.yaml:3:22 permissionSets[0] of app 'Order_Portal': the org has no permission set 'Nope': it has no permission sets",
    ],
    [
      'a pre-authorized profile the org lacks',
      app('profiles: [Zzz]'),
      "seed.yaml:3:16 profiles[0] of app 'Order_Portal': the org has no profile 'Zzz': its profiles are System Administrator, Standard User, Minimum Access - API Only Integrations",
    ],
    [
      'a project, for now',
      'projects: [../sfdx]',
      'seed.yaml:1:1 projects: only a seed file may name projects: write the records under profiles, permissionSets and apps',
    ],
  ])('%s', (_, text, line) => {
    expect(problemsOf(text)).toEqual([line]);
  });

  test('keys of a prototype are keys like any other', () => {
    expect(problemsOf('__proto__: { a: 1 }\nconstructor: 1').map((line) => line.slice(0, 40))).toEqual([
      "seed.yaml:1:1 unknown key '__proto__': t",
      "seed.yaml:2:1 unknown key 'constructor':",
    ]);
  });
});

describe('what may not repeat', () => {
  test('consumer keys across orgs', () => {
    const text = `org: { name: A }
apps: [{ name: One, consumerKey: 3MVG9Same }]
---
org: { name: B }
apps: [{ name: Two, consumerKey: 3MVG9Same }]`;
    expect(problemsOf(text)).toEqual([
      "seed.yaml:5:34 consumer key '3MVG9Same' is already that of app 'One' (seed.yaml:2:34): give this one another",
    ]);
  });

  test('usernames across orgs, without case', () => {
    const text = `org: { name: A }
users: [{ username: ada@acme.example }]
---
org: { name: B }
users: [{ username: Ada@ACME.example }]`;
    expect(problemsOf(text)).toEqual([
      "seed.yaml:5:21 username 'Ada@ACME.example' is already that of user 'ada@acme.example' (seed.yaml:2:21): give this one another",
    ]);
  });

  test('org ids, in either length, and My Domains', () => {
    const text = `org: { name: A, id: 00D5g000004Acme, myDomain: same }
users: []
---
org: { name: B, id: 00D5g000004AcmeEAC, myDomain: Same }
users: []`;
    expect(problemsOf(text)).toEqual([
      "seed.yaml:4:21 org id '00D5g000004AcmeEAC' is already that of org 'A' (seed.yaml:1:21): give this one another",
      "seed.yaml:4:51 My Domain 'same' is already that of org 'A' (seed.yaml:1:48): give this one another",
    ]);
  });

  test.each([
    ['apps', 'app name', '{ name: Same }', '{ name: same }', 'app'],
    ['permissionSets', 'permission set name', '{ name: Same }', '{ name: same }', 'permission set'],
    ['profiles', 'profile name', '{ name: Admin }', '{ name: System Administrator }', 'profile'],
  ])('names of %s in an org', (section, kind, first, second, singular) => {
    const firstName = first.slice(8, -2);
    const secondName = second.slice(8, -2);
    expect(problemsOf(`${section}:\n  - ${first}\n  - ${second}`)).toEqual([
      `seed.yaml:3:13 ${kind} '${secondName}' is already that of ${singular} '${firstName}' (seed.yaml:2:13): give this one another`,
    ]);
  });

  test('record ids', () => {
    const text = `users:
  - { username: a@acme.example, id: "005000000000001" }
  - { username: b@acme.example, id: 005000000000001AAA }`;
    expect(problemsOf(text)).toEqual([
      "seed.yaml:3:37 record id '005000000000001AAA' is already that of user 'a@acme.example' (seed.yaml:2:37): give this one another",
    ]);
  });

  test('keys of a mapping', () => {
    expect(problemsOf('org: { name: A }\norg: { name: B }')).toEqual([
      "seed.yaml:2:1 key 'org' is written twice: remove one",
    ]);
  });
});

test('every problem at once, in the order of the lines', () => {
  const text = `org:
  typ: developer
users:
  - username: ada@acme.example
    profile: Nobody
    password: 12345
apps:
  - name: Order_Portal
    callbackUrl: https://a.example/cb
    scopes: [apii]
    certificate: ./missing.crt
  - name: Order_Portal
---
org: { name: B, id: nonsense }`;
  expect(problemsOf(text).map((line) => line.split(' ')[0])).toEqual([
    'seed.yaml:2:3',
    'seed.yaml:5:14',
    'seed.yaml:6:15',
    'seed.yaml:9:5',
    'seed.yaml:10:14',
    'seed.yaml:11:18',
    'seed.yaml:12:11',
    'seed.yaml:14:21',
  ]);
});

test('an object has paths of fields instead of lines', () => {
  expect(
    linesOf(() => readSeedDocument({ apps: [{ name: 'A_1', callbackUrl: 'x', scopes: ['nonsense'] }] })),
  ).toEqual([
    "apps[0].callbackUrl: unknown key 'callbackUrl' in app 'A_1': did you mean 'callbackUrls'?",
    expect.stringContaining(
      "apps[0].scopes[0]: scopes[0] of app 'A_1': unknown scope 'nonsense': one of id, profile,",
    ),
  ]);
  expect(linesOf(() => readSeedDocument(null))).toEqual([
    'a seed document is empty: give it a value or remove the key',
  ]);
});

test('no secret is shown', () => {
  const text =
    user('password: 7654321', 'securityToken: 7654321', 'passwrd: 7654321') +
    '\n' +
    app('consumerSecret: 7654321');
  expect(problemsOf(text)).toHaveLength(4);
  expect(problemsOf(text).join()).not.toContain('7654321');
});

describe('text that is no seed', () => {
  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x, x]',
    ...[...'bcdefghi'].map((letter, i) => {
      const before = 'abcdefgh'.charAt(i);
      return `${letter}: &${letter} [${Array(9).fill(`*${before}`).join(', ')}]`;
    }),
  ].join('\n');

  test.each([
    ['nothing', '', "seed.yaml: is empty: write '{}' for an org with every default"],
    ['comments only', '# nothing\n---\n', "seed.yaml: is empty: write '{}' for an org with every default"],
    ['a bare word', 'hello', 'seed.yaml:1:1 a seed document must be a mapping of keys to values'],
    [
      'a tab for indentation',
      'org:\n\tname: x',
      'seed.yaml:2:1 not valid YAML or JSON: Tabs are not allowed as indentation',
    ],
    [
      'an unknown tag',
      'org: !!js/function x',
      'seed.yaml:1:6 not valid YAML or JSON: Unresolved tag: tag:yaml.org,2002:js/function',
    ],
    [
      'aliases that multiply',
      bomb,
      'seed.yaml: cannot be read as YAML or JSON: Excessive alias count indicates a resource exhaustion attack',
    ],
    [
      'an alias of nothing',
      'org: *nope',
      'seed.yaml: cannot be read as YAML or JSON: Unresolved alias (the anchor must be set before the alias): nope',
    ],
  ])('%s', (_, text, line) => {
    expect(problemsOf(text)).toEqual([line]);
  });

  test.each(['[', '{a: '])('%j nested without end', (opening) => {
    const lines = problemsOf(opening.repeat(20_000));
    expect(lines.join()).toContain('it is nested too deeply');
    expect(lines.length).toBeLessThanOrEqual(10);
  });
});

describe('files', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'fauxforce-seed-'));
    mkdirSync(join(folder, 'nothing'));
    writeFileSync(join(folder, 'huge.yaml'), 'x'.repeat(5 * 1024 * 1024 + 1));
    writeFileSync(join(folder, 'garbage.yaml'), Buffer.from([0xff, 0xfe, 0x00, 0x80, 0x81]));
    writeFileSync(join(folder, 'bad.yaml'), 'zzz: 1');
    writeFileSync(join(folder, 'mine.key'), readFileSync('seed/demo.key'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('that cannot be read are all named, with the problems of those that can', async () => {
    const paths = ['missing.yaml', 'nothing', 'huge.yaml', 'garbage.yaml', 'bad.yaml'].map((name) =>
      join(folder, name),
    );
    const refused = await loadSeed(paths).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(SeedError);
    expect((refused as SeedError).message.replaceAll(`${folder}/`, '').split('\n')).toEqual([
      'missing.yaml: there is no such file or directory',
      'nothing: holds no *.yaml, *.yml or *.json file',
      'huge.yaml: is over 5 MiB: split it, or check that it is a seed',
      'garbage.yaml: is not UTF-8 text',
      "bad.yaml:1:1 unknown key 'zzz': the keys here are $schema, org, profiles, permissionSets, permissionSetGroups, customScopes, users, apps, sites, tokenExchangeHandlers, objects, records, projects",
    ]);
  });

  test('that are no file', async () => {
    await expect(loadSeed(['/dev/null'])).rejects.toThrow('/dev/null: is neither a file nor a directory');
  });

  test.each([
    [
      './missing.crt',
      "'./missing.crt' is no certificate, and as a path (relative to the seed file) there is no such file",
    ],
    ['./nothing', "'./nothing' is not a file"],
    ['./huge.yaml', "'./huge.yaml' is over 1 MiB: no certificate is that large"],
    ['./mine.key', "in './mine.key' holds a PRIVATE KEY, not a CERTIFICATE"],
    ['./bad.yaml', "in './bad.yaml' is not a readable X.509 certificate: PEM or base64 DER, whole"],
    [`"${'QUJD'.repeat(60)}"`, 'is not a readable X.509 certificate: PEM or base64 DER, whole'],
    [
      '"-----BEGIN CERTIFICATE-----\\nMIIB\\n-----END CERTIFICATE-----"',
      'is not a readable X.509 certificate: PEM or base64 DER, whole',
    ],
    [
      '"-----BEGIN PUBLIC KEY-----\\nMIIB\\n-----END PUBLIC KEY-----"',
      'holds a PUBLIC KEY, not a CERTIFICATE',
    ],
  ])('certificate %s', (certificate, complaint) => {
    const file = join(folder, 'seed.yaml');
    expect(problemsOf(app(`certificate: ${certificate}`), file)).toEqual([
      `${file}:3:18 certificate of app 'Order_Portal' ${complaint}`,
    ]);
  });

  test('a document without a file may not name one', () => {
    const seed = { apps: [{ name: 'App', certificate: './demo.crt' }] };
    expect(linesOf(() => readSeedDocument(seed))).toEqual([
      "apps[0].certificate: certificate of app 'App' is neither PEM nor base64 DER: paste the certificate itself",
    ]);
  });
});
