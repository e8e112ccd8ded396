/** Where an armed refusal can strike. Its catalogue entry names places of the server; tests name endpoints. */
import type { EndpointWord } from '../../journal/endpoints.ts';
import { factsOf, type RefusalName } from '../../refusals/catalogue.ts';
import type { Place, Reach } from '../../refusals/place.ts';

/** The journal's words for the endpoints of a place; undefined for every endpoint. */
const ENDPOINTS: Readonly<Record<Place, readonly EndpointWord[] | undefined>> = {
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
  setup: ['pages'],
  'idp-request': ['idp'],
  idp: ['idp'],
  identity: ['userinfo', 'identity'],
  rest: ['rest'],
  record: ['rest', 'soap'],
  query: ['rest', 'soap'],
  job: ['rest'],
  async: ['rest'],
  soap: ['soap'],
  'soap-session': ['soap'],
  'soap-password': ['soap'],
  'soap-record': ['soap'],
  'soap-log-in': ['soap'],
};

/** The places, grants and endpoints at which at least one of the refusals can strike. */
export function reachOfAny(
  names: readonly RefusalName[],
): Reach & { readonly endpoints: readonly string[] | undefined } {
  const reaches = names.map((name) => factsOf(name).at);
  const places = reaches.flatMap(({ places }) => places);
  const ofTokens = reaches.filter(({ places }) => places.includes('token'));
  return {
    places,
    grants: together(ofTokens.map(({ grants }) => grants)),
    endpoints: together(places.map((place) => ENDPOINTS[place])),
  };
}

/** The lists joined; undefined, which means any, if one of them is undefined. */
function together(lists: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  return lists.length === 0 || lists.includes(undefined) ? undefined : lists.flatMap((list) => list ?? []);
}
