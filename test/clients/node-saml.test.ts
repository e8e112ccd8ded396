/** node-saml as service provider, with what `fauxforce env` prints. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SAML } from '@node-saml/node-saml';
import { expect, it } from 'vitest';
import { startFauxforce } from '../../src/testing/index.ts';
import { run } from '../cli/run.ts';
import { logInTo } from '../idp/helpers.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';
import { runs } from './helpers/proof.ts';

const folder = temporaryFolder();

const SEED = `
org: { name: Acme }
users: [{ username: ada@acme.example, password: correct-horse, profile: System Administrator }]
apps:
  - name: Portal
    profiles: [System Administrator]
    saml: { entityUrl: https://portal.example/metadata, acsUrl: https://portal.example/acs, certificate: ${resolve('seed/demo.crt')} }
`;

/** Runs lines of JavaScript as a module does, with what they import. */
function made(lines: readonly string[]): Promise<SAML> {
  const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor;
  return new AsyncFunction('SAML', `${lines.join('\n')}\nreturn saml;`)(SAML);
}

it(
  'logs in, with the key that a certificate of the app asks for',
  runs('@node-saml/node-saml', 'SAML'),
  async () => {
    const seed = join(folder(), 'seed.yaml');
    writeFileSync(seed, SEED);
    await using sf = await startFauxforce({ seed });
    const { port } = new URL(sf.url);
    const { stdout } = await run({ args: ['env', 'node-saml', '--json', '--port', port, '--seed', seed] });
    const { lines, notes } = JSON.parse(stdout);
    expect(notes).toContain('The app has a certificate: give the client its key, and have it sign requests.');
    const sp = await made(lines);
    sp.options.privateKey = readFileSync('seed/demo.key', 'utf8');
    const { action, fields } = await logInTo(sf, await sp.getAuthorizeUrlAsync('', undefined, {}));
    expect(action).toBe('https://portal.example/acs');
    const { profile } = await sp.validatePostResponseAsync({ ...fields });
    expect(profile?.nameID).toBe('ada@acme.example');
  },
);
