/** Arms, lists and disarms failures, and lists the scenarios that can be armed. */

import type { FastifyInstance } from 'fastify';
import { type JsonSchema, list, object, text } from '../document/json-schema.ts';
import type { Operation } from '../document/operation.ts';
import { readOrders } from '../failures/failure-input.ts';
import { failureSchema, orderSchema } from '../failures/failure-schemas.ts';
import { type Failure, type Order, whatOf } from '../failures/failures.ts';
import { SCENARIOS } from '../failures/scenarios/index.ts';
import type { LabWorld } from '../lab-world.ts';
import { LabProblem } from '../plane/answer-problem.ts';
import { readQuery } from '../plane/input.ts';

/** An armed failure in an answer. */
export interface ArmedFailure {
  readonly id: string;
  readonly what: string;
  /** How many requests it will still strike; null: without end. */
  readonly remaining: number | null;
  readonly struck: number;
  readonly every: number;
  readonly after: number;
  /** Milliseconds. */
  readonly delay: number;
  readonly where: Order['where'];
}

/**
 * Arms one failure, or those of a scenario. If one is not understood, none is armed.
 *
 * @param body in the form of `POST /_fauxforce/failures`
 * @param org limits them to this org
 * @throws LabProblem
 */
export function armFailures(body: unknown, world: LabWorld, org?: string): ArmedFailure[] {
  const orders = readOrders(body, world, org);
  return world.sharedLab.now(() => armAll(orders, world));
}

function armAll(orders: readonly Order[], { failures }: LabWorld): ArmedFailure[] {
  return orders.map((order) => shownFailure(failures.arm(order)));
}

export function failureRoutes(app: FastifyInstance, world: LabWorld): void {
  const operation = armFailure(world.failures.grantTypes);
  app.post('/failures', { config: { operation } }, async ({ query, body }, reply) => {
    const { org } = readQuery(query, ['org']);
    const orders = readOrders(body, world, org);
    const armed = await world.sharedLab.change(() => armAll(orders, world));
    const [only, ...others] = armed;
    reply.code(201);
    return others.length === 0 ? only : { failures: armed };
  });

  app.get('/scenarios', { config: { operation: LIST_SCENARIOS } }, ({ query }) => {
    readQuery(query, []);
    return { scenarios: Object.entries(SCENARIOS).map(([name, { story }]) => ({ name, story })) };
  });

  app.get('/failures', { config: { operation: LIST_FAILURES } }, ({ query }) => {
    const { org } = readQuery(query, ['org']);
    return { failures: world.failures.list(org).map(shownFailure) };
  });

  app.delete('/failures', { config: { operation: DISARM_ALL } }, async ({ query }, reply) => {
    const { org } = readQuery(query, ['org']);
    await world.sharedLab.change(() => world.failures.disarmAll(org));
    return reply.code(204).send();
  });

  app.delete<{ Params: { id: string } }>(
    '/failures/:id',
    { config: { operation: DISARM } },
    async ({ params: { id }, query }, reply) => {
      readQuery(query, []);
      if (await world.sharedLab.change(() => world.failures.disarm(id))) return reply.code(204).send();
      throw new LabProblem(
        404,
        `no failure '${id}' is armed: it was never, or it has struck as often as it was to`,
      );
    },
  );
}

function shownFailure({ id, effect, times, struck, every, after, delay, where }: Failure): ArmedFailure {
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

function armFailure(grantTypes: readonly string[]): Operation {
  return {
    id: 'armFailure',
    summary: 'Make requests fail that would have succeeded',
    description: 'With ?org=, only requests of that org.',
    query: ['org'],
    body: { schema: () => orderSchema(grantTypes) },
    answer: { status: 201, schema: () => ({ anyOf: [failureSchema(), listSchema('Those of a scenario.')] }) },
  };
}

const LIST_SCENARIOS: Operation = {
  id: 'listScenarios',
  summary: 'The stories that can be armed by name',
  answer: {
    status: 200,
    schema: () =>
      object({
        scenarios: list(
          object({
            name: text('What `scenario` of `POST /failures` says.'),
            story: text('What happens, in a sentence.'),
          }),
        ),
      }),
  },
};

const LIST_FAILURES: Operation = {
  id: 'listFailures',
  summary: 'The failures that can still strike',
  query: ['org'],
  answer: { status: 200, schema: () => listSchema('In the order of arming.') },
};

const DISARM_ALL: Operation = {
  id: 'disarmFailures',
  summary: 'Disarm every failure, or those of an org',
  query: ['org'],
  answer: { status: 204 },
};

const DISARM: Operation = {
  id: 'disarmFailure',
  summary: 'Disarm one failure',
  path: { id: 'What arming it answered.' },
  answer: { status: 204 },
  notFound: 'It was never armed, or it has struck as often as it was to.',
};

function listSchema(description: string): JsonSchema {
  return object({ failures: list(failureSchema(), description) });
}
