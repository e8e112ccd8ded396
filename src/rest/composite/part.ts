/** One call among several of a request: finds its resource, and answers its refusals in its own place (rest-data.md 5). */
import { Refusal } from '../../refusals/catalogue.ts';
import { check } from '../../refusals/check.ts';
import { isKnownVersion } from '../../wire/api-versions.ts';
import { readForm } from '../../wire/form.ts';
import type { RestAnswer } from '../answer.ts';
import { methodsOf, type Resource, type RestCall, type RestMethod, type RestPart } from '../call.ts';
import { restError } from '../error-json.ts';

/** @returns what the part would be answered alone; a refusal of it too */
export async function answerPart(
  call: RestCall,
  part: RestPart,
  resources: readonly Resource[],
): Promise<RestAnswer> {
  const path = pathOf(part.url);
  try {
    return await run(call, part, path, resources);
  } catch (error) {
    if (!(error instanceof Refusal) || error.facts.surface !== 'rest-array') throw error;
    return { status: error.facts.status, body: restError(error, path) };
  }
}

async function run(
  call: RestCall,
  { method, url, headers, body }: RestPart,
  path: string,
  resources: readonly Resource[],
): Promise<RestAnswer> {
  const [, version = '', ...rest] = /^\/services\/data\/v([^/]+)(\/.*)?$/.exec(path) ?? [];
  const found = isKnownVersion(version) ? findResource(resources, rest[0] ?? '') : undefined;
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

function findResource(
  resources: readonly Resource[],
  path: string,
): { readonly resource: Resource; readonly path: Record<string, string> } | undefined {
  const given = path.split('/').slice(1);
  if (given.at(-1) === '') given.pop();
  for (const resource of [...resources].sort(plainFirst)) {
    const named = matched(resource.path.split('/').slice(1), given);
    if (named) return { resource, path: named };
  }
  return undefined;
}

/** A word of a path comes before a name for any word. */
function plainFirst(a: Resource, b: Resource): number {
  return a.path.split(/[:*]/).length - b.path.split(/[:*]/).length;
}

function matched(pattern: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  if (pattern.at(-1) === '*' && given.length >= pattern.length)
    return matched(pattern.slice(0, -1), given.slice(0, pattern.length - 1));
  if (pattern.length !== given.length) return undefined;
  const named: Record<string, string> = {};
  for (const [i, word] of pattern.entries()) {
    const own = given[i] ?? '';
    if (word.startsWith(':')) named[word.slice(1)] = decoded(own);
    else if (word !== own) return undefined;
  }
  return named;
}

function decoded(word: string): string {
  try {
    return decodeURIComponent(word);
  } catch {
    return word;
  }
}
