/** An application with better-auth, for better-auth.test.ts: `node better-auth.mjs <the lines that are printed> <press>`. */
import { createInterface } from 'node:readline/promises';
import './helpers/loopback-only.ts';
import { betterAuth } from 'better-auth';

const HERE = 'http://localhost:3000';
const options = Function(`return { ${process.argv[2]} }`)();
const auth = betterAuth({ baseURL: HERE, secret: 'of the application, thirty-two characters', ...options });

const cookies = new Map();

async function ask(path, body) {
  const cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ');
  const headers = { cookie, origin: HERE, ...(body && { 'content-type': 'application/json' }) };
  const method = body ? 'POST' : 'GET';
  const answer = await auth.handler(
    new Request(new URL(path, HERE), { method, headers, body: body && JSON.stringify(body) }),
  );
  for (const line of answer.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
    cookies.set(name, value);
  }
  return answer;
}

const tell = (facts) => console.log('told', JSON.stringify(facts));

const pages = { callbackURL: '/home', errorCallbackURL: '/failed', scopes: ['refresh_token'] };
const { url } = await (await ask('/api/auth/sign-in/social', { provider: 'salesforce', ...pages })).json();
console.log('away', url);
const input = createInterface({ input: process.stdin });
const [back] = await new Promise((resolve) => input.once('line', (line) => resolve([line])));
input.close();
const landed = await ask(back);
tell({ landed: landed.headers.get('location') });
const session = await (await ask('/api/auth/get-session')).json();
if (session) {
  tell({ email: session.user.email });
  const [{ id: accountId }] = await (await ask('/api/auth/list-accounts')).json();
  const before = await (await ask('/api/auth/get-access-token', { accountId })).json();
  const after = await (await ask('/api/auth/refresh-token', { accountId })).json();
  tell({ refreshed: after.accessToken !== undefined && after.accessToken !== before.accessToken });
}
