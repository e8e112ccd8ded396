/** Files that are no metadata: told with file and line, everything else is loaded, and nothing is written into the project. */
import { createHash } from 'node:crypto';
import fs, {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { run } from '../cli/run.ts';
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
    'force-app/Big.profile-meta.xml:1:1 is over 10 MiB, and is not read',
  ]);
});

test.each([
  ['a byte order mark', Buffer.from(`\ufeff${WHOLE}`)],
  ['Windows line ends', Buffer.from(WHOLE.replaceAll('\n', '\r\n'))],
  ['UTF-16 with a mark', utf16(WHOLE.replace('UTF-8', 'UTF-16'), 'le', true)],
  ['UTF-16, the other way round', utf16(WHOLE.replace('UTF-8', 'UTF-16'), 'be', true)],
  ['UTF-16 without a mark', utf16(WHOLE.replace('UTF-8', 'UTF-16'), 'le', false)],
  ['UTF-16 without a mark, the other way round', utf16(WHOLE.replace('UTF-8', 'UTF-16'), 'be', false)],
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

test.each([
  ['{ "packageDirectories": ', ['1:25 is not JSON: it ends too early']],
  ['packageDirectories: [force-app]', ["1:1 is not JSON: 'p' does not belong here"]],
  ['{ "packageDirectories": [{ "path": "force-app" },] }', ["1:50 is not JSON: ']' does not belong here"]],
  [`{ "a": ${'['.repeat(200)}`, ['1:108 nests deeper than 100 levels']],
  ['{ "packageDirectories": "force-app" }', []],
  ['{}', []],
  ['[]', []],
])(
  'a project file that is none, or names nothing, still shows where the files are: %s',
  async (text, problems) => {
    const folder = writeProject({ ...GOOD, 'sfdx-project.json': text });
    const project = await load(folder);
    expect(project.org.apps[0]?.name).toBe('Good');
    expect(lines(project.problems, folder)).toEqual([
      ...problems.map((problem) => `sfdx-project.json:${problem}`),
      'sfdx-project.json:1:1 names no packageDirectories: the whole folder is read instead',
    ]);
  },
);

test('package directories outside of the project, and absolute ones, are told and not read', async () => {
  const folder = writeProject({
    'inner/sfdx-project.json':
      '{ "packageDirectories": [\n{ "path": "force-app" },\n{ "path": "../outside" },\n{ "path": "/tmp" },\n{ "path": "../../.." }\n] }',
    'inner/force-app/Good.connectedApp-meta.xml': GOOD['force-app/Good.connectedApp-meta.xml'],
    'outside/Other.connectedApp-meta.xml': connectedApp(''),
  });
  const project = join(folder, 'inner');
  const { org, problems } = await load(project);
  expect(org.apps.map(({ name }) => name)).toEqual(['Good', 'PlatformCLI']);
  const leadsOut = `leads out of inner and is not read: name the folder it leads to under projects of a seed`;
  expect(lines(problems, folder)).toEqual([
    "inner/sfdx-project.json:4:11 packageDirectories: '/tmp' must be relative to the project",
    `outside:1:1 ${leadsOut}`,
    `${dirname(dirname(folder))}:1:1 ${leadsOut}`,
  ]);
});

test('a repository may have package directories beside its projects', async () => {
  const folder = writeProject({
    'one/sfdx-project.json': '{ "packageDirectories": [{ "path": "../shared" }] }',
    'shared/Good.connectedApp-meta.xml': GOOD['force-app/Good.connectedApp-meta.xml'],
  });
  rmSync(join(folder, 'sfdx-project.json'));
  const { org, problems } = await load(folder);
  expect(org.apps.map(({ name }) => name)).toEqual(['Good', 'PlatformCLI']);
  expect(problems).toEqual([]);
});

test('links that lead out of the project are told and not followed, to folders and to files', async () => {
  const elsewhere = writeProject({ 'Other.connectedApp-meta.xml': connectedApp('') });
  const folder = writeProject(GOOD);
  symlinkSync('/', join(folder, 'force-app/everything'));
  symlinkSync(elsewhere, join(folder, 'config'));
  symlinkSync(
    join(elsewhere, 'Other.connectedApp-meta.xml'),
    join(folder, 'force-app/Z.connectedApp-meta.xml'),
  );
  const { org, problems } = await load(folder);
  expect(org.apps.map(({ name }) => name)).toEqual(['Good', 'PlatformCLI']);
  expect(lines(problems, folder)).toEqual(
    ['force-app/Z.connectedApp-meta.xml', 'force-app/everything', 'config'].map(
      (path) =>
        `${path}:1:1 leads out of ${realpathSync(folder)} and is not read: name the folder it leads to under projects of a seed`,
    ),
  );
});

test('a folder with the name of a file is told, and what is in it is read', async () => {
  const folder = writeProject({
    'force-app/Good.connectedApp-meta.xml/Inner.connectedApp-meta.xml': connectedApp(''),
  });
  const { org, problems } = await load(folder);
  expect(org.apps.map(({ name }) => name)).toEqual(['Inner', 'PlatformCLI']);
  expect(lines(problems, folder)).toEqual([
    'force-app/Good.connectedApp-meta.xml:1:1 is a folder with the name of a file',
  ]);
});

test('of two apps with one name or one key the first counts, and the other is told', async () => {
  const eca = metadata('ExternalClientApplication', '<label>App</label>');
  const part = metadata(
    'ExtlClntAppOauthSettings',
    '<externalClientApplication>Ext</externalClientApplication>',
  );
  const folder = writeProject({
    'sfdx-project.json': '{ "packageDirectories": [{ "path": "a" }, { "path": "b" }] }',
    'a/App.connectedApp-meta.xml': connectedApp('<consumerKey>3MVG9First</consumerKey>'),
    'a/Ext.eca-meta.xml': eca,
    'a/Ext.ecaOauth-meta.xml': part,
    'b/App.connectedApp-meta.xml': connectedApp('<consumerKey>3MVG9Second</consumerKey>'),
    'b/Ext.eca-meta.xml': eca,
    'b/Key.connectedApp-meta.xml': connectedApp('<consumerKey>3MVG9First</consumerKey>'),
  });
  const { org, problems, skipped } = await load(folder);
  expect(org.apps.map(({ name, consumerKey }) => [name, consumerKey])).toEqual([
    ['App', '3MVG9First'],
    ['Key', expect.stringMatching(/^3MVG9.{80}$/)],
    ['Ext', expect.stringMatching(/^3MVG9.{80}$/)],
    ['PlatformCLI', 'PlatformCLI'],
  ]);
  expect(lines(problems, folder)).toEqual([
    "b/Ext.eca-meta.xml:2:1 External Client App 'Ext' is in a/Ext.eca-meta.xml:2 already: that one counts",
    "b/App.connectedApp-meta.xml:2:1 app name 'App' is already that of app 'App' (a/App.connectedApp-meta.xml:2:1): give this one another",
    "b/Key.connectedApp-meta.xml:5:1 consumer key '3MVG9First' is already that of app 'App' (a/App.connectedApp-meta.xml:5:1): give this one another",
  ]);
  expect(lines(skipped, folder)).not.toContainEqual(expect.stringContaining('no OAuth client'));
});

test('parts without a header, and a header without parts', async () => {
  const folder = writeProject({
    ...GOOD,
    'force-app/Alone.eca-meta.xml': metadata('ExternalClientApplication', '<label>Alone</label>'),
    'force-app/Lost.ecaOauth-meta.xml': metadata(
      'ExtlClntAppOauthSettings',
      '<externalClientApplication>Lost_One</externalClientApplication>',
    ),
  });
  const { org, problems, skipped } = await load(folder);
  expect(org.apps.map(({ name }) => name)).toEqual(['Good', 'PlatformCLI']);
  expect(lines(problems, folder)).toEqual([
    "force-app/Lost.ecaOauth-meta.xml:3:1 there is no External Client App 'Lost_One': a part without its .eca file is not used",
  ]);
  expect(lines(skipped, folder)).toContain(
    "force-app/Alone.eca-meta.xml:2:1 External Client App 'Alone' has no OAuth settings: it is no OAuth client",
  );
});

test('a project inside a project, what deploy heeds and fauxforce does not', async () => {
  const folder = writeProject({
    ...GOOD,
    'sfdx-project.json':
      '{ "packageDirectories": [{ "path": "force-app" }],\n"replacements": [{ "stringToReplace": "KEY", "replaceWithEnv": "KEY" }] }',
    '.forceignore': 'Good*',
    'tools/inner/sfdx-project.json': '{ "packageDirectories": [{ "path": "app" }] }',
    'tools/inner/app/Inner.connectedApp-meta.xml': connectedApp(''),
  });
  const { org, skipped } = await load(folder);
  expect(org.apps.map(({ name }) => name)).toEqual(['Good', 'PlatformCLI']);
  expect(lines(skipped, folder)).toEqual([
    '.forceignore:1:1 has no effect: files that it names are read all the same',
    'tools/inner/sfdx-project.json:1:1 is a project inside a project: what it says of package directories has no effect',
    'sfdx-project.json:2:17 replacements have no effect: they are made at deploy',
  ]);
});

/** Names as the disk has them, and what they are. */
test.each([
  ['%5BAC RUL%5D Director', '[AC RUL] Director'],
  ['100%', '100%'],
  ['%E3%82%B7%E3%82%B9', 'シス'],
  // Letters and accents apart, as macOS writes them.
  ['Bu\u0308ro', 'Büro'],
  ['a%2Fb', 'a/b'],
])('a profile whose file is called %j', async (file, name) => {
  const folder = writeProject({
    'force-app/App.connectedApp-meta.xml': connectedApp(
      '<isAdminApproved>true</isAdminApproved>',
      `<profileName>${name}</profileName>`,
    ),
    [`force-app/${file}.profile-meta.xml`]: metadata('Profile', '<custom>true</custom>'),
  });
  const { org, defaulted, problems } = await load(folder);
  expect(org.apps[0]?.profiles).toEqual([name]);
  expect(org.profiles.map((profile) => profile.name)).toContain(name);
  expect([...problems, ...defaulted].filter(({ message }) => message.includes('profile'))).toEqual([]);
});

test('a name that holds what moves a cursor does not move it', async () => {
  const folder = writeProject({ ...GOOD, 'force-app/A%00%1B[2J.connectedApp-meta.xml': connectedApp('') });
  const { code, stderr, stdout } = await run({ args: ['import', folder] });
  expect(code).toBe(0);
  expect(stderr).toContain("'A\ufffd\ufffd[2J' is not an API name");
  for (const control of ['\0', '\x1b']) expect(stdout + stderr).not.toContain(control);
});

test('files and folders that may not be read are told', async () => {
  const folder = writeProject({
    ...GOOD,
    'force-app/Bad.connectedApp-meta.xml': connectedApp(''),
    'force-app/shut/Other.connectedApp-meta.xml': connectedApp(''),
  });
  forbid('openSync', 'Bad.connectedApp-meta.xml');
  forbid('readdirSync', 'shut');
  const { org, problems } = await load(folder);
  expect(org.apps.map(({ name }) => name)).toEqual(['Good', 'PlatformCLI']);
  expect(lines(problems, folder)).toEqual([
    'force-app/Bad.connectedApp-meta.xml:1:1 may not be read: check its permissions',
    'force-app/shut:1:1 may not be read: check its permissions',
  ]);
});

/** Takes a permission away that file modes do not take from whoever runs tests as root. */
function forbid(name: 'openSync' | 'readdirSync', file: string): void {
  const work = fs[name] as (...args: unknown[]) => unknown;
  const forbidding = (...args: unknown[]) => {
    if (String(args[0]).endsWith(file)) throw Object.assign(new Error(), { code: 'EACCES' });
    return work(...args);
  };
  vi.spyOn(fs, name).mockImplementation(forbidding as never);
  syncBuiltinESMExports();
  onTestFinished(() => {
    vi.restoreAllMocks();
    syncBuiltinESMExports();
  });
}

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
