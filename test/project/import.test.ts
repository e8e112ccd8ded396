/** `fauxforce import`, and that its seed is the project: what is started on either is the same. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadSeed, loadSeedDocument, readSeedText } from '../../src/seed/load.ts';
import { completeSeed, seedText } from '../../src/seed/project/write-seed.ts';
import { emptyFolder, run, startServer } from '../cli/run.ts';
import { ACME, connectedApp, metadata, writeProject } from './helpers.ts';

describe('the command', () => {
  test('writes a seed that a server starts on, and a table', async () => {
    const folder = await emptyFolder();
    const project = writeProject({
      'force-app/Portal.connectedApp-meta.xml': connectedApp(
        '<callbackUrl>https://a.example/cb</callbackUrl>\n<consumerKey>3MVG9Portal</consumerKey>\n<scopes>Apii</scopes>',
        '<oauthPolicy><ipRelaxation>BYPASS</ipRelaxation><refreshTokenPolicy>zero</refreshTokenPolicy></oauthPolicy>',
      ),
      'force-app/Idea.connectedApp-meta.xml': metadata('ConnectedApp', '<label>Idea</label>'),
      'config/ada-user-def.json':
        '{ "Username": "ada@acme.example", "password": "correct-horse", "profileName": "System Administrator" }',
    });
    const { code, stdout, stderr } = await run({
      args: ['import', project, '--output', 'seed.yaml'],
      folder,
    });
    expect([code, stderr]).toEqual([0, '']);
    const { orgs } = await loadSeed([join(folder, 'seed.yaml')]);
    expect(stdout.replaceAll(`${project}/`, '')).toBe(`
read
     1  Connected App  Portal
     1  user           ada@acme.example

defaulted (2)
  config/ada-user-def.json:1:1 security token of user 'ada@acme.example' is in no file: ${orgs[0]?.users[0]?.securityToken}
  force-app/Portal.connectedApp-meta.xml:2:1 consumerSecret of app 'Portal' is in no file: ${orgs[0]?.apps[0]?.consumerSecret}

skipped (1)
  force-app/Idea.connectedApp-meta.xml:2:1 Connected App 'Idea' has no oauthConfig: it is no OAuth client

problems (1)
  force-app/Portal.connectedApp-meta.xml:7:1 scope 'Apii' is not one of the Metadata API: did you mean 'Api'?

written to seed.yaml: fauxforce start --seed seed.yaml
`);
    expect(readFileSync(join(folder, 'seed.yaml'), 'utf8')).toMatch(
      /^# Written by fauxforce import from .+\n\norg:\n {2}name: small\n/,
    );
    const server = await startServer({
      args: ['--seed', 'seed.yaml', '--port', '0', '--store', ':memory:'],
      folder,
    });
    expect(await (await fetch(`${server.url}/_fauxforce/health`)).json()).toMatchObject({ orgs: 1 });
  });

  test('without --output the seed goes to stdout and the table to stderr; with --json both are JSON', async () => {
    const folder = await emptyFolder();
    const text = await run({ args: ['import', resolve(ACME)], folder });
    expect(text.code).toBe(0);
    expect(readSeedText(text.stdout, 'seed.yaml').orgs).toEqual((await loadSeed([ACME])).orgs);
    expect(text.stderr).toContain('\nproblems (13)\n');
    const json = JSON.parse((await run({ args: ['import', resolve(ACME), '--json'], folder })).stdout);
    expect(json.seed.apps).toHaveLength(8);
    expect(json.problems).toHaveLength(13);
    expect(json.problems[0]).toEqual({
      file: expect.stringContaining('Thespis'),
      line: 6,
      column: 9,
      message: 'oauthConfig has a second callbackUrl, and the first counts: put all of it into one element',
    });
    expect(json.skipped.length).toBeGreaterThan(0);
  });

  test('never writes over a file, and says what is no project', async () => {
    const folder = await emptyFolder();
    writeFileSync(join(folder, 'seed.yaml'), 'edited: by hand');
    mkdirSync(join(folder, 'nothing'));
    expect(await run({ args: ['import', resolve(ACME), '--output', 'seed.yaml'], folder })).toEqual({
      code: 2,
      stdout: '',
      stderr: 'fauxforce: seed.yaml is there already: remove it, or choose another --output\n',
    });
    expect(readFileSync(join(folder, 'seed.yaml'), 'utf8')).toBe('edited: by hand');
    expect(await run({ args: ['import', 'seed.yaml'], folder })).toMatchObject({
      code: 2,
      stderr: 'fauxforce: there is no folder seed.yaml\n',
    });
    expect(await run({ args: ['import', 'nothing'], folder })).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'fauxforce: nothing holds nothing that a seed is made of: no app, no profile, no settings, no user\n',
    });
  });
});

test('start on a project tells keys, passwords and problems; validate refuses a project with problems', async () => {
  const project = writeProject({
    'force-app/Portal.connectedApp-meta.xml': connectedApp(
      '<consumerKey>3MVG9Portal</consumerKey>\n<scopes>Apii</scopes>',
    ),
    'force-app/Idea.connectedApp-meta.xml': metadata('ConnectedApp', ''),
  });
  const [org] = (await loadSeed([project])).orgs;
  const server = await startServer({ args: ['--seed', project, '--port', '0', '--store', ':memory:'] });
  server.signal('SIGTERM');
  const { code, stderr } = await server.ended();
  expect(code).toBe(0);
  expect(stderr.split('\n')[0]).toBe(`read ${project}: 1 Connected App`);
  expect(stderr).toContain(`consumerSecret of app 'Portal' is in no file: ${org?.apps[0]?.consumerSecret}\n`);
  expect(stderr).toContain(
    `\nproblems (1)\n  ${project}/force-app/Portal.connectedApp-meta.xml:6:1 scope 'Apii' is not one of the Metadata API: did you mean 'Api'?\n`,
  );
  expect(stderr).toContain(`\n1 skipped: fauxforce import ${project} says what and why\n`);
  expect(await run({ args: ['validate', project] })).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^fauxforce: 1 problem in the seed\n.*Apii/),
  });
});

describe('the seed of a project is the project', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'fauxforce-property-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const flag = fc.constantFrom('true', 'false', '', 'perhaps');
  const words = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.constantFrom('Api', 'Full', 'true', 'no', '0123', '~', '# x', '- a', 'a: b', '{{X}}', '1e3', 'null'),
  );
  const name = fc.constantFrom(
    'System Administrator',
    'Standard',
    'Sales',
    'Sales Rep',
    'Order Desk',
    'Orders',
    'システム管理者',
    '00e5g000000abcd',
    '',
  );
  const elements = fc.record(
    {
      label: words,
      callbackUrl: fc.array(fc.oneof(fc.webUrl(), words), { maxLength: 3 }).map((urls) => urls.join('\n')),
      consumerKey: fc.oneof(fc.stringMatching(/^3MVG9[A-Za-z0-9._]{5,20}$/), words),
      consumerSecret: fc.oneof(fc.stringMatching(/^[A-Z0-9]{8,20}$/), words),
      isPkceRequired: flag,
      isClientCredentialEnabled: flag,
      isNamedUserJwtEnabled: flag,
      isConsumerSecretOptional: flag,
      oauthClientCredentialUser: words,
      isAdminApproved: flag,
      certificate: fc.constantFrom('x', readFileSync('seed/demo.crt', 'utf8')),
    },
    { requiredKeys: [] },
  );
  const policy = fc.record(
    {
      ipRelaxation: fc.constantFrom('ENFORCE', 'BYPASS', 'bypass', 'x'),
      refreshTokenPolicy: fc.constantFrom(
        'infinite',
        'zero',
        'specific_lifetime:3:DAYS',
        'specific_lifetime:3',
      ),
    },
    { requiredKeys: [] },
  );
  const app = fc.record({
    elements,
    policy,
    scopes: fc.array(fc.constantFrom('Api', 'Web', 'RefreshToken', 'Full', 'api', 'Apii'), { maxLength: 4 }),
    profiles: fc.array(name, { maxLength: 3 }),
    permissionSets: fc.array(name, { maxLength: 3 }),
    attributes: fc.array(fc.tuple(words, words), { maxLength: 2 }),
  });
  const project = fc.record({
    name: words,
    apps: fc.array(app, { maxLength: 3 }),
    user: fc.option(
      fc.record({
        Username: fc.constantFrom('ada@acme.example', 'ada'),
        LastName: words,
        Alias: words,
        profileName: name,
        permsets: fc.array(name, { maxLength: 2 }),
      }),
    ),
    apiEnabled: flag,
    setLabel: words,
  });

  function escaped(text: string): string {
    return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  }

  function xml(fields: object): string {
    return Object.entries(fields)
      .map(([key, text]) => `<${key}>${escaped(String(text))}</${key}>`)
      .join('\n');
  }

  function write(
    number: number,
    { name, apps, user, apiEnabled, setLabel }: typeof project extends fc.Arbitrary<infer P> ? P : never,
  ): string {
    const root = join(folder, String(number));
    mkdirSync(join(root, 'force-app'), { recursive: true });
    mkdirSync(join(root, 'config'));
    writeFileSync(
      join(root, 'sfdx-project.json'),
      JSON.stringify({ packageDirectories: [{ path: 'force-app' }], name }),
    );
    for (const [
      i,
      {
        elements: { label = '', ...config },
        policy,
        scopes,
        profiles,
        permissionSets,
        attributes,
      },
    ] of apps.entries()) {
      const content = [
        ...attributes.map(([key, formula]) => `<attributes>${xml({ formula, key })}</attributes>`),
        xml({ label }),
        `<oauthConfig>${xml(config)}${scopes.map((scope) => xml({ scopes: scope })).join('')}</oauthConfig>`,
        `<oauthPolicy>${xml(policy)}</oauthPolicy>`,
        ...permissionSets.map((permissionSetName) => xml({ permissionSetName })),
        ...profiles.map((profileName) => xml({ profileName })),
      ];
      writeFileSync(
        join(root, `force-app/App_${i}.connectedApp-meta.xml`),
        metadata('ConnectedApp', content.join('\n')),
      );
    }
    writeFileSync(
      join(root, 'force-app/Sales.profile-meta.xml'),
      metadata(
        'Profile',
        `<userPermissions><enabled>${apiEnabled}</enabled><name>ApiEnabled</name></userPermissions>`,
      ),
    );
    writeFileSync(
      join(root, 'force-app/Orders.permissionset-meta.xml'),
      metadata('PermissionSet', xml({ label: setLabel })),
    );
    if (user) writeFileSync(join(root, 'config/a-user-def.json'), JSON.stringify(user));
    return root;
  }

  test('for every project', async () => {
    let number = 0;
    await fc.assert(
      fc.asyncProperty(project, async (facts) => {
        number += 1;
        const root = write(number, facts);
        const started = await loadSeed([root]);
        const [imported] = (await loadSeedDocument({ projects: ['.'] }, root)).projects;
        if (!imported) throw new Error('nothing imported');
        const seed = join(folder, `${number}.yaml`);
        writeFileSync(seed, seedText(completeSeed(imported.document, imported.org), [root]));
        const again = await loadSeed([seed]);
        expect(again.orgs).toEqual(started.orgs);
        expect(imported.problems.every(({ file, line }) => file !== undefined && line !== undefined)).toBe(
          true,
        );
      }),
      { numRuns: 150 },
    );
  });

  test('for every fixture', async () => {
    for (const fixture of readdirSync('test/fixtures/projects')) {
      const root = join('test/fixtures/projects', fixture);
      const [imported] = (await loadSeedDocument({ projects: ['.'] }, root)).projects;
      if (!imported) throw new Error('nothing imported');
      const text = seedText(completeSeed(imported.document, imported.org), [root]);
      expect(readSeedText(text, 'seed.yaml').orgs).toStrictEqual((await loadSeed([root])).orgs);
    }
  });
});
