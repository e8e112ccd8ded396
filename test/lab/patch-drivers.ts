/** Who logs in how, for the table of what PATCH does. Secrets and names are those of the beginning, as a client has them. */

import type { Flow } from '../../src/org/flows.ts';
import type { User } from '../../src/org/model.ts';
import { totp } from '../../src/policies/totp.ts';
import { follow } from '../../src/recipes/run-recipe.ts';
import { authorize } from '../../src/testing/browser.ts';
import type { Fauxforce } from '../../src/testing/index.ts';
import * as device from '../device/helpers.ts';
import * as headless from '../headless/helpers.ts';
import { makeJwt } from '../helpers/jwt.ts';
import { credentials, members, postToken, send } from '../helpers/token.ts';
import { ADA_LOGS_IN, flows } from '../policies/flows.ts';
import { happy } from './happy.ts';

export interface Driver {
  /** The demo's app, of which there are tokens. */
  readonly app: string;
  /** Whose: the part of the username before the @. */
  readonly user: string;
  /** Who logs in; the same user when left out. */
  readonly as?: string;
  /** Without the consumer secret. */
  readonly isPublic?: true;
  /** A whole log-in, or as much of it as is not refused. */
  readonly logIn: (sf: Fauxforce) => Promise<unknown>;
}

const CALLBACK = 'http://localhost:3000/callback';

function byFlow(flow: Flow): Driver {
  const { app, user, prepare } = flows[flow];
  return { app, user, logIn: async (sf) => (await prepare(sf, ADA_LOGS_IN))() };
}

/** Through authorize, log-in and Allow; then the code is exchanged. */
function byWebServer(user: string, as = user, isPublic = false): Driver {
  const logIn = async (sf: Fauxforce) => {
    const { client_id, client_secret } = credentials(sf, 'Web_Server');
    const { username, password, totpSecret } = sf.users[as] as User;
    const asked = { response_type: 'code', client_id, redirect_uri: CALLBACK };
    const visitor = { username, password, code: totp(totpSecret, sf.clock.now()) };
    const { code } = (await authorize(sf.url, asked, visitor)).callback ?? {};
    if (code === undefined) return;
    const form = { grant_type: 'authorization_code', client_id, redirect_uri: CALLBACK, code };
    await postToken(sf, isPublic ? form : { ...form, client_secret });
  };
  return { app: 'Web_Server', user, as, ...(isPublic && { isPublic }), logIn };
}

export const DRIVERS = {
  web: byWebServer('grace'),
  public: byWebServer('grace', 'grace', true),
  /** Who logs in has not allowed the app before; the tokens are another user's. */
  newcomer: byWebServer('ada', 'grace'),
  foreigner: byWebServer('lin'),
  'log-in': byFlow('log-in'),
  'log-in-host': {
    app: 'Web_Server',
    user: 'grace',
    logIn: (sf) =>
      send(sf, '/', {
        method: 'POST',
        headers: { host: 'login.salesforce.com', 'content-type': 'application/x-www-form-urlencoded' },
        body: 'un=grace%40acme.example&pw=correct-horse',
      }),
  },
  'user-agent': byFlow('user-agent'),
  bearer: byFlow('bearer'),
  'client-credentials': byFlow('client-credentials'),
  'token-exchange': byFlow('token-exchange'),
  sso: byFlow('sso'),
  headless: byFlow('headless'),
  'headless-by-header': {
    app: 'Headless',
    user: 'vera',
    logIn: (sf) => {
      const basic = Buffer.from('vera@acme.example:correct-horse').toString('base64');
      return headless.authorize(sf, {}, { ...headless.NAMED_USER, authorization: `Basic ${basic}` });
    },
  },
  guest: {
    app: 'Headless',
    user: 'vera',
    logIn: (sf) =>
      headless.authorize(sf, {}, { 'Auth-Request-Type': 'guest', 'Uvid-Hint': `UVID ${headless.UVID}` }),
  },
  device: { app: 'Device', user: 'ada', logIn: (sf) => device.start(sf).catch(() => undefined) },
  password: {
    app: 'Username_Password',
    user: 'grace',
    logIn: (sf) =>
      postToken(sf, {
        grant_type: 'password',
        ...credentials(sf, 'Username_Password'),
        username: 'grace@acme.example',
        password: 'correct-horseTok3n',
      }),
  },
  'public-exchange': {
    app: 'Token_Exchange',
    user: 'ada',
    logIn(sf) {
      const exp = Math.floor(sf.clock.now() / 1000) + 180;
      return postToken(sf, {
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        client_id: credentials(sf, 'Token_Exchange').client_id,
        subject_token: makeJwt({ claims: { email: 'ada@acme.example', exp } }),
        subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      });
    },
  },
  register: { app: 'Web_Server', user: 'grace', logIn: (sf) => follow(sf, happy.register ?? []) },
  asset: { app: 'Web_Server', user: 'grace', logIn: (sf) => follow(sf, happy.asset ?? []) },
  introspect: {
    app: 'Web_Server',
    user: 'grace',
    async logIn(sf) {
      const form = { grant_type: 'client_credentials', ...credentials(sf, 'Client_Credentials') };
      const { access_token: token = '' } = members((await postToken(sf, form)).body);
      await send(sf, '/services/oauth2/introspect', {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ token, ...credentials(sf, 'Web_Server') }).toString(),
      });
    },
  },
} satisfies Readonly<Record<string, Driver>>;

export type DriverName = keyof typeof DRIVERS;
