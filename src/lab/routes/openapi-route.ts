/** `GET /openapi.json`: describes the lab's routes for tools and generated clients. */
import type { FastifyInstance } from 'fastify';
import { mapOf } from '../document/json-schema.ts';
import { type DescribedRoute, openApiDocument } from '../document/openapi.ts';
import type { Operation } from '../document/operation.ts';
import { readQuery } from '../plane/input.ts';

/** Collects every route that is added after it, and itself. */
export function openApiRoute(app: FastifyInstance, prefix: string): void {
  const routes: DescribedRoute[] = [];
  app.addHook('onRoute', ({ method, routePath, config }) => {
    if (!config?.operation || method === 'HEAD') return;
    routes.push({ method: String(method), path: routePath, operation: config.operation });
  });
  let document: object | undefined;
  app.get('/openapi.json', { config: { operation: SHOW_DOCUMENT } }, ({ query }) => {
    readQuery(query, []);
    document ??= openApiDocument(routes, prefix);
    return document;
  });
}

const SHOW_DOCUMENT: Operation = {
  id: 'showOpenApi',
  summary: 'This document',
  answer: { status: 200, schema: () => mapOf(true, 'OpenAPI 3.1.') },
};
