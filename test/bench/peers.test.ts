/** What `npm run bench -- peers` does with the servers it compares, on a server that is none of them. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { authorizeByForms, CALLBACK, type Visit } from '../../bench/peers/peer.ts';
import { ProcessGroup } from '../../bench/peers/process-group.ts';
import { peersSection, withPeersSection } from '../../bench/peers/section.ts';
import { Browser } from '../../src/testing/browser.ts';

async function visiting(answer: RequestListener): Promise<Visit> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const place = { folder: '', port, adminPort: 0, origin };
  return { browser: new Browser(), url: `${origin}/auth`, user: 0, place };
}

const FORM =
  '<form action="/auth"><input type="hidden" name="prompt" value="login"><input name="login"><input id="password" name="pw"></form>';

test('a form is filled in by the ids of its inputs, or by their names', async () => {
  const visit = await visiting(async (request, response) => {
    if (request.method === 'GET') return response.end(FORM);
    let body = '';
    for await (const piece of request) body += piece;
    return response.writeHead(303, { location: `${CALLBACK}?code=${encodeURIComponent(body)}` }).end();
  });
  await expect(authorizeByForms(visit, { login: 'ada', password: 'secret' })).resolves.toBe(
    'prompt=login&login=ada&pw=secret',
  );
});

test('a log-in that is refused, or never ends, is told with the page', async () => {
  const refused = await visiting((_request, response) => {
    response.writeHead(302, { location: `${CALLBACK}?error=access_denied` }).end();
  });
  await expect(authorizeByForms(refused, {})).rejects.toThrow('error=access_denied');
  const endless = await visiting((_request, response) => response.end(FORM));
  await expect(authorizeByForms(endless, {})).rejects.toThrow('<form action="/auth">');
});

function run(script: string, program = process.execPath): ProcessGroup {
  const folder = mkdtempSync(join(tmpdir(), 'process-group-'));
  const group = new ProcessGroup({ command: [program, '-e', script] }, join(folder, 'log'));
  onTestFinished(async () => {
    await group.stop();
    rmSync(folder, { recursive: true });
  });
  return group;
}

test('a program that ends is told with what it said', async () => {
  await expect(run("console.error('the port is taken'); process.exit(2)").end()).rejects.toThrow(
    /ended with 2:\nthe port is taken/,
  );
});

test('a program is told to have ended however late somebody asks', async () => {
  const group = run('process.exit(2)');
  await expect.poll(() => group.child.exitCode).toBe(2);
  await expect(group.end()).rejects.toThrow('ended with 2');
});

test('a program that is not there is told, and nothing else is stopped in its place', async () => {
  const group = run('', './not-there');
  await expect(group.end()).rejects.toThrow('spawn ./not-there ENOENT');
  await group.stop();
});

test('what a program and its children use is added up, where the system tells', async () => {
  const child =
    "require('node:child_process').spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' })";
  const group = run(`${child}; setInterval(() => undefined, 1000)`);
  if (process.platform !== 'linux') return expect(group.used()).toBeUndefined();
  await expect.poll(() => group.used()?.processorTime).toBeGreaterThan(300_000);
  expect(group.used()?.resident).toBeGreaterThan(20 * 2 ** 20);
  await group.stop();
  await expect.poll(() => group.used()?.resident).toBe(0);
});

const start = (time: number) => ({ time, processorTime: 80_000 });
const figures = (name: string, processorTime: number, time: number) => ({
  name,
  start: start(time),
  grants: { client_credentials: { rate: 1000, processorTime } },
  resident: 100 * 2 ** 20,
});
const result = (...peers: ReturnType<typeof figures>[]) => ({
  node: 'v24.0.0',
  cpu: 'a processor',
  cores: 2,
  seconds: 5,
  load: 0,
  peers,
});

test('a server has a dash for what was not measured', () => {
  const section = peersSection(result(figures('fauxforce', 99.6, 200)));
  expect(section).toContain('\n| fauxforce | 1000 (100) | – | – | 200 (80) | 100 |\n');
  expect(section).toContain('\n| Keycloak | – | – | – | – | – |\n');
  expect(section).not.toContain('Other programs');
  expect(peersSection({ ...result(), load: 29.6 })).toContain('(load 30 before)');
});

test('what failed is told, and nobody is compared with what it has no figure of', () => {
  const own = figures('fauxforce', 99.6, 200);
  const failures = { start: 'node ended with 1: no way', refresh_token: '0 tokens, 64 refused' };
  const failed = { name: 'Keycloak', grants: {}, failures };
  const section = peersSection({ ...result(own), peers: [own, failed] });
  expect(section).toContain(`What failed in this run:

- Keycloak, start: \`node ended with 1: no way\`
- Keycloak, refresh_token: \`0 tokens, 64 refused\`

fauxforce is ahead of all that were measured`);
  expect(peersSection(result(own))).not.toContain('failed');
});

test('who is ahead is told, and in what', () => {
  const own = figures('fauxforce', 99.6, 200);
  const behind = peersSection(result(own, figures('Hydra', 1000, 900)));
  expect(behind).toContain('fauxforce is ahead of all that were measured');
  const before = peersSection(result(own, figures('Hydra', 66.4, 900), figures('Keycloak', 9000, 100)));
  expect(before).toContain(
    'Ahead of fauxforce: Hydra (1.5 times) in client_credentials, Keycloak (2.0 times) in start-up.',
  );
});

test('the section takes the place of the one before, whatever stands around it', () => {
  const [first, second] = ['## Peers\n\nslow\n\n', '## Peers\n\n$& fast\n\n'];
  const page = withPeersSection('# Performance\n\n| a |\n\n## The first time\n\ntext\n', first);
  expect(page).toBe('# Performance\n\n| a |\n\n## Peers\n\nslow\n\n## The first time\n\ntext\n');
  expect(withPeersSection(page, second)).toBe(page.replace('slow', () => '$& fast'));
});
