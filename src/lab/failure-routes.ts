/** Failures on command: armed, listed, disarmed. */
import type { FastifyInstance } from 'fastify';
import type { World } from '../world.ts';
import { LabProblem } from './answer-problem.ts';
import { readOrders } from './failure-input.ts';
import { type Failure, type Order, whatOf } from './failures.ts';
import { readQuery } from './input.ts';

/** An armed failure as the lab shows it. */
export interface ArmedFailure {
  readonly id: string;
  readonly what: string;
  /** How many requests it will still strike; null: no end. */
  readonly remaining: number | null;
  readonly struck: number;
  readonly every: number;
  readonly after: number;
  /** Milliseconds. */
  readonly delay: number;
  readonly where: Order['where'];
}

/**
 * Arms one failure, or those of a scenario; none if one is not understood.
 *
 * @param body as `POST /_fauxforce/failures` takes it
 * @param org narrows them to this org
 * @throws LabProblem
 */
export function armFailures(body: unknown, world: World, org?: string): ArmedFailure[] {
  const orders = readOrders(body, world, org);
  return orders.map((order) => show(world.failures.arm(order)));
}

export function failureRoutes(app: FastifyInstance, world: World): void {
  app.post('/failures', ({ query, body }, reply) => {
    const { org } = readQuery(query, ['org']);
    const armed = armFailures(body, world, org);
    const [only, ...others] = armed;
    reply.code(201);
    return others.length === 0 ? only : { failures: armed };
  });

  app.get('/failures', ({ query }) => {
    const { org } = readQuery(query, ['org']);
    return { failures: world.failures.list(org).map(show) };
  });

  app.delete('/failures', ({ query }, reply) => {
    const { org } = readQuery(query, ['org']);
    world.failures.disarmAll(org);
    return reply.code(204).send();
  });

  app.delete<{ Params: { id: string } }>('/failures/:id', ({ params: { id }, query }, reply) => {
    readQuery(query, []);
    if (world.failures.disarm(id)) return reply.code(204).send();
    throw new LabProblem(
      404,
      `no failure '${id}' is armed: it was never, or it has struck as often as it was to`,
    );
  });
}

function show({ id, effect, times, struck, every, after, delay, where }: Failure): ArmedFailure {
  return {
    id,
    what: whatOf(effect),
    remaining: times === undefined ? null : times - struck,
    struck,
    every,
    after,
    delay,
    where,
  };
}
