/** What a walk sends next, from what it was answered: a browser follows and fills in forms, an app uses codes and tokens. */
import { callbackHere, sameRedirectUri } from '../../org/callback.ts';
import { isRecord } from '../../wire/json.ts';
import { formAction, inputsOf, scriptedLocation, titleOf } from '../../wire/read-page.ts';
import { secretOf, token } from './first-hop.ts';
import type { Answer, End, Planned, Walk, Walkers } from './walk.ts';

/** Scopes by which userinfo answers. */
const IDENTITY = new Set(['full', 'id', 'openid', 'profile', 'email', 'address', 'phone']);

/** A walk whose hop was answered, with whoever walks it. */
interface Going extends Walkers {
  readonly walk: Walk;
  /** Where it was answered: `http://localhost:7332`. */
  readonly origin: string;
  /** The verification code that the page asks the user for. */
  readonly codeOf: () => Promise<string>;
}

export async function nextHop(going: Going, planned: Planned, answer: Answer): Promise<Planned | End> {
  const { walk } = going;
  const target = answer.location ?? scriptedLocation(answer.text);
  if (target !== undefined) return follow(going, target);
  if (planned.path.startsWith('/services/oauth2/userinfo')) return afterUserinfo(going);
  const members = membersOf(answer.text);
  if (members) return useAnswer(going, members);
  const filled = await fillIn(going, planned, answer.text);
  if (filled) return filled;
  if (walk.deviceCode !== undefined && walk.hasAllowed) return pollDevice(walk, walk.deviceCode);
  return {
    state: 'stuck',
    said: `The browser is on a page that a walk does not fill in: ${titleOf(answer.text) || 'without a title'}.`,
  };
}

function follow(going: Going, target: string): Planned | End {
  const { origin } = going;
  const url = URL.parse(target, origin);
  if (isCallback(going, target)) return atCallback(going, parametersOf(target));
  if (!url || url.origin !== origin)
    return {
      state: 'stuck',
      said: `The answer leads away from this server, where a walk does not follow: ${withoutAnswer(target)}`,
    };
  return { what: 'The browser follows', method: 'GET', path: url.pathname + url.search };
}

/** Whether an answer leads to the callback, or to the path of this server that stands for one at Salesforce. */
function isCallback({ walk: { redirectUri }, origin }: Going, target: string): boolean {
  const places = [redirectUri, callbackHere(redirectUri, origin) ?? redirectUri].map(withoutAnswer);
  const { code, error, access_token } = parametersOf(target);
  return (
    (code ?? error ?? access_token) !== undefined &&
    places.some((place) => sameRedirectUri(place, withoutAnswer(target)))
  );
}

function withoutAnswer(url: string): string {
  return url.split(/[?#]/, 1)[0] ?? '';
}

/** The app at its callback: it takes what the answer has. */
function atCallback(
  going: Going,
  { code, error, error_description, ...tokens }: Record<string, string>,
): Planned | End {
  if (error !== undefined)
    return {
      state: 'refused',
      said: `The callback was told ${[error, error_description].filter(Boolean).join(': ')}.`,
    };
  if (code === undefined) return useAnswer(going, tokens);
  const { redirectUri, verifier } = going.walk;
  return token('The app exchanges the code for tokens', {
    grant_type: 'authorization_code',
    code,
    ...clientOf(going),
    redirect_uri: redirectUri,
    code_verifier: verifier,
  });
}

/** What an app does with the members of a token answer. */
function useAnswer(going: Going, members: Readonly<Record<string, unknown>>): Planned | End {
  const { walk } = going;
  const { access_token, refresh_token, device_code, user_code, scope } = members;
  if (typeof device_code === 'string' && typeof user_code === 'string') {
    walk.deviceCode = device_code;
    return {
      what: 'The user opens the page where devices are connected',
      method: 'GET',
      path: `/setup/connect?${new URLSearchParams({ user_code })}`,
    };
  }
  if (typeof access_token !== 'string') return { state: 'stuck', said: 'The answer has no access token.' };
  if (typeof refresh_token === 'string') walk.refreshToken = refresh_token;
  const isKnown = String(scope ?? '')
    .split(' ')
    .some((word) => IDENTITY.has(word));
  if (!isKnown || walk.hasRefreshed) return afterUserinfo(going);
  return {
    what: 'The app asks who the user is',
    method: 'GET',
    path: '/services/oauth2/userinfo',
    accessToken: access_token,
  };
}

/** The app has what it wanted; with a refresh token it gets another access token. */
function afterUserinfo(going: Going): Planned | End {
  const { walk } = going;
  const { refreshToken } = walk;
  if (refreshToken === undefined || walk.hasRefreshed)
    return { state: 'done', said: 'The app has what the flow brings.' };
  walk.hasRefreshed = true;
  return token('Later, the app refreshes its access token', {
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    ...clientOf(going),
  });
}

function clientOf({ app }: Going): Readonly<Record<string, string>> {
  return { client_id: app.consumerKey, ...secretOf(app) };
}

function pollDevice({ app }: Walk, code: string): Planned {
  return token('The device asks for its tokens', { grant_type: 'device', client_id: app.consumerKey, code });
}

/** The user fills in what the page asks for; undefined where there is nothing that a walk knows. */
async function fillIn(
  { walk, user, origin, codeOf }: Going,
  { path }: Planned,
  html: string,
): Promise<Planned | undefined> {
  const { username = '', password = '' } = user ?? {};
  const has = (id: string) => inputsOf(html).some((input) => input.id === id);
  const action = URL.parse(formAction(html), origin + path);
  if (!action) return undefined;
  const press = (what: string, button: string, fields: Readonly<Record<string, string>>): Planned => ({
    what,
    method: 'POST',
    path: action.pathname + action.search,
    form: formWith(html, button, fields),
  });
  if (has('Login')) return press(`${username} logs in`, 'Login', { username, password });
  if (has('save')) return press(`${username} types the code that was sent`, 'save', { tc: await codeOf() });
  if (has('connect')) return press(`${username} takes over the code of the device`, 'connect', {});
  if (!has('oaapprove')) return undefined;
  walk.hasAllowed = true;
  return press(`${username} presses Allow`, 'oaapprove', {});
}

/** The fields of the only form of a page, filled in by their ids, with the button that is pressed. */
function formWith(
  html: string,
  button: string,
  fields: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    inputsOf(html)
      .filter(({ id, name, type }) => name !== '' && (type !== 'submit' || id === button))
      .map(({ id, name, value }) => [name, fields[id] ?? value]),
  );
}

/** Of an answer that is JSON. What a test armed in its place may be anything. */
function membersOf(text: string): Readonly<Record<string, unknown>> | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const members: unknown = JSON.parse(text);
    return isRecord(members) ? members : undefined;
  } catch {
    return undefined;
  }
}

/** The parameters of the query and of the fragment. */
function parametersOf(url: string): Record<string, string> {
  const [, query = '', fragment = ''] = /^[^?#]*(?:\?([^#]*))?(?:#(.*))?$/.exec(url) ?? [];
  return Object.fromEntries([...new URLSearchParams(query), ...new URLSearchParams(fragment)]);
}
