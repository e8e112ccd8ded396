/** Which host was called, and what the answer says of itself: authorize.md 1, model.md 5.3. */
import { describe, expect, test } from 'vitest';
import {
  areaHosts,
  audiencesOf,
  basePath,
  identityUrl,
  instanceNameOf,
  instanceUrl,
  isHostOf,
  isOriginOf,
  isSalesforceName,
  localOrigin,
  logInHostByName,
  logInOrigin,
  loginHostOf,
  myDomainBeside,
  myDomainHostOf,
  readHost,
  siteBelow,
  siteHostOf,
} from '../../src/org/hosts.ts';
import type { Org } from '../../src/org/model.ts';
import { readSeedDocument } from '../../src/seed/load.ts';

const orgOf = (type: Org['type']): Org =>
  readSeedDocument({ org: { name: 'Acme', id: '00D5g000004AcmeEAC', myDomain: 'acme', type } });

describe('a host is read', () => {
  test.each([
    ['login.salesforce.com', 'login', 'https://login.salesforce.com', undefined],
    ['LOGIN.salesforce.com:443', 'login', 'https://login.salesforce.com', undefined],
    ['test.salesforce.com', 'test', 'https://test.salesforce.com', undefined],
    ['api.salesforce.com', 'api', 'https://api.salesforce.com', undefined],
    ['acme.my.salesforce.com', 'my-domain', 'https://acme.my.salesforce.com', 'acme'],
    ['ACME.my.salesforce.com:7332', 'my-domain', 'https://acme.my.salesforce.com', 'acme'],
    ['a-1.develop.my.salesforce.com', 'my-domain', 'https://a-1.develop.my.salesforce.com', 'a-1'],
    [
      'acme--qa.sandbox.my.salesforce.com',
      'my-domain',
      'https://acme--qa.sandbox.my.salesforce.com',
      'acme--qa',
    ],
    ['acme.scratch.my.salesforce.com', 'my-domain', 'https://acme.scratch.my.salesforce.com', 'acme'],
    ['acme.trailblazer.my.salesforce.com', 'my-domain', 'https://acme.trailblazer.my.salesforce.com', 'acme'],
    ['acme.demo.my.salesforce.com', 'my-domain', 'https://acme.demo.my.salesforce.com', 'acme'],
    ['acme.free.my.salesforce.com', 'my-domain', 'https://acme.free.my.salesforce.com', 'acme'],
    ['acme.patch.my.salesforce.com', 'my-domain', 'https://acme.patch.my.salesforce.com', 'acme'],
    ['acme.my.site.com', 'site', 'https://acme.my.site.com', 'acme'],
    ['acme.develop.my.site.com:8443', 'site', 'https://acme.develop.my.site.com', 'acme'],
    ['acme.my.salesforce-setup.com', 'setup', 'https://acme.my.salesforce-setup.com', 'acme'],
    ['acme.lightning.force.com', 'lightning', 'https://acme.lightning.force.com', 'acme'],
    ['ACME.develop.lightning.force.com:1', 'lightning', 'https://acme.develop.lightning.force.com', 'acme'],
    ['acme.lightning.crmforce.mil', 'lightning', 'https://acme.lightning.crmforce.mil', 'acme'],
    ['x.acme.lightning.force.com', 'unknown', 'https://x.acme.lightning.force.com', undefined],
    [
      'acme.lightning.force.com.evil.example',
      'local',
      'http://acme.lightning.force.com.evil.example',
      undefined,
    ],
    ['na30.salesforce.com', 'instance', 'https://na30.salesforce.com', undefined],
    ['cs1234.salesforce.com', 'instance', 'https://cs1234.salesforce.com', undefined],
    ['gs1.salesforce.com:443', 'instance', 'https://gs1.salesforce.com', undefined],
    ['n1.salesforce.com', 'unknown', 'https://n1.salesforce.com', undefined],
    ['abcde1.salesforce.com', 'unknown', 'https://abcde1.salesforce.com', undefined],
    ['na12345.salesforce.com', 'unknown', 'https://na12345.salesforce.com', undefined],
    ['11.salesforce.com', 'unknown', 'https://11.salesforce.com', undefined],
    ['--1.salesforce.com', 'unknown', 'https://--1.salesforce.com', undefined],
    ['na1.salesforce.com.evil.example', 'local', 'http://na1.salesforce.com.evil.example', undefined],
    ['x-na1.salesforce.com', 'unknown', 'https://x-na1.salesforce.com', undefined],
    ['acme.my.salesforce.mil', 'my-domain', 'https://acme.my.salesforce.mil', 'acme'],
    ['acme.my.sfcrmproducts.cn', 'my-domain', 'https://acme.my.sfcrmproducts.cn', 'acme'],
    ['acme.my-salesforce.com', 'my-domain', 'https://acme.my-salesforce.com', 'acme'],
    ['acme--qa.cs12.my.salesforce.com', 'my-domain', 'https://acme--qa.cs12.my.salesforce.com', 'acme--qa'],
    ['acme.stage.my.site.com', 'site', 'https://acme.stage.my.site.com', 'acme'],
    ['usa77s.salesforce.com', 'instance', 'https://usa77s.salesforce.com', undefined],
    ['login.sfcrmproducts.cn', 'login', 'https://login.sfcrmproducts.cn', undefined],
    ['test.sfcrmproducts.cn', 'test', 'https://test.sfcrmproducts.cn', undefined],
    ['login.salesforce.mil', 'login', 'https://login.salesforce.mil', undefined],
    ['acme.experience.crmforce.mil', 'site', 'https://acme.experience.crmforce.mil', 'acme'],
    ['acme.sandbox.my.sfcrmapps.cn', 'site', 'https://acme.sandbox.my.sfcrmapps.cn', 'acme'],
    ['acme.force.com', 'site', 'https://acme.force.com', 'acme'],
    ['acme.lightning.sfcrmapps.cn', 'lightning', 'https://acme.lightning.sfcrmapps.cn', 'acme'],
    ['acme.my-lightning.com', 'lightning', 'https://acme.my-lightning.com', 'acme'],
    ['acme.develop.my.salesforce-setup.com', 'setup', 'https://acme.develop.my.salesforce-setup.com', 'acme'],
    ['x.acme.my.salesforce-setup.com', 'unknown', 'https://x.acme.my.salesforce-setup.com', undefined],
    ['login.salesforce.com.', 'login', 'https://login.salesforce.com', undefined],
    ['Acme.my.salesforce.com.:443', 'my-domain', 'https://acme.my.salesforce.com', 'acme'],
    ['login.salesforce.com..', 'unknown', 'https://login.salesforce.com.', undefined],
    [
      'xn--bcher-kva.my.salesforce.com',
      'my-domain',
      'https://xn--bcher-kva.my.salesforce.com',
      'xn--bcher-kva',
    ],
    ['www.salesforce.com', 'unknown', 'https://www.salesforce.com', undefined],
    ['welcome.salesforce.com', 'unknown', 'https://welcome.salesforce.com', undefined],
    ['acme--c.vf.force.com', 'unknown', 'https://acme--c.vf.force.com', undefined],
    ['salesforce.com', 'unknown', 'https://salesforce.com', undefined],
    ['notsalesforce.com', 'local', 'http://notsalesforce.com', undefined],
    ['localhost.', 'local', 'http://localhost.', undefined],
    ['localhost:7332', 'local', 'http://localhost:7332', undefined],
    ['LocalHost:7332', 'local', 'http://localhost:7332', undefined],
    ['127.0.0.1', 'local', 'http://127.0.0.1', undefined],
    ['[::1]:7332', 'local', 'http://[::1]:7332', undefined],
    ['login.salesforce.com.evil.example', 'local', 'http://login.salesforce.com.evil.example', undefined],
    ['acme.my.salesforce.com.evil.example', 'local', 'http://acme.my.salesforce.com.evil.example', undefined],
    ['acme.my.site.com.evil.example', 'local', 'http://acme.my.site.com.evil.example', undefined],
    ['login:1.salesforce.com', 'unknown', 'https://login:1.salesforce.com', undefined],
    ['.my.salesforce.com', 'unknown', 'https://.my.salesforce.com', undefined],
    ['.my.site.com', 'unknown', 'https://.my.site.com', undefined],
    ['acmeXmy.salesforce.com', 'unknown', 'https://acmexmy.salesforce.com', undefined],
    ['acme.myXsalesforce.com', 'local', 'http://acme.myxsalesforce.com', undefined],
    ['x.acme.my.salesforce.com', 'unknown', 'https://x.acme.my.salesforce.com', undefined],
    ['x.acme.my.site.com', 'unknown', 'https://x.acme.my.site.com', undefined],
    ['x_y.my.salesforce.com', 'unknown', 'https://x_y.my.salesforce.com', undefined],
  ])('%s is %s', (host, kind, origin, myDomain) => {
    expect(readHost(host, 'http')).toMatchObject({ kind, origin, myDomain });
  });

  test('the scheme is that of the connection on localhost, and https on Salesforce', () => {
    expect(readHost('localhost:7332', 'https').origin).toBe('https://localhost:7332');
    expect(readHost('test.salesforce.com', 'http').origin).toBe('https://test.salesforce.com');
  });

  test.each([
    ['a.example:443', 'https', 'https://a.example'],
    ['A.example:0443', 'https', 'https://a.example'],
    ['a.example:80', 'https', 'https://a.example:80'],
    ['a.example:4433', 'https', 'https://a.example:4433'],
    ['a.example:8443', 'https', 'https://a.example:8443'],
    ['localhost:80', 'http', 'http://localhost'],
    ['[::1]:80', 'http', 'http://[::1]'],
    ['localhost:443', 'http', 'http://localhost:443'],
    ['localhost:8080', 'http', 'http://localhost:8080'],
  ] as const)('the port of %s, called by %s, is told where a URL has one', (host, scheme, origin) => {
    expect(readHost(host, scheme)).toMatchObject({ kind: 'local', origin });
  });

  test('a site host has the site at its root', () => {
    expect(readHost('acme.my.site.com', 'https').sitePath).toBe('');
    expect(readHost('acme.my.salesforce.com', 'https').sitePath).toBeUndefined();
  });
});

test.each([
  ['https://a.example', 'a.example', true],
  ['https://a.example', 'A.example:443', true],
  ['http://a.example', 'a.example', true],
  ['http://a.example', 'a.example:80', true],
  ['http://a.example', 'a.example:443', false],
  ['https://a.example', 'a.example:80', false],
  ['https://a.example:8443', 'a.example:8443', true],
  ['https://a.example:8443', 'a.example', false],
  ['https://evil.example', 'a.example', false],
  ['null', 'null', false],
])('%s is an origin of %s: %s', (origin, host, is) => {
  expect(isOriginOf(origin, host)).toBe(is);
});

test.each([
  ['login.salesforce.com', true],
  ['salesforce.com', true],
  ['ACME.my.salesforce.com.', true],
  ['acme.my.salesforce-setup.com', true],
  ['acme.lightning.force.com', true],
  ['acme.my.site.com', true],
  ['acme.my.salesforce.mil', true],
  ['acme.crmforce.mil', true],
  ['acme.my.sfcrmproducts.cn', true],
  ['acme.my.sfcrmapps.cn', true],
  ['acme.my-salesforce.com', true],
  ['acme--c.visualforce.com', true],
  ['c.na30.visual.force.com', true],
  ['acme--c.documentforce.com', true],
  ['acme.file.forceusercontent.com', true],
  ['acme.salesforce-experience.com', true],
  ['acme.salesforce-communities.com', true],
  ['acme.lightning.com', true],
  ['acme.database.com', true],
  ['acme.my.salesforce-scrt.com', true],
  ['d.la1-c1.salesforceliveagent.com', true],
  ['workbench.developerforce.com', true],
  ['ACME.MY.SALESFORCE.COM', true],
  ['mylightning.com', false],
  ['mydatabase.com', false],
  ['notsalesforce.com', false],
  ['salesforce.com.evil.example', false],
  ['salesforceXcom', false],
  ['localhost', false],
])('%s is a name of Salesforce: %s', (name, isOne) => {
  expect(isSalesforceName(name)).toBe(isOne);
});

test.each([
  ['cs42.salesforce.com', 'test.salesforce.com'],
  ['cs4.my.salesforce.com', 'test.salesforce.com'],
  ['na30.salesforce.com', 'login.salesforce.com'],
  ['usa77s.salesforce.com', 'test.salesforce.com'],
  ['usa77.salesforce.com', 'login.salesforce.com'],
  ['acme--dev.sandbox.my.salesforce.mil', 'test.salesforce.mil'],
  ['acme.my.sfcrmproducts.cn', 'login.sfcrmproducts.cn'],
  ['xcs42.my.salesforce.com', 'login.salesforce.com'],
  ['acme--dev.sandbox.my.salesforce.com', 'test.salesforce.com'],
  ['acme.scratch.my.salesforce.com', 'test.salesforce.com'],
  ['acme--dev.my.salesforce.com', 'test.salesforce.com'],
  ['acme--dev.my-salesforce.com', 'test.salesforce.com'],
  ['acme--dev.cs12.my.salesforce.com', 'test.salesforce.com'],
  ['acme.cs1.my.salesforce.com', 'test.salesforce.com'],
  ['acme.cs1234.my.salesforce.com', 'test.salesforce.com'],
  ['acme.cs12345.my.salesforce.com', 'login.salesforce.com'],
  ['acme.cs.my.salesforce.com', 'login.salesforce.com'],
  ['acme.xsandbox.my.salesforce.com', 'login.salesforce.com'],
  ['acme.sandboxes.my.salesforce.com', 'login.salesforce.com'],
  ['acme--dev.develop.my.salesforce.com', 'login.salesforce.com'],
  ['acme.my.salesforce.com', 'login.salesforce.com'],
  ['acme.my-salesforce.com', 'login.salesforce.com'],
  ['acme.develop.my.salesforce.com', 'login.salesforce.com'],
  ['acme--dev.my', 'login.salesforce.com'],
  ['acme.sandbox', 'login.salesforce.com'],
  ['acme', 'login.salesforce.com'],
] as const)('by its name alone, %s is for orgs that log in at %s', (name, logInHost) => {
  expect(logInHostByName({ kind: 'my-domain', origin: `https://${name}`, myDomain: 'acme' })).toBe(logInHost);
});

test.each([
  ['acme.develop.lightning.force.com', 'https://acme.develop.my.salesforce.com'],
  ['acme.lightning.crmforce.mil', 'https://acme.my.salesforce.mil'],
  ['acme--qa.sandbox.lightning.sfcrmapps.cn', 'https://acme--qa.sandbox.my.sfcrmproducts.cn'],
  ['acme.my-lightning.com', 'https://acme.my-salesforce.com'],
])('beside %s is %s', (host, myDomain) => {
  expect(myDomainBeside(readHost(host, 'https'))).toBe(myDomain);
});

describe('a host is of an org', () => {
  const acme = (type: Org['type'], cloud: Org['cloud'] = 'commercial'): Org => ({ ...orgOf(type), cloud });

  test.each<[Org['type'], string, boolean]>([
    ['production', 'acme.my.salesforce.com', true],
    ['production', 'ACME.my.site.com', true],
    ['production', 'acme.lightning.force.com', true],
    ['production', 'acme.my.salesforce-setup.com', true],
    ['production', 'acme.my-salesforce.com', true],
    ['production', 'acme.force.com', true],
    ['production', 'globex.my.salesforce.com', false],
    ['production', 'acme.develop.my.salesforce.com', false],
    ['production', 'acme.cs12.my.salesforce.com', false],
    ['production', 'acme.my.salesforce.mil', false],
    ['developer', 'acme.develop.my.salesforce.com', true],
    ['developer', 'acme.trailblazer.my.salesforce.com', true],
    ['developer', 'acme.demo.my.salesforce.com', true],
    ['developer', 'acme.free.my.salesforce.com', true],
    ['developer', 'acme.patch.my.salesforce.com', true],
    ['developer', 'acme.stage.my.salesforce.com', true],
    ['developer', 'acme.my.salesforce.com', true],
    ['developer', 'acme.sandbox.my.salesforce.com', false],
    ['developer', 'acme.scratch.lightning.force.com', false],
    ['sandbox', 'acme.sandbox.my.salesforce.com', true],
    ['sandbox', 'acme.cs1234.my.salesforce.com', true],
    ['sandbox', 'acme.cs12.my.salesforce.com', true],
    ['sandbox', 'acme.my.salesforce.com', true],
    ['sandbox', 'acme.develop.my.site.com', false],
    ['scratch', 'acme.scratch.my.salesforce.com', true],
    ['scratch', 'acme.cs12.my.salesforce.com', true],
    ['scratch', 'acme.sandbox.my.salesforce.com', false],
  ])('%s: %s %s', (type, name, isOne) => {
    expect(isHostOf(readHost(name, 'https'), acme(type))).toBe(isOne);
  });

  test.each<[Org['cloud'], string, boolean]>([
    ['gov', 'acme.my.salesforce.com', true],
    ['gov', 'acme.my.salesforce.mil', false],
    ['mil', 'acme.my.salesforce.mil', true],
    ['mil', 'acme.lightning.crmforce.mil', true],
    ['mil', 'acme.experience.crmforce.mil', true],
    ['mil', 'acme.my.salesforce.com', false],
    ['mil', 'acme.my.site.com', false],
    ['china', 'acme.my.sfcrmproducts.cn', true],
    ['china', 'acme.my.sfcrmapps.cn', true],
    ['china', 'acme.lightning.sfcrmapps.cn', true],
    ['china', 'acme.my-salesforce.com', false],
  ])('in %s: %s %s', (cloud, name, isOne) => {
    expect(isHostOf(readHost(name, 'https'), acme('production', cloud))).toBe(isOne);
  });

  test.each(['login.salesforce.com', 'localhost', 'na30.salesforce.com', 'nowhere.salesforce.com'])(
    '%s is none of an org',
    (name) => {
      expect(isHostOf(readHost(name, 'https'), acme('production'))).toBe(false);
    },
  );
});

describe('what an org is called', () => {
  test.each([
    ['production', 'login.salesforce.com', 'acme.my.salesforce.com', 'acme.my.site.com', 'USA214'],
    [
      'developer',
      'login.salesforce.com',
      'acme.develop.my.salesforce.com',
      'acme.develop.my.site.com',
      'USA214',
    ],
    ['sandbox', 'test.salesforce.com', 'acme.sandbox.my.salesforce.com', 'acme.sandbox.my.site.com', 'CS420'],
    ['scratch', 'test.salesforce.com', 'acme.scratch.my.salesforce.com', 'acme.scratch.my.site.com', 'CS420'],
  ] as const)('%s', (type, logIn, myDomain, site, instance) => {
    const org = orgOf(type);
    expect([loginHostOf(org), myDomainHostOf(org), siteHostOf(org), instanceNameOf(org)]).toEqual([
      logIn,
      myDomain,
      site,
      instance,
    ]);
  });
});

test.each<[Org['type'], Org['cloud'], readonly string[]]>([
  ['production', 'commercial', ['https://login.salesforce.com', 'https://acme.my.salesforce.com']],
  ['sandbox', 'china', ['https://test.sfcrmproducts.cn', 'https://acme.sandbox.my.sfcrmproducts.cn']],
  [
    'production',
    'gov',
    ['https://login.salesforce.com', 'https://acme.my.salesforce.com', 'https://gs1.salesforce.com'],
  ],
])('assertions for a %s org in %s are for %j', (type, cloud, audiences) => {
  expect(audiencesOf({ ...orgOf(type), cloud })).toEqual(audiences);
});

describe('an answer carries', () => {
  const org = orgOf('sandbox');
  const local = readHost('localhost:7332', 'http');
  const atTest = readHost('test.salesforce.com', 'https');

  test('on localhost, the origin that was called', () => {
    expect(localOrigin(local)).toBe('http://localhost:7332');
    expect(instanceUrl(local, org)).toBe('http://localhost:7332');
    expect(logInOrigin(local, org)).toBe('http://localhost:7332');
    expect(identityUrl(local, org, '005x')).toBe('http://localhost:7332/id/00D5g000004AcmeEAC/005x');
    expect(areaHosts(local, org)).toEqual({
      lightning: 'localhost:7332',
      visualforce: 'localhost:7332',
      content: 'localhost:7332',
    });
  });

  test('on a site of localhost, the same without the site', () => {
    const site = siteBelow(local, 'customers', 'customers');
    expect(site).toEqual({
      kind: 'site',
      origin: 'http://localhost:7332/customers',
      myDomain: undefined,
      sitePath: 'customers',
    });
    expect(localOrigin(site)).toBe('http://localhost:7332');
    expect(instanceUrl(site, org)).toBe('http://localhost:7332');
  });

  test('on Salesforce, My Domain and the log-in host', () => {
    expect(localOrigin(atTest)).toBeUndefined();
    expect(instanceUrl(atTest, org)).toBe('https://acme.sandbox.my.salesforce.com');
    expect(logInOrigin(atTest, org)).toBe('https://test.salesforce.com');
    expect(identityUrl(atTest, org, '005x')).toBe('https://test.salesforce.com/id/00D5g000004AcmeEAC/005x');
    expect(areaHosts(atTest, org)).toEqual({
      lightning: 'acme.sandbox.lightning.force.com',
      visualforce: 'acme--c.sandbox.vf.force.com',
      content: 'acme.sandbox.file.force.com',
    });
  });

  test('on a site of Salesforce, nothing of localhost', () => {
    const site = siteBelow(readHost('acme.my.site.com', 'https'), 'customers', 'customers');
    expect(localOrigin(site)).toBeUndefined();
    expect(instanceUrl(site, org)).toBe('https://acme.sandbox.my.salesforce.com');
  });

  test.each([
    ['http://localhost:7332', ''],
    ['https://proxy.example/salesforce', '/salesforce'],
    ['https://proxy.example/a/b/', '/a/b'],
  ])('below %s its paths begin with %j', (origin, path) => {
    expect(basePath({ kind: 'local', origin, myDomain: undefined })).toBe(path);
  });
});
