/** A checkout runs from its sources. Most tests of the command run what is built of them. */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { run, SOURCES, startServer } from './run.ts';

const BIN = fileURLToPath(new URL('../../bin/fauxforce.js', import.meta.url));

test('serves from the sources, as npm start does', async () => {
  const server = await startServer({ args: ['start', '--port', '0', '--store', ':memory:'], main: SOURCES });
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: '3MVG9Demo.Client_Credentials',
    client_secret: 'DEMO0CLIENT0CREDENTIALS000000000',
  });
  const answer = await fetch(`${server.url}/services/oauth2/token`, { method: 'POST', body });
  expect(answer.status).toBe(200);
  server.signal('SIGTERM');
  expect(await server.ended()).toMatchObject({ code: 0, stderr: '' });
});

test('its bin/ runs the sources, which say what the built command says', async () => {
  const args = ['errors', '--json', 'code.spent'];
  const ended = await run({ args, main: BIN });
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(ended.stdout)).toMatchObject({ name: 'code.spent' });
  expect(await run({ args })).toEqual(ended);
});
