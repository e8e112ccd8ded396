/** better-auth, which always calls https: with the lines that `fauxforce env` prints. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runs } from './helpers/proof.ts';
import { Client } from './helpers/run-client.ts';
import { Served } from './helpers/served.ts';
import { ada, visit } from './helpers/visit.ts';

const APPLICATION = fileURLToPath(new URL('better-auth.mjs', import.meta.url));

let served: Served;
beforeAll(async () => {
  // As the note of `fauxforce env better-auth` says.
  const callbackUrls = ['http://localhost:3000/api/auth/callback/salesforce'];
  served = await Served.start({
    apps: { Web_Server: { callbackUrls, scopes: ['openid', 'email', 'profile', 'refresh_token'] } },
  });
});
beforeEach(() => served.sf.reset());
afterAll(() => served[Symbol.asyncDispose]());

async function logIn(press: 'Allow' | 'Deny', lines: readonly string[]) {
  const { environment } = await served.settingsFor('better-auth');
  const client = await Client.start({
    command: [process.execPath, APPLICATION, lines.join('\n')],
    env: environment,
  });
  const away = new URL(await client.said(/^away (.*)$/m));
  client.tell(String(await visit(`${served.sf.url}${away.pathname}${away.search}`, { ...ada, press })));
  return client.ended();
}

describe('better-auth', () => {
  it('logs in with PKCE, has a session and refreshes', runs('better-auth', 'web server'), async () => {
    const { lines } = await served.settingsFor('better-auth');
    const { told, stderr } = await logIn('Allow', lines);
    expect({ told, stderr }).toEqual({
      told: [{ landed: '/home' }, { email: ada.username }, { refreshed: true }],
      stderr: '',
    });
  });

  it('tells of a user who denies', async () => {
    const { lines } = await served.settingsFor('better-auth');
    const { told } = await logIn('Deny', lines);
    expect(told).toEqual([
      { landed: '/failed?error=access_denied&error_description=end-user+denied+authorization' },
    ]);
  });

  it('tells of a wrong secret', async () => {
    const { lines } = await served.settingsFor('better-auth');
    const { told } = await logIn(
      'Allow',
      lines.map((line) => line.replace('DEMO0WEB', 'DEMO1WEB')),
    );
    expect(told).toEqual([{ landed: '/failed?error=invalid_code' }]);
  });
});
