/** How each flow begins. */
import { createHash } from 'node:crypto';
import type { App } from '../../org/model.ts';
import type { Planned, Walk, Walkers } from './walk.ts';

const TOKEN_PATH = '/services/oauth2/token';

type Beginning = Walkers & Pick<Walk, 'flow' | 'redirectUri' | 'scope' | 'verifier'>;

export function firstHop({ flow, app, user, redirectUri, scope, verifier }: Beginning): Planned {
  const client = { client_id: app.consumerKey, ...(scope && { scope }) };
  const secret = secretOf(app);
  switch (flow) {
    case 'web server':
      return authorize({
        response_type: 'code',
        ...client,
        redirect_uri: redirectUri,
        state: 'walk',
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      });
    case 'user-agent':
      return authorize({ response_type: 'token', ...client, redirect_uri: redirectUri, state: 'walk' });
    case 'device':
      return token('The device asks for its codes', { response_type: 'device_code', ...client });
    case 'client credentials':
      return token('The app asks for a token', { grant_type: 'client_credentials', ...client, ...secret });
    case 'username-password':
      return token('The app hands over what the user typed into it', {
        grant_type: 'password',
        ...client,
        ...secret,
        username: user?.username ?? '',
        password: `${user?.password}${user?.securityToken}`,
      });
  }
}

function authorize(parameters: Readonly<Record<string, string>>): Planned {
  return {
    what: 'The app sends the browser to Salesforce',
    method: 'GET',
    path: `/services/oauth2/authorize?${new URLSearchParams(parameters)}`,
  };
}

/** Nothing for an app that has none. */
export function secretOf({ consumerSecret }: Pick<App, 'consumerSecret'>): Readonly<Record<string, string>> {
  return consumerSecret === '' ? {} : { client_secret: consumerSecret };
}

export function token(what: string, form: Readonly<Record<string, string>>): Planned {
  return { what, method: 'POST', path: TOKEN_PATH, form };
}
