/** The lines that `fauxforce env` prints for JavaScript are modules that run: jsforce and openid-client log in with them. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runs } from './helpers/proof.ts';
import { Client } from './helpers/run-client.ts';
import { Served } from './helpers/served.ts';
import { visit } from './helpers/visit.ts';

let served: Served;
beforeAll(async () => {
  served = await Served.start();
});
afterAll(() => served[Symbol.asyncDispose]());

/** Runs what is printed for a client, and more below it, where its packages are. */
async function start(name: string, more: readonly string[]): Promise<Client> {
  const { environment, lines } = await served.settingsFor(name);
  const program = [
    "import './helpers/loopback-only.ts';",
    "import { once } from 'node:events';",
    ...lines,
    "const tell = (facts) => console.log('told', JSON.stringify(facts));",
    ...more,
  ].join('\n');
  return Client.start({
    command: [process.execPath, '--input-type=module', '--eval', program],
    env: environment,
    cwd: fileURLToPath(new URL('.', import.meta.url)),
  });
}

it('jsforce logs in with a password and queries', runs('jsforce', 'username-password'), async () => {
  const client = await start('jsforce', [
    "const { records } = await connection.query('SELECT Name FROM Organization');",
    'tell({ name: records[0].Name });',
  ]);
  expect(await client.ended()).toMatchObject({ code: 0, told: [{ name: 'Acme' }] });
});

it('openid-client discovers and logs in with PKCE', runs('openid-client', 'web server'), async () => {
  const program = await start('openid-client', [
    'const pkceCodeVerifier = client.randomPKCECodeVerifier();',
    'const code_challenge = await client.calculatePKCECodeChallenge(pkceCodeVerifier);',
    "const asked = { redirect_uri, scope: 'openid', code_challenge, code_challenge_method: 'S256' };",
    "console.log('away', client.buildAuthorizationUrl(config, asked).href);",
    "const [back] = await once(process.stdin, 'data');",
    'process.stdin.destroy();',
    'const tokens = await client.authorizationCodeGrant(config, new URL(String(back).trim()), { pkceCodeVerifier });',
    'const user = await client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);',
    'tell({ same: user.sub === tokens.claims().sub });',
  ]);
  program.tell(String(await visit(await program.said(/^away (.*)$/m))));
  expect(await program.ended()).toMatchObject({ code: 0, told: [{ same: true }] });
});
