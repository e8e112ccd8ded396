/** One call among several of a request: finds its resource, and answers its refusals in its own place (rest-data.md 5). */
import { Refusal } from '../../refusals/catalogue.ts';
import { check } from '../../refusals/check.ts';
import { isKnownVersion } from '../../wire/api-versions.ts';
import { readForm } from '../../wire/form.ts';
import type { RestAnswer } from '../answer.ts';
import { methodsOf, type RestCall, type RestMethod, type RestPart } from '../call.ts';
import { restError } from '../error-json.ts';
import type { FindResource } from '../find-resource.ts';

/** @returns what the part would be answered alone; a refusal of it too */
export async function answerPart(
  call: RestCall,
  part: RestPart,
  findResource: FindResource,
): Promise<RestAnswer> {
  const path = pathOf(part.url);
  try {
    return await run(call, part, path, findResource);
  } catch (error) {
    if (!(error instanceof Refusal) || error.facts.surface !== 'rest-array') throw error;
    return { status: error.facts.status, body: restError(error, path) };
  }
}

async function run(
  call: RestCall,
  { method, url, headers, body }: RestPart,
  path: string,
  findResource: FindResource,
): Promise<RestAnswer> {
  const [, version = '', ...rest] = /^\/services\/data\/v([^/]+)(\/.*)?$/.exec(path) ?? [];
  const found = isKnownVersion(version) ? findResource(rest[0] ?? '') : undefined;
  check(call, 'rest.not-found', found, { path });
  const methods = methodsOf(found.resource);
  const handler = methods[method as RestMethod];
  check(call, 'rest.method', handler, { method, allowed: Object.keys(methods).join(',') });
  const query = url.indexOf('?');
  return handler({
    ...call,
    path: found.path,
    root: `/services/data/v${version}`,
    parameters: readForm(query < 0 ? '' : url.slice(query + 1)),
    headers,
    body: body === undefined || body === null ? '' : JSON.stringify(body),
  });
}

/** Doubled slashes and a trailing one lead where the path without them does. */
function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query < 0 ? url : url.slice(0, query);
}
