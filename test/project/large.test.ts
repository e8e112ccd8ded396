/** Projects that are large, and those that were made to take long: each has its end, and its report. */
import { expect, test } from 'vitest';
import { connectedApp, lines, load, metadata, writeProject } from './helpers.ts';
import { largeProject } from './large-project.ts';

const GOOD = {
  'force-app/Good.connectedApp-meta.xml': connectedApp('<consumerKey>3MVG9GoodApp</consumerKey>'),
};

test('a project of 300 apps, 200 profiles and 500 permission sets: every mistake has file and line', async () => {
  const { files, mistakes } = largeProject();
  const folder = writeProject(files);
  const { org, problems } = await load(folder);
  // All but the one that is half-written, and PlatformCLI.
  expect([org.apps.length, org.permissionSets.length]).toEqual([299 + 1, 500]);
  expect(org.apps.find(({ name }) => name === 'App_299')).toMatchObject({
    permissionSets: ['Set_299'],
    profiles: ['Profile 99'],
  });
  expect(lines(problems, folder).sort()).toEqual([...mistakes].sort());
});

test.each([
  ['opening tags', '<a '.repeat(300_000)],
  ['one attribute, again and again', `<a ${'b="c" '.repeat(160_000)}/>`],
  ['comments that never end', `<a>${'<!-- '.repeat(200_000)}`],
  ['wrong scopes', connectedApp('<scopes>Apii</scopes>'.repeat(20_000))],
  ['elements that nobody knows', connectedApp(numbered(20_000, (i) => `<x${i}>1</x${i}>`))],
  ['callback URLs', connectedApp(`<callbackUrl>${'https://a.b/c\n'.repeat(60_000)}</callbackUrl>`)],
])(
  'hostile: %s',
  async (_, text) => {
    const folder = writeProject({ ...GOOD, 'force-app/Bad.connectedApp-meta.xml': text });
    const { org, problems, skipped } = await load(folder);
    expect(org.apps[0]).toMatchObject({ name: expect.stringMatching(/Good|Bad/) });
    expect(org.apps.map(({ name }) => name)).toContain('Good');
    expect(problems.length + skipped.length).toBeGreaterThan(0);
  },
  30_000,
);

test.each([
  [
    'config/x-user-def.json',
    '['.repeat(1_000_000),
    'config/x-user-def.json:1:102 nests deeper than 100 levels',
  ],
  [
    'config/x-user-def.json',
    `{"Username":"ada@acme.example","x":${'['.repeat(500_000)}${']'.repeat(500_000)}}`,
    'config/x-user-def.json:1:136 nests deeper than 100 levels',
  ],
  [
    'config/x-user-def.json',
    `{"Username":"ada@acme.example","x":[${'1,'.repeat(1_100_000)}1]}`,
    'config/x-user-def.json:1:1 is over 2 MiB, and is not read',
  ],
  [
    'force-app/X.profile-meta.xml',
    metadata(
      'Profile',
      numbered(20_000, (i) => `<loginIpRanges><startAddress>${i}</startAddress></loginIpRanges>`),
    ),
    'force-app/X.profile-meta.xml:1:1 says over 1 MiB of logging in, and is not read',
  ],
])('hostile: %s', async (path, text, expected) => {
  const folder = writeProject({ ...GOOD, [path]: text });
  const { org, problems } = await load(folder);
  expect(org.apps.map(({ name }) => name)).toContain('Good');
  expect(lines(problems, folder)).toEqual([expected]);
});

test('more mistakes than the schema can list are refused in one sentence', async () => {
  const range = '<loginIpRanges><startAddress>x</startAddress><endAddress>y</endAddress></loginIpRanges>';
  const files = Array.from({ length: 15 }, (_, i) => [
    `force-app/P${i}.profile-meta.xml`,
    metadata('Profile', range.repeat(11_000)),
  ]);
  const folder = writeProject(Object.fromEntries(files));
  await expect(load(folder)).rejects.toThrow('has more mistakes than can be listed');
}, 60_000);

function numbered(count: number, work: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => work(i)).join('\n');
}
