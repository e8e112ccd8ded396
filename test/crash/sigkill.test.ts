import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { demoOrgs } from '../../src/seed/demo.ts';
import { authorize } from '../../src/testing/browser.ts';
import { start } from './start.ts';

const folder = mkdtempSync(join(tmpdir(), 'fauxforce-crash-'));
const store = join(folder, 'state.db');
const [org] = await demoOrgs();
afterAll(() => rmSync(folder, { recursive: true }));

function app(name: string) {
  const found = org?.apps.find((one) => one.name === name);
  if (!found) throw new Error(`the demo has no app ${name}`);
  return found;
}

async function token(url: string, name: string, parameters: Record<string, string>) {
  const { consumerKey, consumerSecret } = app(name);
  const answer = await fetch(`${url}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: consumerKey, client_secret: consumerSecret, ...parameters }),
  });
  return (await answer.json()) as {
    access_token: string;
    refresh_token?: string;
    error_description?: string;
  };
}

async function logIn(url: string, name: string): Promise<string> {
  const redirect_uri = app(name).callbackUrls[0] ?? '';
  const walk = await authorize(
    url,
    { response_type: 'code', client_id: app(name).consumerKey, redirect_uri, scope: 'api refresh_token' },
    { username: 'ada@acme.example', password: 'correct-horse' },
  );
  const code = walk.callback?.code ?? '';
  return (
    (await token(url, name, { grant_type: 'authorization_code', code, redirect_uri })).refresh_token ?? ''
  );
}

/** What a call with a token is answered: 200 while it lives. */
async function statusOf(url: string, accessToken: string): Promise<number> {
  const answer = await fetch(`${url}/services/data/v60.0`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  return answer.status;
}

describe('a process killed with SIGKILL under load', () => {
  it('loses no token that a client has received, and refresh tokens keep working', async () => {
    const received: string[] = [];
    let { url, child } = await start(store);
    let refreshToken = await logIn(url, 'Rotating');
    for (const killAfter of [1, 37, 150]) {
      const until = received.length + killAfter;
      const client = async () => {
        for (;;) {
          const { access_token } = await token(url, 'Client_Credentials', {
            grant_type: 'client_credentials',
          });
          received.push(access_token);
          if (received.length === until) child.kill('SIGKILL');
        }
      };
      const rotating = async () => {
        for (;;) {
          const parameters = { grant_type: 'refresh_token', refresh_token: refreshToken };
          const answer = await token(url, 'Rotating', parameters);
          expect(answer.error_description).toBeUndefined();
          refreshToken = answer.refresh_token ?? '';
          received.push(answer.access_token);
        }
      };
      const died = once(child, 'exit');
      // Every client ends with the connection: what it received until then must have been kept.
      const ends = await Promise.allSettled([
        ...Array.from({ length: 8 }, client),
        ...(killAfter === 1 ? [rotating()] : []),
      ]);
      await died;
      expect(ends.every(({ status }) => status === 'rejected')).toBe(true);
      ({ url, child } = await start(store));
      const statuses = await Promise.all(received.map((one) => statusOf(url, one)));
      expect(statuses.filter((status) => status !== 200)).toEqual([]);
    }
    child.kill('SIGTERM');
    await once(child, 'exit');
    // Each round is killed once it has received so many; more may arrive before it dies, or none.
    expect(received.length).toBeGreaterThanOrEqual(1 + 37 + 150);
  });

  it('keeps a refresh token working over a clean restart and a kill', async () => {
    const first = await start(store);
    const refreshToken = await logIn(first.url, 'Web_Server');
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    const second = await start(store);
    const parameters = { grant_type: 'refresh_token', refresh_token: refreshToken };
    const { access_token } = await token(second.url, 'Web_Server', parameters);
    second.child.kill('SIGTERM');
    expect(await once(second.child, 'exit')).toEqual([0, null]);
    const third = await start(store);
    expect(await statusOf(third.url, access_token)).toBe(200);
    expect((await token(third.url, 'Web_Server', parameters)).error_description).toBeUndefined();
    third.child.kill('SIGTERM');
    await once(third.child, 'exit');
  });
});
