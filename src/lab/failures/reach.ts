/** Where an armed refusal can strike: the part of the server that refuses by its name, read off its recipe. */
import { endpointOf } from '../../journal/entry.ts';
import { catalogue, type RefusalName } from '../../refusals/catalogue.ts';
import type { RefusalFacts, Step } from '../../refusals/refusal.ts';
import type { Place } from '../../refusals/trace.ts';

export interface Reach {
  readonly places: readonly Place[];
  /** Grant types, '' for requests without one; undefined for any. */
  readonly grants: readonly string[] | undefined;
  /** Endpoints by the words of the journal; undefined for any. */
  readonly endpoints: readonly string[] | undefined;
}

/** Families of the token endpoint that belong to no grant. */
const ANY_GRANT = new Set(['token', 'grant-type', 'client', 'scope', 'app', 'user', 'org']);

/** Who logs in by a one-time code has spent it when one of these is checked. */
const AFTER_THE_CODE: ReadonlySet<RefusalName> = new Set([
  'headless.username-taken',
  'headless.not-pre-authorized',
]);

/** A hybrid flow runs the checks of the flow it extends. */
const EXTENDED: Readonly<Record<string, string>> = {
  authorization_code: 'hybrid_auth_code',
  refresh_token: 'hybrid_refresh',
};

const ENDPOINTS: Readonly<Record<Place, readonly string[] | undefined>> = {
  server: undefined,
  authorize: ['authorize'],
  approval: ['authorize', 'pages'],
  'log-in': ['pages'],
  connect: ['pages'],
  headless: ['authorize', 'headless'],
  'headless-user': ['authorize'],
  'headless-log-in': ['authorize'],
  token: ['token'],
  asset: ['token'],
  introspect: ['introspect'],
  revoke: ['revoke'],
  register: ['register'],
  singleaccess: ['singleaccess', 'lightningoutsingleaccess'],
  'front-door': ['secur'],
  identity: ['userinfo', 'identity'],
  rest: ['rest'],
  query: ['rest'],
};

/** Every word that `where.endpoint` may be. */
export const ENDPOINT_WORDS: readonly string[] = [
  ...new Set([
    ...Object.values(ENDPOINTS).flatMap((words) => words ?? []),
    'echo',
    'keys',
    'openid-configuration',
  ]),
];

/** Every word that the journal has for an endpoint: nothing can be armed at some of them. */
export const JOURNAL_WORDS: readonly string[] = [
  ...ENDPOINT_WORDS,
  '_ui',
  'auth-configuration',
  'oauth-authorization-server',
  'oauth-protected-resource',
  's',
  'success',
];

const known = new Map<RefusalName, Reach>();

export function reachOf(name: RefusalName): Reach {
  const reach = known.get(name) ?? readReach(name);
  known.set(name, reach);
  return reach;
}

/** Where the first of several can strike that comes to it. */
export function reachOfAny(names: readonly RefusalName[]): Reach {
  const reaches = names.map(reachOf);
  const ofTokens = reaches.filter(({ places }) => places.includes('token'));
  return {
    places: reaches.flatMap(({ places }) => places),
    grants: together(ofTokens.map(({ grants }) => grants)),
    endpoints: together(reaches.map(({ endpoints }) => endpoints)),
  };
}

/** Undefined, any, if one of them is. */
function together(lists: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  return lists.length === 0 || lists.includes(undefined) ? undefined : lists.flatMap((list) => list ?? []);
}

function readReach(name: RefusalName): Reach {
  const { surface, recipe } = catalogue[name] as RefusalFacts<unknown>;
  const family = name.split('.')[0] ?? '';
  const step = recipe.steps.at(-1) as Step;
  const first = placeOf(name, family, surface, step);
  const places: Place[] = family === 'client' && first === 'token' ? [first, 'introspect'] : [first];
  return {
    places,
    grants: first === 'token' && !ANY_GRANT.has(family) ? grantsOf(step) : undefined,
    endpoints: together(places.map((place) => ENDPOINTS[place])),
  };
}

function placeOf(name: RefusalName, family: string, surface: string, step: Step): Place {
  if (surface === 'html') return 'server';
  if (AFTER_THE_CODE.has(name)) return 'headless-user';
  if (family === 'headless' && surface === 'login-page') return 'headless-log-in';
  if (family === 'headless' || family === 'asset' || family === 'query') return family;
  if ('connect' in step) return 'connect';
  if ('login' in step) return surface === 'login-page' ? 'log-in' : 'approval';
  if ('authorize' in step) return 'authorize';
  if ('path' in step) return placeOfPath(step.path);
  return 'token';
}

/** Sites answer below a path of their own. */
const PATHS: readonly (readonly [RegExp, Place])[] = [
  [/^\{\{location\}\}|RemoteAccessAuthorizationPage/, 'approval'],
  [/\/setup\/connect/, 'connect'],
  [/\/services\/oauth2\/(?:userinfo|id)\b|^\/id\//, 'identity'],
  [/frontdoor/, 'front-door'],
  [/\/services\/(?:data|a360)\b/, 'rest'],
  [/\/services\/oauth2\//, 'token'],
];

function placeOfPath(path: string): Place {
  const place = PATHS.find(([pattern]) => pattern.test(path))?.[1];
  if (place !== 'token') return place ?? 'log-in';
  return endpointOf(path.slice(path.indexOf('/services')).replace(/\?.*$/s, '')) as Place;
}

function grantsOf(step: Step): readonly string[] {
  const type = ('token' in step && step.token.grant_type) || '';
  const extended = EXTENDED[type];
  return extended === undefined ? [type] : [type, extended];
}
