/** Recipes of refusals of records: a token without a browser, then requests with it. */
import { passwordGrant } from './recipe-words.ts';
import type { Recipe, Step } from './refusal.ts';

const BEARER = { authorization: 'Bearer {{access_token}}' };
const WITH_JSON = { ...BEARER, 'content-type': 'application/json' };

/** Where the objects of the demo org are. */
const SOBJECTS = '/services/data/v60.0/sobjects';

type Method = 'POST' | 'PATCH' | 'DELETE';

/** One request that writes. */
export function writing(method: Method, path: string, body?: unknown): Step {
  const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
  return {
    method,
    path: `${SOBJECTS}/${path}`,
    headers: text === undefined ? BEARER : WITH_JSON,
    ...(text === undefined ? {} : { body: text }),
  };
}

/** A new record that is said to be packed. */
export function packed(object: string, body: string): Step {
  const headers = { ...WITH_JSON, 'content-encoding': 'gzip' };
  return { method: 'POST', path: `${SOBJECTS}/${object}`, headers, body };
}

/** Requests of somebody who has a token; the last one is refused. */
export function written(...steps: readonly [Step, ...Step[]]): Recipe {
  return { steps: [passwordGrant(), ...steps] };
}

/** What fauxforce never refuses by itself: a test arms it. */
export function armed(refusal: string, ...steps: readonly [Step, ...Step[]]): Recipe {
  const arm: Step = {
    method: 'POST',
    path: '/_fauxforce/failures',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ refusal }),
  };
  return { steps: [passwordGrant(), arm, ...steps] };
}

/** A contact that nobody refuses. */
export const NEW_CONTACT = writing('POST', 'Contact', { LastName: 'Byron' });

const COMPOSITE = '/services/data/v60.0/composite';

function posting(path: string, body: unknown): Step {
  return { method: 'POST', path, headers: WITH_JSON, body: JSON.stringify(body) };
}

/** Records in one call. */
export function collection(body: unknown): Step {
  return posting(`${COMPOSITE}/sobjects`, body);
}

/** Calls in one call. */
export function composite(compositeRequest: unknown): Step {
  return posting(COMPOSITE, { compositeRequest });
}

/** Accounts with children. */
export function tree(body: unknown): Step {
  return posting(`${COMPOSITE}/tree/Account`, body);
}
