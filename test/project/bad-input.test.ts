/** Files that are no metadata: told with file and line, everything else is loaded, and nothing is written into the project. */
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ACME, connectedApp, lines, load, metadata, writeProject } from './helpers.ts';

const GOOD = {
  'force-app/Good.connectedApp-meta.xml': connectedApp('<consumerKey>3MVG9GoodApp</consumerKey>'),
};
const WHOLE = connectedApp(
  '<callbackUrl>https://a.example/cb</callbackUrl>',
  '<profileName>Büro</profileName>',
);

function utf16(text: string, order: 'le' | 'be', withMark: boolean): Buffer {
  const bytes = Buffer.from(withMark ? `\ufeff${text}` : text, 'utf16le');
  return order === 'le' ? bytes : bytes.swap16();
}

test.each([
  ['half-written', WHOLE.slice(0, 200), '7:3 is not well-formed XML: it ends inside <p>'],
  ['empty', '', '1:1 is empty'],
  ['text', 'not XML', "1:1 is not well-formed XML: char 'n' is not expected."],
  ['JSON', '{ "label": "App" }', "1:1 is not well-formed XML: char '{' is not expected."],
  ['bytes', Buffer.from([0x3c, 0x41, 0xff, 0xc0]), '1:1 is not utf-8 text'],
  ['another type', metadata('Profile', ''), '1:1 holds <Profile>, not <ConnectedApp>'],
  [
    'a bomb',
    `<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><ConnectedApp>&b;</ConnectedApp>`,
    '1:1 holds a DOCTYPE or an entity, which metadata files never have: remove it',
  ],
  [
    'an unknown encoding',
    '<?xml version="1.0" encoding="ebcdic-37"?><ConnectedApp/>',
    '1:1 declares the unknown encoding ebcdic-37',
  ],
])('%s', async (_, content, expected) => {
  const folder = writeProject({ ...GOOD, 'force-app/Bad.connectedApp-meta.xml': content });
  const { org, problems } = await load(folder);
  expect(org.apps.map(({ name }) => name)).toEqual(['Good', 'PlatformCLI']);
  expect(lines(problems, folder)).toEqual([`force-app/Bad.connectedApp-meta.xml:${expected}`]);
});

test('50 MB are not read', async () => {
  const folder = writeProject({ ...GOOD, 'force-app/Big.profile-meta.xml': metadata('Profile', '') });
  truncateSync(join(folder, 'force-app/Big.profile-meta.xml'), 50 * 1024 * 1024);
  const { org, problems } = await load(folder);
  expect(org.apps[0]?.name).toBe('Good');
  expect(lines(problems, folder)).toEqual([
    'force-app/Big.profile-meta.xml:1:1 is over 10 MiB: no metadata of an app is that large',
  ]);
});

test.each([
  ['a byte order mark', Buffer.from(`\ufeff${WHOLE}`)],
  ['Windows line ends', Buffer.from(WHOLE.replaceAll('\n', '\r\n'))],
  ['UTF-16 with a mark', utf16(WHOLE.replace('UTF-8', 'UTF-16'), 'le', true)],
  ['UTF-16, the other way round', utf16(WHOLE.replace('UTF-8', 'UTF-16'), 'be', true)],
  ['UTF-16 without a mark', utf16(WHOLE.replace('UTF-8', 'UTF-16'), 'le', false)],
  ['Latin-1 that says so', Buffer.from(WHOLE.replace('UTF-8', 'ISO-8859-1'), 'latin1')],
  ['UTF-8 that says UTF-16', Buffer.from(WHOLE.replace('UTF-8', 'UTF-16'))],
])('%s is read', async (_, bytes) => {
  const folder = writeProject({ 'force-app/App.connectedApp-meta.xml': bytes });
  const { org, problems, defaulted } = await load(folder);
  expect(org.apps[0]).toMatchObject({ callbackUrls: ['https://a.example/cb'], profiles: ['Büro'] });
  expect(problems).toEqual([]);
  expect(lines(defaulted, folder)).toContain(
    "force-app/App.connectedApp-meta.xml:7:1 profile 'Büro' is not in the project: one without anything in it was added",
  );
});

test('a folder of metadata without an app says so', async () => {
  const folder = writeProject({ 'force-app/Sales.profile-meta.xml': metadata('Profile', '') });
  const { org, problems } = await load(folder);
  expect(org.apps.map(({ name }) => name)).toEqual(['PlatformCLI']);
  expect(lines(problems, folder)).toEqual([
    `${folder}:1:1 holds no Connected App and no External Client App with OAuth settings`,
  ]);
});

test('a project file that is none, or names nothing, still shows where the files are', async () => {
  const folder = writeProject({ ...GOOD, 'sfdx-project.json': '{ "packageDirectories": ' });
  const { org, problems } = await load(folder);
  expect(org.apps[0]?.name).toBe('Good');
  expect(lines(problems, folder)).toEqual([
    expect.stringMatching(/^sfdx-project\.json:1:\d+ not valid YAML or JSON: /),
    'sfdx-project.json:1:1 names no packageDirectories: the whole folder is read instead',
  ]);
});

test.each(['My App', '1App', 'Äpp', 'a'.repeat(90)])(
  'an app whose file is called %s is left out',
  async (name) => {
    const folder = writeProject({ ...GOOD, [`force-app/${name}.connectedApp-meta.xml`]: connectedApp('') });
    const { org, problems } = await load(folder);
    expect(org.apps.map((app) => app.name)).toEqual(['Good', 'PlatformCLI']);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ line: 2, column: 1 });
  },
);

test('names that JavaScript knows are names', async () => {
  const folder = writeProject({
    'force-app/constructor.connectedApp-meta.xml': connectedApp(
      '',
      '<attributes><key>__proto__</key><formula>"x"</formula></attributes>\n<profileName>toString</profileName>',
    ),
    'force-app/hasOwnProperty.profile-meta.xml': metadata(
      'Profile',
      '<userPermissions><name>constructor</name><enabled>true</enabled></userPermissions>',
    ),
    'config/x-user-def.json':
      '{ "Username": "__proto__@a.example", "profileName": "constructor", "__proto__": { "permsets": ["x"] } }',
  });
  const { org, problems } = await load(folder);
  expect(problems).toEqual([]);
  expect(org.apps[0]?.name).toBe('constructor');
  expect(org.profiles.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['toString', 'hasOwnProperty', 'constructor']),
  );
});

test('reading writes nothing into the project', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fauxforce-project-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(ACME, folder, { recursive: true });
  const before = fingerprint(folder);
  await load(folder);
  expect(fingerprint(folder)).toEqual(before);
});

/** Every file with its content. */
function fingerprint(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(
      ({ parentPath, name }) =>
        `${parentPath}/${name} ${createHash('sha256')
          .update(readFileSync(join(parentPath, name)))
          .digest('hex')}`,
    )
    .sort();
}

test('a project of 300 apps, 200 profiles and 500 permission sets: every problem has file and line', async () => {
  const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);
  const fields = numbers(200)
    .map(
      (i) =>
        `<fieldPermissions>\n<editable>true</editable>\n<field>Account.F${i}__c</field>\n<readable>true</readable>\n</fieldPermissions>\n`,
    )
    .join('');
  const folder = writeProject(
    Object.fromEntries([
      ...numbers(300).map((i) => [
        `force-app/App_${i}.connectedApp-meta.xml`,
        connectedApp(
          `<consumerKey>3MVG9App.${i}</consumerKey>\n<scopes>Api</scopes>\n<scopes>${i % 10 === 0 ? 'Apii' : 'Web'}</scopes>`,
          `<oauthPolicy>\n<ipRelaxation>${i % 10 === 0 ? 'ENFORCED' : 'BYPASS'}</ipRelaxation>\n<refreshTokenPolicy>zero</refreshTokenPolicy>\n</oauthPolicy>\n<permissionSetName>Set ${i}</permissionSetName>\n<profileName>Profile ${i % 200}</profileName>`,
        ),
      ]),
      ...numbers(200).map((i) => [
        `force-app/Profile ${i}.profile-meta.xml`,
        metadata(
          'Profile',
          `${fields}<loginIpRanges><startAddress>${i % 50 === 0 ? 'x' : '::1'}</startAddress><endAddress>::1</endAddress></loginIpRanges>`,
        ),
      ]),
      ...numbers(500).map((i) => [
        `force-app/Set_${i}.permissionset-meta.xml`,
        metadata('PermissionSet', `${fields}<label>Set ${i}</label>`),
      ]),
    ]),
  );
  const { org, problems } = await load(folder);
  expect([org.apps.length, org.permissionSets.length]).toEqual([301, 500]);
  expect(org.apps[299]?.permissionSets).toHaveLength(1);
  expect(problems).toHaveLength(64);
  expect(problems.filter(({ file, line }) => file === undefined || line === undefined)).toEqual([]);
  expect(lines(problems, folder)).toEqual(
    expect.arrayContaining([
      "force-app/App_10.connectedApp-meta.xml:7:1 scope 'Apii' is not one of the Metadata API: did you mean 'Api'?",
      "force-app/App_10.connectedApp-meta.xml:10:1 ipRelaxation of app 'App_10' is 'ENFORCED': did you mean 'ENFORCE'?",
      "force-app/Profile 50.profile-meta.xml:1003:16 loginIpRanges[0].start of profile 'Profile 50': 'x' is not an IPv4 or IPv6 address",
    ]),
  );
});
