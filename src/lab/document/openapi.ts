/** Makes the OpenAPI 3.1 document of the lab API from the `Operation` of each route. */

import { isRecord } from '../../wire/json.ts';
import { type JsonSchema, list, named, object, orNull, text } from './json-schema.ts';
import type { Operation } from './operation.ts';
import { QUERY_PARAMETERS } from './query-parameters.ts';

/** A route with its `Operation`. */
export interface DescribedRoute {
  readonly method: string;
  /** Below the prefix, as Fastify writes it: `/orgs/:id`. */
  readonly path: string;
  readonly operation: Operation;
}

const PROBLEM = () =>
  named(
    'Problem',
    object(
      {
        error: text('What is wrong, where, and what to do about it.'),
        problems: list(
          object({ path: text('Where in the document.'), message: text() }),
          'Every problem of a seed or of a change.',
        ),
      },
      { optional: ['problems'] },
    ),
  );

const INFO = {
  title: 'fauxforce lab',
  version: '1',
  summary: 'What a test asks of fauxforce itself: orgs, time, failures, tokens, the journal, snapshots.',
  description:
    'A program on the same machine needs no credentials. Beyond loopback, and wherever fauxforce was started with --lab-token, the lab wants that token; it refuses pages of other sites (Origin) and other names of this machine (Host).',
  license: { name: 'MIT', identifier: 'MIT' },
};

const SECURITY_SCHEMES = {
  labToken: { type: 'http', scheme: 'bearer', description: 'The value of --lab-token.' },
  labTokenHeader: { type: 'apiKey', in: 'header', name: 'x-fauxforce-token', description: 'The same.' },
};

/** @param prefix the path that all routes begin with */
export function openApiDocument(routes: readonly DescribedRoute[], prefix: string): object {
  const schemas: Record<string, unknown> = {};
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { method, path, operation } of routes) {
    const url = path.replaceAll(/:(\w+)/g, '{$1}');
    paths[url] = { ...paths[url], [method.toLowerCase()]: operationObject(operation, path, schemas) };
  }
  return {
    openapi: '3.1.1',
    info: INFO,
    servers: [{ url: prefix }],
    security: [{}, { labToken: [] }, { labTokenHeader: [] }],
    paths,
    components: { schemas, securitySchemes: SECURITY_SCHEMES },
  };
}

type Schemas = Record<string, unknown>;

function operationObject(operation: Operation, path: string, schemas: Schemas): object {
  const { id, summary, description, body, query = [] } = operation;
  const inPath = Object.entries(operation.path ?? {}).map(([name, meaning]) => ({
    name,
    in: 'path',
    required: true,
    description: meaning,
    schema: { ...text(), minLength: 1 },
  }));
  const inQuery = query.map((name) => {
    const { description: meaning, ...schema } = QUERY_PARAMETERS[name] as JsonSchema;
    return { name, in: 'query', description: meaning, schema };
  });
  return {
    operationId: id,
    tags: [path.split(/[/.]/)[1]],
    summary,
    ...(description !== undefined && { description }),
    ...(inPath.length + inQuery.length > 0 && { parameters: [...inPath, ...inQuery] }),
    ...(body && {
      requestBody: { required: body.isOptional !== true, content: json(bodySchema(body), schemas) },
    }),
    responses: responses(operation, schemas),
  };
}

/** A body may be `null` where it may be left out. */
function bodySchema({ schema, isOptional }: NonNullable<Operation['body']>): JsonSchema {
  return isOptional ? orNull(schema()) : schema();
}

function responses({ answer, notFound, body, unavailable = PROBLEM }: Operation, schemas: Schemas): object {
  const problem = (description: string) => ({ description, content: json(PROBLEM(), schemas) });
  const { status } = answer;
  return {
    [status]:
      status === 204
        ? { description: 'Done.' }
        : {
            description: status === 201 ? 'Made.' : 'The answer.',
            content: json(answer.schema(), schemas, answer.contentType),
          },
    400: problem('The request is not understood; nothing has changed.'),
    401: problem('The lab token is missing or wrong.'),
    403: problem('The lab is not for this caller.'),
    ...(notFound !== undefined && { 404: problem(notFound) }),
    ...(body && { 413: problem('The body is too large.') }),
    503: {
      description: 'The store cannot be used: it is full or gone.',
      content: json(unavailable(), schemas),
    },
  };
}

function json(schema: JsonSchema, schemas: Schemas, contentType = 'application/json'): object {
  return { [contentType]: { schema: byReference(schema, schemas) } };
}

/** Moves named schemas to the document's list, and leaves a reference in their place. */
function byReference(node: unknown, schemas: Schemas): unknown {
  if (Array.isArray(node)) return node.map((item) => byReference(item, schemas));
  if (!isRecord(node)) return node;
  const entries = Object.entries(node).map(([key, value]) => [key, byReference(value, schemas)]);
  const copy: Schemas = Object.fromEntries(entries);
  if (typeof copy.title !== 'string') return copy;
  schemas[copy.title] = copy;
  return { $ref: `#/components/schemas/${copy.title}` };
}
