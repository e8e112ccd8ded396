/** `start --tls-port`: a second port that does what the first does (design 5.5). */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { request } from 'node:https';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { emptyFolder, run, startServer } from './run.ts';

const ARGS = ['--port', '0', '--tls-port', '0', '--store', ':memory:', '--no-journal-header'];

async function getSecurely(url: string, ca: string): Promise<string> {
  const asked = request(url, { ca });
  asked.end();
  const [answer] = await once(asked, 'response');
  return text(answer);
}

test('both ports speak both protocols, on both loopback addresses, and end together', async () => {
  const server = await startServer({ args: ARGS });
  const [, plain = '', secure = ''] =
    /^ready (http:\/\/localhost:\d+) (https:\/\/localhost:\d+)\n/.exec(server.stdout()) ?? [];
  const ports = [new URL(plain).port, new URL(secure).port];
  expect(ports[0]).not.toBe(ports[1]);
  const ca = await (await fetch(`${plain}/_fauxforce/ca.pem`)).text();
  for (const port of ports) {
    for (const host of ['127.0.0.1', '[::1]', 'localhost']) {
      const path = '/.well-known/openid-configuration';
      expect(await (await fetch(`http://${host}:${port}${path}`)).json()).toHaveProperty(
        'issuer',
        `http://${host}:${port}`,
      );
      expect(JSON.parse(await getSecurely(`https://${host}:${port}${path}`, ca))).toHaveProperty(
        'issuer',
        `https://${host}:${port}`,
      );
    }
  }
  const idle = connect(Number(ports[1]), '127.0.0.1');
  const gone = once(idle.resume(), 'close');
  await once(idle, 'connect');
  server.signal('SIGTERM');
  expect(await server.ended()).toMatchObject({ code: 0, stderr: '' });
  await gone;
  for (const port of ports) await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow('fetch failed');
});

test('with --json the second is told too', async () => {
  const server = await startServer({ args: [...ARGS, '--json'] });
  expect(JSON.parse(server.stdout())).toEqual({
    ready: server.url,
    secure: expect.stringMatching(/^https:\/\/localhost:\d+$/),
  });
});

test('on the address of --host', async () => {
  const server = await startServer({ args: [...ARGS, '--host', '127.0.0.2'] });
  const secure = /https:\S+/.exec(server.stdout())?.[0] ?? '';
  expect((await fetch(`${secure.replace('https', 'http')}/_fauxforce/health`)).status).toBe(200);
  await expect(fetch(`http://127.0.0.1:${new URL(secure).port}/`)).rejects.toThrow('fetch failed');
});

test('one that is taken is told, and nothing is half started', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  onTestFinished(() => void taken.close());
  const { port } = taken.address() as AddressInfo;
  const folder = await emptyFolder();
  expect(await run({ args: ['--port', '0', '--tls-port', String(port)], folder })).toEqual({
    code: 2,
    stdout: '',
    stderr: `fauxforce: port ${port} is taken: end what listens there, or choose another with --tls-port (0 picks a free one)\n`,
  });
  expect(existsSync(join(folder, '.fauxforce'))).toBe(false);
});

test('one that is taken on ::1 alone is told as well', async () => {
  const taken = createServer().listen({ port: 0, host: '::1' });
  await once(taken, 'listening');
  onTestFinished(() => void taken.close());
  const { port } = taken.address() as AddressInfo;
  const ended = await run({ args: ['--port', '0', '--tls-port', String(port)] });
  expect(ended).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining(`port ${port} is taken`),
  });
});
