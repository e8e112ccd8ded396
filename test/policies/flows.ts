/** The flows of the table of policies, as tests drive them: all that comes before is done, the org changes, and one step is left. */

import type { Flow } from '../../src/org/flows.ts';
import type { App } from '../../src/org/model.ts';
import { serviceProviderId } from '../../src/org/service-provider.ts';
import type { DemoChanges } from '../../src/refusals/refusal.ts';
import { Browser, type Visitor, type Walk } from '../../src/testing/browser.ts';
import type { Fauxforce } from '../../src/testing/index.ts';
import * as device from '../device/helpers.ts';
import * as headless from '../headless/helpers.ts';
import { makeJwt } from '../helpers/jwt.ts';
import {
  type Answer,
  codeExchange,
  credentials,
  members,
  postToken,
  refreshTokenFor,
  refreshWith,
  send,
} from '../helpers/token.ts';
import { postSso, sign, ssoAssertionXml } from '../saml/make.ts';
import * as soap from '../soap/helpers.ts';

export interface FlowFacts {
  /** The demo's app of the flow. */
  readonly app: string;
  /** The part of the username before the @. */
  readonly user: string;
  readonly profile: string;
  /** Does all but the last step, and returns that. */
  readonly prepare: (sf: Fauxforce, as: LogsIn) => Promise<() => Promise<Outcome>>;
}

/** A visitor whose code is known beforehand. */
export type LogsIn = Visitor & { readonly code?: string };

/** What the last step led to: the body of an answer, the URL of a redirect, or the title of a page and its message. */
export type Outcome = string;

const ADA = { user: 'ada', profile: 'System Administrator' };
const CALLBACK = 'http://localhost:3000/callback';

export const flows: Readonly<Record<Flow, FlowFacts>> = {
  'log-in': {
    ...ADA,
    app: 'Web_Server',
    async prepare(sf, { username, password, code = 'none' }) {
      return async () => {
        const browser = new Browser();
        const page = await browser.open(`${sf.url}/`);
        const next = await browser.submit(stay(page), 'Login', { username, password });
        return outcomeOf(isVerification(next) ? await browser.submit(next, 'save', { tc: code }) : next);
      };
    },
  },
  'web-server': { ...ADA, app: 'Web_Server', prepare: (sf, as) => authorized(sf, as, 'Web_Server', 'code') },
  'user-agent': { ...ADA, app: 'User_Agent', prepare: (sf, as) => authorized(sf, as, 'User_Agent', 'token') },
  'device-page': {
    ...ADA,
    app: 'Device',
    async prepare(sf, as) {
      const browser = await loggedIn(sf, as);
      const { user_code } = await device.start(sf);
      return async () =>
        outcomeOf(await browser.open(`${sf.url}/setup/connect/allow?user_code=${user_code}`));
    },
  },
  saml: {
    ...ADA,
    app: 'Service_Provider',
    async prepare(sf, as) {
      const browser = await loggedIn(sf, as);
      const app = sf.apps.Service_Provider as App;
      return async () => outcomeOf(await browser.open(`${sf.url}/idp/login?app=${serviceProviderId(app)}`));
    },
  },
  headless: {
    app: 'Headless',
    user: 'vera',
    profile: 'Customer Community User',
    prepare: async (sf) => async () => {
      const { body, headers } = await headless.authorize(sf);
      return body || String(headers.location);
    },
  },
  'authorization-code': {
    ...ADA,
    app: 'Web_Server',
    async prepare(sf) {
      const form = await codeExchange(sf, { app: 'Web_Server' });
      return bodyOf(() => postToken(sf, form));
    },
  },
  refresh: {
    ...ADA,
    app: 'Web_Server',
    async prepare(sf) {
      const token = await refreshTokenFor(sf, 'Web_Server');
      return bodyOf(() => refreshWith(sf, 'Web_Server', token));
    },
  },
  'client-credentials': {
    app: 'Client_Credentials',
    user: 'integration',
    profile: 'Minimum Access - API Only Integrations',
    async prepare(sf) {
      const form = { grant_type: 'client_credentials', ...credentials(sf, 'Client_Credentials') };
      return bodyOf(() => postToken(sf, form));
    },
  },
  bearer: {
    ...ADA,
    app: 'JWT_Bearer',
    async prepare(sf, { username }) {
      const exp = Math.floor(sf.clock.now() / 1000) + 180;
      const claims = { iss: '3MVG9Demo.JWT_Bearer', sub: username, aud: 'https://login.salesforce.com', exp };
      const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
      return bodyOf(() => postToken(sf, { grant_type, assertion: makeJwt({ claims }) }));
    },
  },
  password: {
    ...ADA,
    app: 'Username_Password',
    async prepare(sf, { username, password, code = 'Tok3n' }) {
      const form = {
        grant_type: 'password',
        ...credentials(sf, 'Username_Password'),
        username,
        password: password + code,
      };
      return bodyOf(() => postToken(sf, form));
    },
  },
  device: {
    ...ADA,
    app: 'Device',
    async prepare(sf) {
      const started = await device.start(sf);
      await device.connect(sf, started);
      return bodyOf(() => device.poll(sf, started));
    },
  },
  'token-exchange': {
    ...ADA,
    app: 'Token_Exchange',
    async prepare(sf) {
      const exp = Math.floor(sf.clock.now() / 1000) + 180;
      const form = {
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        ...credentials(sf, 'Token_Exchange'),
        subject_token: makeJwt({ claims: { email: 'ada@acme.example', exp } }),
        subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      };
      return bodyOf(() => postToken(sf, form));
    },
  },
  sso: {
    ...ADA,
    app: 'PlatformCLI',
    async prepare(sf) {
      const assertion = sign(ssoAssertionXml(sf));
      return bodyOf(() => postSso(sf, assertion));
    },
  },
  rest: {
    ...ADA,
    app: 'Username_Password',
    async prepare(sf) {
      const issue = await flows.password.prepare(sf, ADA_LOGS_IN);
      const { access_token } = members(await issue());
      const headers = { authorization: `Bearer ${access_token}` };
      return bodyOf(() => send(sf, '/services/data/v60.0', { headers }));
    },
  },
  'soap-log-in': {
    ...ADA,
    app: 'Web_Server',
    prepare: async (sf, { username, password, code = 'Tok3n' }) =>
      bodyOf(() => soap.logIn(sf, { username, password: password + code })),
  },
  soap: {
    ...ADA,
    app: 'Username_Password',
    async prepare(sf) {
      const issue = await flows.password.prepare(sf, ADA_LOGS_IN);
      const { access_token } = members(await issue());
      return bodyOf(() => soap.call(sf, '<getUserInfo/>', access_token));
    },
  },
};

export const ADA_LOGS_IN: LogsIn = { username: 'ada@acme.example', password: 'correct-horse' };

/** The changes that hit an app of a flow. */
export function ofApp(flow: Flow, fields: Readonly<Record<string, unknown>>): DemoChanges {
  return { apps: { [flows[flow].app]: fields } };
}

export function ofUser(flow: Flow, fields: Readonly<Record<string, unknown>>): DemoChanges {
  return { users: { [flows[flow].user]: fields } };
}

export function ofProfile(flow: Flow, fields: Readonly<Record<string, unknown>>): DemoChanges {
  return { profiles: { [flows[flow].profile]: fields } };
}

function bodyOf(step: () => Promise<Answer>): () => Promise<Outcome> {
  return async () => (await step()).body;
}

async function loggedIn(sf: Fauxforce, { username, password }: Visitor): Promise<Browser> {
  const browser = new Browser();
  const page = await browser.open(`${sf.url}/`);
  await browser.submit(stay(page), 'Login', { username, password });
  return browser;
}

async function authorized(
  sf: Fauxforce,
  as: Visitor,
  app: string,
  response_type: string,
): Promise<() => Promise<Outcome>> {
  const browser = await loggedIn(sf, as);
  const redirect_uri = app === 'User_Agent' ? 'sfdc://success' : CALLBACK;
  const query = new URLSearchParams({ response_type, client_id: `3MVG9Demo.${app}`, redirect_uri });
  return async () =>
    outcomeOf(await browser.open(`${sf.url}/services/oauth2/authorize?${query}`, redirect_uri));
}

function stay(walk: Walk): Extract<Walk, { page: string }> {
  if (walk.callback) throw new Error(`expected a page, not ${walk.location}`);
  return walk;
}

function isVerification(walk: Walk): walk is Extract<Walk, { page: string }> {
  return walk.callback === undefined && walk.page.startsWith('Verify Your Identity');
}

/** Where the browser ended: what a redirect says, the body of an answer that is no page, or the title and message of one. */
function outcomeOf(walk: Walk): Outcome {
  if (walk.callback) return walk.location.replace(/(?:code|access_token|issued_at|signature)=[^&]*/g, '');
  if (walk.url.includes('RemoteAccessErrorPage')) return walk.url.slice(walk.url.indexOf('?'));
  if (!walk.page) return walk.text;
  const message = /<div id="error"[^>]*>([^<]*)<\/div>/.exec(walk.text)?.[1];
  return message === undefined ? walk.page : `${walk.page}: ${message}`;
}
