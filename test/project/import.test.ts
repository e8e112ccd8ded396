/** `fauxforce import`, and what `start` and `validate` tell of a project. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadSeed, readSeedText } from '../../src/seed/load.ts';
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
