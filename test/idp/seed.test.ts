/** What a seed and a project say of SAML (model.md 1.5, setup-pages.md A). */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { changeOrg } from '../../src/seed/change-org.ts';
import { documentOf, writeOrg } from '../../src/seed/document-of.ts';
import { readSeedDocument } from '../../src/seed/load.ts';
import type { Fields } from '../../src/seed/records.ts';
import { readWrittenOrg } from '../../src/seed/written-org.ts';
import { startFauxforce } from '../../src/testing/index.ts';
import { connectedApp, lines, load, metadata, writeProject } from '../project/helpers.ts';
import { appWith, orgOf, problemsOf } from '../seed/helpers.ts';

const PEM = readFileSync('seed/demo.crt', 'utf8');
const KEY = readFileSync('seed/demo.key', 'utf8');
/** Certificates of short keys. */
const RSA_512 =
  'MIIBcTCCARugAwIBAgIUKw8nJ4A1F1GabEANE+si2uKG4CAwDQYJKoZIhvcNAQELBQAwDDEKMAgGA1UEAwwBYTAgFw0yNjExMzAxMzA3NTRaGA8yMTI2MTEwNjEzMDc1NFowDDEKMAgGA1UEAwwBYTBcMA0GCSqGSIb3DQEBAQUAA0sAMEgCQQD5WOg/9GWA31xOctfx+mNEU7Qobj1P3X+Hc0PZOowctrireI4CMnkr5TIvjrRPmbQpVmGYRNL4RwNkR8sc+FgXAgMBAAGjUzBRMB0GA1UdDgQWBBSW5Xh1zw3OYTh7rTS2mJVOPVP4TDAfBgNVHSMEGDAWgBSW5Xh1zw3OYTh7rTS2mJVOPVP4TDAPBgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3DQEBCwUAA0EAENCedRPlBNWSKye5svHLktf7ACG9MPq7SDe2D4e64ZUeAZ0Idx+o62rrJmFTAkBEdxIMRbL6GTF8TZhukczK+w==';
const RSA_592 =
  'MIIBhTCCASWgAwIBAgIUH6dvDRlNDASOThmMx34ltpck2VowDQYJKoZIhvcNAQELBQAwDDEKMAgGA1UEAwwBYTAgFw0yNjExMzAxMzA3NTRaGA8yMTI2MTEwNjEzMDc1NFowDDEKMAgGA1UEAwwBYTBmMA0GCSqGSIb3DQEBAQUAA1UAMFICSwCzjYxZWYnKKFvK3zjllPsQ2lF8jwjbfVK3AA6AlGcLctWgTUUeEK5V4QTL5l9m+Lq2TdoqNsCzyr/ACxRELZqkvbS3mhz3ux5z+QIDAQABo1MwUTAdBgNVHQ4EFgQUd8ZV2FPOywnPKZNsKDuXCBDfjTowHwYDVR0jBBgwFoAUd8ZV2FPOywnPKZNsKDuXCBDfjTowDwYDVR0TAQH/BAUwAwEB/zANBgkqhkiG9w0BAQsFAANLAFL5kiO4zJy5bxkn4f9nlHID85b7VM3vhsJi5s32g9zEMTU3o7Ng3g29gAvfKpymeuIC8quNFbRM9/HfiZGP5RYCA8uhEnxvORIk';
const SP = { entityUrl: 'urn:sp', acsUrl: 'https://sp.example/acs' };

describe('apps[].saml', () => {
  test('what is left out has its default', () => {
    expect(appWith({}).saml).toBeUndefined();
    expect(appWith({ saml: SP }).saml).toEqual({
      ...SP,
      subjectType: 'Username',
      nameIdFormat: 'Unspecified',
      signingAlgoType: 'SHA256',
      encryptionType: 'AES_128',
      sloBinding: 'RedirectBinding',
    });
  });

  test('certificates become PEM', () => {
    const der = PEM.replace(/-----.*-----|\s/g, '');
    expect(appWith({ saml: { ...SP, certificate: der, encryptionCertificate: PEM } }).saml).toMatchObject({
      certificate: PEM,
      encryptionCertificate: PEM,
    });
  });

  test.each([
    ['{ acsUrl: https://a.example }', "seed.yaml:1:27 missing key 'entityUrl' in saml of app 'App'"],
    [
      '{ entityUrl: urn:sp, acsUrl: /acs }',
      "seed.yaml:1:56 saml.acsUrl of app 'App': '/acs' is not an absolute https:// or http:// URL",
    ],
    [
      '{ entityUrl: urn:sp, acsUrl: "javascript:alert(1)" }',
      "seed.yaml:1:56 saml.acsUrl of app 'App': 'javascript:alert(1)' is not an absolute https:// or http:// URL",
    ],
    [
      '{ entityUrl: urn:sp, acsUrl: https://a.example, sloUrl: http://a.example }',
      "seed.yaml:1:83 saml.sloUrl of app 'App': 'http://a.example' is not a Single Logout URL: an absolute https:// URL, or http:// on localhost",
    ],
    [
      '{ entityUrl: urn:sp, acsUrl: https://a.example, certificate: nonsense.crt }',
      "seed.yaml:1:88 saml.certificate of app 'App' 'nonsense.crt' is no certificate, and as a path (relative to the seed file) there is no such file",
    ],
    [
      '{ entityUrl: urn:sp, acsUrl: https://a.example, subjectType: CustomAttribute }',
      "seed.yaml:1:88 saml.subjectType of app 'App' is CustomAttribute: subjectCustomAttr says which",
    ],
  ])('%s', (saml, problem) => {
    expect(problemsOf(`apps: [{ name: App, saml: ${saml} }]`)[0]).toBe(problem);
  });

  test('a key to encrypt to that is too short for that, and the shortest that is not', () => {
    const saml = (encryptionCertificate: string) => ({ saml: { ...SP, encryptionCertificate } });
    expect(() => appWith(saml(RSA_512))).toThrow(
      "saml.encryptionCertificate of app 'App' is of an RSA key of 512 bits: assertions are encrypted to 592 or more",
    );
    expect(appWith(saml(RSA_592)).saml?.encryptionCertificate).toContain('BEGIN CERTIFICATE');
  });

  test('two apps of an org with one entity id are a problem, those of two orgs are not', () => {
    const app = (name: string) => `{ name: ${name}, saml: { entityUrl: urn:sp, acsUrl: https://a.example } }`;
    expect(problemsOf(`apps:\n- ${app('One')}\n- ${app('Two')}`)).toEqual([
      "seed.yaml:3:35 entity id 'urn:sp' is already that of app 'One' (seed.yaml:2:35): give this one another",
    ]);
    expect(orgOf(`apps:\n- ${app('One')}`).apps[0]?.saml?.entityUrl).toBe('urn:sp');
  });
});

test('two users of an org with one federation id are a problem: an assertion would name both', () => {
  const user = (name: string, federationId: string) =>
    `{ username: ${name}@acme.example, federationId: ${federationId} }`;
  expect(problemsOf(`users:\n- ${user('ada', 'E-1')}\n- ${user('grace', 'E-1')}`)).toEqual([
    "seed.yaml:3:49 federation id 'E-1' is already that of user 'ada@acme.example' (seed.yaml:2:47): give this one another",
  ]);
  expect(orgOf(`users:\n- ${user('ada', 'E-1')}\n- ${user('grace', 'e-1')}`).users).toHaveLength(2);
});

test('two users who have had one since before that was refused keep it until one of them gets another', () => {
  const { users, ...org } = orgOf(
    'users:\n- { username: ada@acme.example }\n- { username: grace@acme.example }',
  );
  const both = { ...org, users: users.map((user) => ({ ...user, federationId: 'E-1' })) };
  const kept = readWrittenOrg(writeOrg(both), () => false);
  expect(kept.users.map(({ federationId }) => federationId)).toEqual(['E-1', 'E-1']);
  const change = (name: string, fields: Fields) =>
    changeOrg(kept, [{ section: 'users', name: `${name}@acme.example`, fields, path: [] }]);
  expect(change('ada', { lastName: 'King' }).users[0]?.federationId).toBe('E-1');
  expect(change('ada', { federationId: 'E-2' }).users[0]?.federationId).toBe('E-2');
  expect(() => change('ada', { federationId: 'E-1' })).toThrow("federation id 'E-1' is already that of");
});

describe('settings.identityProvider', () => {
  const settings = (identityProvider: object) =>
    readSeedDocument({ org: { settings: { identityProvider } } }).settings.identityProvider;
  const refused = (provider: string) =>
    problemsOf(`org:\n  settings:\n    identityProvider:\n${provider.replaceAll(/^/gm, '      ')}`);
  const inYaml = (name: string, pem: string) => `${name}: |\n${pem.trim().replaceAll(/^/gm, '  ')}`;

  test('is enabled, and has no certificate of its own', () => {
    expect(readSeedDocument({}).settings.identityProvider).toEqual({ enabled: true });
    expect(settings({ enabled: false })).toEqual({ enabled: false });
  });

  test('certificate and key, read from where they are', () => {
    expect(settings({ certificate: PEM, privateKey: KEY })).toEqual({
      enabled: true,
      certificate: PEM,
      privateKey: KEY,
    });
  });

  test.each(['certificate', 'privateKey'] as const)('%s alone', (name) => {
    const other = name === 'certificate' ? 'privateKey' : 'certificate';
    expect(refused(inYaml(name, name === 'certificate' ? PEM : KEY))).toEqual([
      `seed.yaml:4:${9 + name.length} settings.identityProvider.${name} of the org goes with ${other}: write both, or neither`,
    ]);
  });

  test('a key that is not the one of the certificate, is no RSA key, or is no key', () => {
    const of = (privateKey: string) =>
      refused(`${inYaml('certificate', PEM)}\n${inYaml('privateKey', privateKey)}`);
    const pem = ({ privateKey }: { privateKey: KeyObject }) =>
      String(privateKey.export({ format: 'pem', type: 'pkcs8' }));
    const rsa = pem(generateKeyPairSync('rsa', { modulusLength: 2048 }));
    expect(of(rsa)[0]).toMatch(
      /^seed\.yaml:\d+:19 settings\.identityProvider\.privateKey of the org is not the key of the certificate beside it$/,
    );
    expect(of(pem(generateKeyPairSync('ec', { namedCurve: 'P-256' })))[0]).toMatch(
      /is not an RSA key: SAML is signed with one$/,
    );
    expect(of('-----BEGIN PRIVATE KEY-----')[0]).toMatch(
      /is not a readable private key: PEM, whole, and not encrypted$/,
    );
    // A key that lost its BEGIN line looks like a name, and one that is too long for the system.
    for (const name of ['no/such/file.key', KEY.split('\n').slice(1, -2).join('').replaceAll('/', 'x')])
      expect(of(name)[0]).toMatch(/is neither a private key in PEM nor the path of one$/);
  });

  test('an org that is written down and read again is the same', () => {
    const org = readSeedDocument({
      org: { settings: { identityProvider: { certificate: PEM, privateKey: KEY } } },
      apps: [{ name: 'App', saml: { ...SP, certificate: PEM, sloUrl: 'https://sp.example/out' } }],
    });
    expect(readSeedDocument(documentOf(org))).toEqual(org);
  });
});

test('the lab tells which id the IdP-initiated URL names, and tells nobody the key', async () => {
  await using sf = await startFauxforce({
    seed: { org: { name: 'Acme' }, apps: [{ name: 'Portal', saml: SP }, { name: 'Plain' }] },
  });
  const org = sf.orgs[0]?.id ?? '';
  const get = async (path: string, init?: RequestInit) =>
    (await fetch(`${sf.url}/_fauxforce${path}`, init)).text();
  const { apps } = JSON.parse(await get(`/orgs/${org}`));
  expect(apps.map(({ serviceProviderId }: { serviceProviderId?: string }) => serviceProviderId)).toEqual([
    expect.stringMatching(/^0sp[A-Za-z0-9]{12}[A-Z0-5]{3}$/),
    undefined,
    undefined,
  ]);
  const patched = await get(`/orgs/${org}`, {
    method: 'PATCH',
    body: JSON.stringify({ settings: { identityProvider: { certificate: PEM, privateKey: KEY } } }),
  });
  expect(JSON.parse(patched).org.settings.identityProvider).toEqual({ enabled: true, certificate: PEM });
  expect(patched).not.toContain('PRIVATE KEY');
});

describe('a project', () => {
  const DER = PEM.replaceAll(/-----[^-]+-----|\n/g, '');
  const SAML = `<samlConfig><acsUrl>https://sp.example/acs</acsUrl><certificate>${DER}</certificate>
<encryptionCertificate>${DER}</encryptionCertificate><encryptionType>AES_256</encryptionType><entityUrl>urn:sp</entityUrl>
<issuer>https://acme.my.salesforce.com</issuer><samlIdpSLOBindingEnum>PostBinding</samlIdpSLOBindingEnum>
<samlNameIdFormat>Persistent</samlNameIdFormat><samlSigningAlgoType>SHA1</samlSigningAlgoType>
<samlSloUrl>https://sp.example/out</samlSloUrl><samlSubjectCustomAttr>EmployeeNumber</samlSubjectCustomAttr>
<samlSubjectType>CustomAttr</samlSubjectType></samlConfig>`;
  const FILE = 'force-app/App.connectedApp-meta.xml';
  const project = async (files: Record<string, string>) => {
    const folder = writeProject(files);
    const { org, problems, defaulted, skipped } = await load(folder);
    const told = [...problems, ...defaulted, ...skipped];
    return { org, told: lines(told, folder) };
  };

  test('samlConfig, every element', async () => {
    const { org, told } = await project({ [FILE]: connectedApp('', SAML) });
    expect(org.apps[0]?.saml).toEqual({
      entityUrl: 'urn:sp',
      acsUrl: 'https://sp.example/acs',
      subjectType: 'CustomAttribute',
      subjectCustomAttr: 'EmployeeNumber',
      nameIdFormat: 'Persistent',
      issuer: 'https://acme.my.salesforce.com',
      signingAlgoType: 'SHA1',
      certificate: PEM,
      encryptionCertificate: PEM,
      encryptionType: 'AES_256',
      sloUrl: 'https://sp.example/out',
      sloBinding: 'PostBinding',
    });
    expect(told).toContainEqual(
      expect.stringContaining(
        'no profile and no permission set is named: nobody may log in to the app by SAML',
      ),
    );
  });

  test('an app without oauthConfig is a service provider all the same; its profiles count', async () => {
    const content = `<label>App</label><profileName>Standard User</profileName>${SAML.replace('CustomAttr<', 'SpokeId<')}`;
    const { org, told } = await project({ [FILE]: metadata('ConnectedApp', content) });
    expect(org.apps[0]).toMatchObject({
      name: 'App',
      profiles: ['Standard User'],
      saml: { subjectType: 'Username' },
    });
    expect(told).toContain(`${FILE}:2:1 Connected App 'App' has no oauthConfig: it is no OAuth client`);
    expect(told).toContainEqual(
      expect.stringContaining("samlSubjectType is 'SpokeId': it must be one of Username"),
    );
    expect(told.join()).not.toContain('have no effect: all users may self-authorize');
  });

  test('SAML single sign-on configurations and settings of the identity provider', async () => {
    const { org, told } = await project({
      'force-app/Azure.samlssoconfig-meta.xml': metadata(
        'SamlSsoConfig',
        `<identityLocation>SubjectNameId</identityLocation><identityMapping>FederationId</identityMapping><issuer>https://idp.example</issuer>
<loginUrl>https://idp.example/login</loginUrl><name>Azure</name><redirectBinding>false</redirectBinding><validationCert>${DER}</validationCert>
<logoutUrl>https://idp.example/bye</logoutUrl><singleLogoutBinding>PostBinding</singleLogoutBinding><singleLogoutUrl>https://idp.example/out</singleLogoutUrl>`,
      ),
      'force-app/IdentityProvider.settings-meta.xml': metadata(
        'IdentityProviderSettings',
        '<certificateName>Own</certificateName><enableIdentityProvider>false</enableIdentityProvider>',
      ),
    });
    expect(org.settings.samlSso).toEqual({
      issuer: 'https://idp.example',
      certificate: PEM,
      identityMapping: 'FederationId',
      name: 'Azure',
      loginUrl: 'https://idp.example/login',
      requestBinding: 'PostBinding',
      sloUrl: 'https://idp.example/out',
      sloBinding: 'PostBinding',
    });
    expect(org.settings.identityProvider).toEqual({ enabled: false });
    expect(told).toContainEqual(expect.stringContaining('certificateName has no effect'));
    expect(told).toContainEqual(expect.stringContaining('logoutUrl has no effect'));
  });

  test('one that takes the user from an attribute is left out', async () => {
    const { org, told } = await project({
      'force-app/A.samlssoconfig-meta.xml': metadata(
        'SamlSsoConfig',
        '<identityLocation>Attribute</identityLocation>',
      ),
    });
    expect(org.settings.samlSso).toBeUndefined();
    expect(told).toContainEqual(
      expect.stringContaining(
        "SAML single sign-on 'A' takes the user from an attribute: only the subject is read here",
      ),
    );
  });
});
