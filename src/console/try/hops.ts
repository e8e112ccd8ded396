/** What each hop of a flow sends. Secrets are the app's own and the user's own, and are not shown. */
import type { UserFacts } from '../../lab/answers.ts';
import type { App } from '../../org/model.ts';
import { CONSOLE_PATH } from '../../wire/paths.ts';
import { type Hop, unknownForm, type Visit } from '../visit.ts';
import { verifierOf } from './proof.ts';

export interface NamedHop extends Hop {
  readonly title: string;
}

/** Members of a form that are not shown. */
export const SECRET = new Set(['client_secret', 'password', 'code_verifier']);

const TOKEN = '/services/oauth2/token';

/** Where a walk is called back: the app must have it among its callback URLs. */
export function callbackHere(origin: string): string {
  return `${origin}${CONSOLE_PATH}/try/callback`;
}

/** The address that a browser opens to begin the web server flow. */
export function authorizePath(app: App, origin: string, state: string, challenge: string): string {
  const asked = {
    response_type: 'code',
    client_id: app.consumerKey,
    redirect_uri: callbackHere(origin),
    state,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  };
  return `/services/oauth2/authorize?${new URLSearchParams(asked)}`;
}

/**
 * The hop that a form asks for.
 *
 * @param user whom it names, with what is known of them
 * @throws LabProblem
 */
export function hopOf(visit: Visit, app: App, user: UserFacts | undefined): NamedHop {
  const { form, origin } = visit;
  const said = (name: string) => form.get(name) ?? '';
  const client = { client_id: app.consumerKey, client_secret: app.consumerSecret };
  const token = (title: string, members: Readonly<Record<string, string>>): NamedHop => ({
    title,
    method: 'POST',
    path: TOKEN,
    form: members,
  });
  switch (form.get('do')) {
    case 'exchange':
      return token('Exchange the code', {
        grant_type: 'authorization_code',
        ...client,
        code: said('code'),
        redirect_uri: callbackHere(origin),
        code_verifier: verifierOf(said('state'), visit),
      });
    case 'client-credentials':
      return token('Client credentials', { grant_type: 'client_credentials', ...client });
    case 'password':
      return token('Username and password', {
        grant_type: 'password',
        ...client,
        username: said('username'),
        password: user === undefined ? '' : user.password + user.securityToken,
      });
    case 'device':
      return token('Ask for a code for a device', {
        response_type: 'device_code',
        client_id: app.consumerKey,
        scope: app.scopes.join(' '),
      });
    case 'poll':
      return token('Poll for the tokens', {
        grant_type: 'device',
        client_id: app.consumerKey,
        code: said('device_code'),
      });
    case 'refresh':
      return token('Refresh', {
        grant_type: 'refresh_token',
        ...client,
        refresh_token: said('refresh_token'),
      });
    case 'userinfo':
      return {
        title: 'Who is it',
        method: 'GET',
        path: '/services/oauth2/userinfo',
        bearer: said('access_token'),
      };
    case 'revoke':
      return {
        title: 'Revoke',
        method: 'POST',
        path: '/services/oauth2/revoke',
        form: { token: said('access_token') },
      };
    default:
      throw unknownForm();
  }
}
