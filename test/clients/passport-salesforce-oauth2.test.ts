import './helpers/loopback-only.ts';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Passport } from 'passport';
import SalesforceStrategy, { type Profile } from 'passport-salesforce-oauth2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { app, refreshWith, user } from '../helpers/token.ts';
import { runs } from './helpers/proof.ts';
import { DEAD_TOKEN, ORG_ID, queryAcme, revoke } from './helpers/rest.ts';
import { ada, visit } from './helpers/visit.ts';

interface LogIn {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly profile: Profile;
}

let sf: Fauxforce;
let web: Server;
let origin: string;

beforeEach(async () => {
  web = createServer();
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
  sf = await startFauxforce({ demo: { apps: { Web_Server: { callbackUrls: [`${origin}/callback`] } } } });
});

afterEach(async () => {
  web.close();
  await sf[Symbol.asyncDispose]();
});

/** A web application whose only page, `/callback`, starts the log-in and shows its outcome. */
function serveApp(clientSecret = app(sf, 'Web_Server').consumerSecret): void {
  const strategy = new SalesforceStrategy(
    {
      authorizationURL: `${sf.url}/services/oauth2/authorize`,
      tokenURL: `${sf.url}/services/oauth2/token`,
      profileURL: `${sf.url}/services/oauth2/userinfo`,
      clientID: app(sf, 'Web_Server').consumerKey,
      clientSecret,
      callbackURL: `${origin}/callback`,
      scope: 'api id refresh_token',
      scopeSeparator: ' ',
      state: true,
      pkce: 'S256',
    },
    (accessToken, refreshToken, profile, done) => done(null, { accessToken, refreshToken, profile }),
  );
  const passport = new Passport().use(strategy);
  // One visitor, one session.
  const session = {};
  web.on('request', (request, response) => {
    const query = Object.fromEntries(new URL(request.url ?? '', origin).searchParams);
    const outcome = (error: Error | null, login?: unknown, info?: { readonly message: string }) =>
      response.end(JSON.stringify(login || { failed: error?.message ?? info?.message }));
    const logIn = passport.authenticate('salesforce', { session: false }, outcome);
    logIn(Object.assign(request, { session, query }), response, outcome);
  });
}

/** Goes to the application, is sent to Salesforce, logs in there and comes back. */
async function logIn<T>(press: 'Allow' | 'Deny' = 'Allow'): Promise<T> {
  const away = await fetch(`${origin}/callback`, { redirect: 'manual' });
  const back = await visit(away.headers.get('location') ?? '', { ...ada, press });
  expect(back.origin).toBe(origin);
  return (await fetch(back)).json() as Promise<T>;
}

describe('passport-salesforce-oauth2', () => {
  it(
    'logs in with PKCE and state, and reads the profile; its token queries until it is revoked',
    runs('passport-salesforce-oauth2', 'web server'),
    async () => {
      serveApp();
      const { accessToken, refreshToken, profile } = await logIn<LogIn>();
      expect(profile).toMatchObject({
        provider: 'salesforce',
        id: user(sf, 'ada').id,
        organization_id: ORG_ID,
        username: ada.username,
        displayName: 'Ada Byron',
        email: ada.username,
      });
      expect((await queryAcme(sf, accessToken)).status).toBe(200);

      const { access_token } = JSON.parse((await refreshWith(sf, 'Web_Server', refreshToken)).body);
      expect(access_token).not.toBe(accessToken);
      expect((await queryAcme(sf, access_token)).status).toBe(200);

      await revoke(sf, refreshToken);
      expect(await queryAcme(sf, accessToken)).toMatchObject({ status: 401, body: DEAD_TOKEN });
    },
  );

  it('tells of a wrong secret', async () => {
    serveApp('wrong');
    expect(await logIn()).toEqual({ failed: 'invalid client credentials' });
  });

  it('tells of a user who denies', async () => {
    serveApp();
    expect(await logIn('Deny')).toEqual({ failed: 'end-user denied authorization' });
  });
});
