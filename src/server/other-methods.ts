/** A known path asked with a method it has no answer for is 405, an unknown path 404. */
import type { FastifyInstance } from 'fastify';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'] as const;

/** @param addRoutes registers the endpoints; every path it adds refuses the methods it does not name */
export function refuseOtherMethods(app: FastifyInstance, addRoutes: () => void): void {
  const methodsOf = new Map<string, Set<string>>();
  let collecting = true;
  app.addHook('onRoute', ({ url, method }) => {
    if (!collecting) return;
    const methods = methodsOf.get(url) ?? new Set();
    for (const name of [method].flat()) methods.add(name);
    methodsOf.set(url, methods);
  });
  addRoutes();
  collecting = false;
  for (const [url, known] of methodsOf) {
    const others = METHODS.filter((name) => !known.has(name));
    if (others.length === 0) continue;
    const allowed = METHODS.filter((name) => known.has(name)).join(', ');
    app.route({
      method: others,
      url,
      handler: (request, reply) => {
        reply.header('Allow', allowed);
        request.trace.refuse('request.method', { method: request.method, allowed });
      },
    });
  }
}
