/** The commands that talk to a running server. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startFauxforce } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import { credentials, postToken } from '../helpers/token.ts';
import { run } from './run.ts';

const fresh = freshServers();

describe('arm', () => {
  test('arms, lists and clears', async () => {
    const sf = await fresh();
    const lab = ['--url', sf.url];
    const order = ['arm', 'refresh.expired', '--times', '2', '--after', '1', '--grant-type', 'refresh_token'];
    expect(await run({ args: [...order, ...lab] })).toEqual({
      code: 0,
      stdout: 'f1  refresh.expired: 2 requests, after 1, grant_type refresh_token\n',
      stderr: '',
    });
    await run({ args: ['arm', '--status', '503', '--body', 'down', '--every', '2', ...lab] });
    expect((await run({ args: ['arm', '--list', ...lab] })).stdout.split('\n')[1]).toBe(
      'f2  response: without end, every 2',
    );
    expect(await run({ args: ['arm', '--clear', '--json', ...lab] })).toEqual({
      code: 0,
      stdout: '{"failures":[]}\n',
      stderr: '',
    });
    expect((await run({ args: ['arm', '--list'], env: { FAUXFORCE_URL: sf.url } })).stdout).toBe(
      'nothing is armed\n',
    );
  });

  test.each([
    [['refresh.expird'], "there is no refusal 'refresh.expird': did you mean refresh.expired"],
    [['--fault', 'reset', '--times', '0'], "times '0' is not a number of requests: write 1 or more"],
    [['--fault', 'reset', '--times', 'x'], "--times 'x' is not a number"],
    [['--body', 'x'], '--body needs --status'],
    [[], 'nothing is to fail'],
    [['--list', '--clear'], '--list and --clear exclude each other'],
    [['refresh.expired', '--list'], '--list shows everything: leave the rest out'],
    [['--clear', '--times', '3'], '--clear disarms everything: leave the rest out'],
  ])('%j is wrong usage', async (args, message) => {
    const sf = await fresh();
    const { code, stdout, stderr } = await run({ args: ['arm', ...args, '--url', sf.url] });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`fauxforce: ${message}`);
  });
});

describe('clock', () => {
  test('shows and moves', async () => {
    const sf = await fresh();
    const lab = ['--url', sf.url];
    expect((await run({ args: ['clock', 'freeze', ...lab] })).code).toBe(0);
    const set = await run({ args: ['clock', 'set', '2027-01-01T00:00:00Z', ...lab] });
    expect(set.stdout).toBe('2027-01-01T00:00:00.000Z (frozen)\n');
    expect((await run({ args: ['clock', 'advance', '2h', ...lab] })).stdout).toBe(
      '2027-01-01T02:00:00.000Z (frozen)\n',
    );
    expect((await run({ args: ['clock', 'advance', ...lab, '--', '-5m'] })).stdout).toBe(
      '2027-01-01T01:55:00.000Z (frozen)\n',
    );
    expect(JSON.parse((await run({ args: ['clock', '--json', ...lab] })).stdout)).toEqual({
      now: '2027-01-01T01:55:00.000Z',
      frozen: true,
    });
  });

  test.each([
    [['rewind'], "'rewind' is nothing to do with a clock: use advance, set, freeze, reset"],
    [['advance'], 'advance what? Give a duration such as 2h'],
    [['advance', 'soon'], "advance 'soon' is not a duration"],
    [['freeze', 'now'], "freeze takes no value: leave 'now' out"],
  ])('%j is wrong usage', async (args, message) => {
    const sf = await fresh();
    const { code, stderr } = await run({ args: ['clock', ...args, '--url', sf.url] });
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

test('why explains the last refusal', async () => {
  const sf = await fresh();
  const lab = ['--url', sf.url];
  expect(await run({ args: ['why', ...lab] })).toEqual({
    code: 1,
    stdout: '',
    stderr: 'fauxforce: the journal has no such refusal: fauxforce journal prints what it has\n',
  });
  await postToken(sf, { grant_type: 'client_credentials', client_id: 'first' });
  await postToken(sf, { grant_type: 'client_credentials', client_id: 'nobody' });
  await postToken(sf, { grant_type: 'client_credentials', ...credentials(sf, 'Client_Credentials') });
  const { stdout, code } = await run({ args: ['why', ...lab] });
  expect(code).toBe(0);
  expect(stdout).toContain('client.unknown');
  expect(stdout).toContain('\nchecks\n');
  expect(stdout).toContain('client_id: nobody');
  expect(JSON.parse((await run({ args: ['why', '--json', ...lab] })).stdout)).toMatchObject({
    clientId: 'nobody',
    refusal: { name: 'client.unknown' },
  });
  expect((await run({ args: ['why', '--client-id', 'first', ...lab] })).stdout).toContain('client_id: first');
});

describe('journal', () => {
  test('prints, filters, follows until the server ends', async () => {
    const sf = await startFauxforce();
    const ask = (client_secret: string) =>
      postToken(sf, {
        grant_type: 'client_credentials',
        ...credentials(sf, 'Client_Credentials'),
        client_secret,
      });
    await ask('wrong');
    await ask('DEMO0CLIENT0CREDENTIALS000000000');
    const lab = ['--url', sf.url];
    const { stdout } = await run({ args: ['journal', ...lab] });
    expect(stdout.split('\n')).toHaveLength(3);
    expect(stdout).toMatch(
      /^✗ POST \/services\/oauth2\/token client_credentials {2}invalid_client client\.secret-wrong:/,
    );
    const refused = await run({ args: ['journal', '--outcome', 'refused', '--json', ...lab] });
    expect(JSON.parse(refused.stdout)).toMatchObject({ refusal: { name: 'client.secret-wrong' } });
    expect((await run({ args: ['journal', '--har', ...lab] })).stdout).toContain('"version":"1.2"');
    const following = run({
      args: ['journal', '--follow', '--since', '1970-01-01', '--refusal', 'client.secret-wrong', ...lab],
    });
    await once(sf.server.server, 'request');
    await fetch(`${sf.url}/_fauxforce/health`);
    await sf[Symbol.asyncDispose]();
    const { code, stdout: followed } = await following;
    expect(code).toBe(0);
    expect(followed).toContain('client.secret-wrong');
  });

  test('prints one entry whole, by its id', async () => {
    const sf = await fresh();
    const { headers } = await postToken(sf, { grant_type: 'client_credentials', client_id: 'nobody' });
    const id = String(headers['x-fauxforce-journal']);
    const lab = ['--url', sf.url];
    const { stdout } = await run({ args: ['journal', id, ...lab] });
    expect(stdout).toMatch(/^✗ \d\d:\d\d:\d\dZ POST \/services\/oauth2\/token client_credentials\n/);
    expect(stdout).toContain(`client.unknown  ${id}\n    why: `);
    expect(stdout).toContain('\nchecks\n    ✓ ');
    expect(stdout).toContain('\nrequest\n    grant_type: client_credentials\n    client_id: nobody\n');
    expect(stdout).toContain('\nanswer\n    error: invalid_client_id\n');
    const asData = await run({ args: ['journal', id, '--json', ...lab] });
    expect(JSON.parse(asData.stdout)).toEqual(JSON.parse(JSON.stringify(sf.journal.entry(id))));
    expect(await run({ args: ['journal', 'x-1', ...lab] })).toMatchObject({ code: 2 });
    expect(await run({ args: ['journal', id, '--limit', '1', ...lab] })).toMatchObject({
      code: 2,
      stderr: 'fauxforce: an id names one entry: leave the rest out\n',
    });
  });

  test('--open opens it in the inspector, with the browser that BROWSER names', async () => {
    await using sf = await startFauxforce({ labToken: 'lab-token-of-a-test' });
    const { headers } = await postToken(sf, { grant_type: 'client_credentials', client_id: 'nobody' });
    const id = String(headers['x-fauxforce-journal']);
    const lab = ['--url', sf.url, '--lab-token', 'lab-token-of-a-test'];
    const env = { BROWSER: 'true' };
    const { code, stdout } = await run({ args: ['journal', id, '--open', ...lab], env });
    expect(code).toBe(0);
    expect(stdout).toContain(`${sf.url}/_fauxforce/console/journal/${id}?once=`);
    const opened = await fetch(stdout.trim(), { redirect: 'manual' });
    expect(opened.headers.get('location')).toBe(`/_fauxforce/console/journal/${id}`);
    expect(opened.headers.get('set-cookie')).toMatch(/^fauxforce_lab=/);
    const latest = await run({
      args: ['journal', 'latest', '--open', '--outcome', 'refused', '--json', ...lab],
      env,
    });
    expect(JSON.parse(latest.stdout).url).toContain(
      `${sf.url}/_fauxforce/console/journal/latest?outcome=refused&once=`,
    );
    expect(await run({ args: ['journal', 'latest', '--json', ...lab] })).toMatchObject({ code: 0 });
    expect(await run({ args: ['journal', 'x-1', '--open', ...lab], env })).toMatchObject({
      code: 2,
      stdout: '',
    });
    expect(
      await run({ args: ['journal', '--open', ...lab], env: { BROWSER: 'no-such-browser-here' } }),
    ).toMatchObject({
      code: 1,
      stderr:
        'fauxforce: no-such-browser-here cannot be run: open the URL yourself, or name a browser in BROWSER\n',
    });
  });

  test.each([
    [['latest', '--clear'], 'latest is one entry: leave --clear out'],
    [['latest', '--limit', '2'], 'latest is one entry: leave --limit out'],
    [['--open', '--limit', '2'], '--limit is not for --open: the page has all, 50 at a time'],
  ])('%j is refused, as a part of it would be ignored', async (args, words) => {
    expect(await run({ args: ['journal', ...args], env: { BROWSER: 'true' } })).toEqual({
      code: 2,
      stdout: '',
      stderr: `fauxforce: ${words}\n`,
    });
  });

  test('an endpoint that there is not is refused with the nearest', async () => {
    const sf = await fresh();
    for (const command of ['journal', 'why']) {
      expect(await run({ args: [command, '--endpoint', 'tokn', '--url', sf.url] })).toEqual({
        code: 2,
        stdout: '',
        stderr: "fauxforce: endpoint 'tokn' is unknown: did you mean 'token'?\n",
      });
    }
  });

  test('--clear forgets everything, and nothing less', async () => {
    const sf = await fresh();
    const clear = ['journal', '--clear', '--url', sf.url];
    await fetch(`${sf.url}/id/keys`);
    expect(await run({ args: [...clear, '--endpoint', 'keys'] })).toMatchObject({
      code: 2,
      stderr: 'fauxforce: --clear forgets everything: leave the rest out\n',
    });
    expect(sf.journal.entries()).toHaveLength(1);
    expect((await run({ args: [...clear, '--json'] })).stdout).toBe('{"done":"the journal is empty"}\n');
    expect(sf.journal.entries()).toEqual([]);
  });

  test('something else answers', async () => {
    const other = createServer((_request, response) => response.end('<html>')).listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await once(other, 'listening');
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    expect(await run({ args: ['journal', '--url', url] })).toEqual({
      code: 1,
      stdout: '',
      stderr: `fauxforce: what answers at ${url} is not fauxforce: 200\n`,
    });
  });

  test('nothing answers', async () => {
    expect(await run({ args: ['journal', '--url', 'http://127.0.0.1:9'] })).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'fauxforce: nothing answers at http://127.0.0.1:9: start fauxforce, or name another server with --url\n',
    });
  });

  test('the lab token is sent', async () => {
    const sf = await fresh({ labToken: 'secret' });
    const closed = await run({ args: ['journal', '--url', sf.url] });
    expect(closed.code).toBe(1);
    expect(closed.stderr).toContain('no lab token came with the request');
    expect((await run({ args: ['journal', '--url', sf.url, '--lab-token', 'secret'] })).code).toBe(0);
  });
});
