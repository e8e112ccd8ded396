/** Adds apps and users to an org, and deletes them, as an admin does in Setup. */
import type { FastifyInstance } from 'fastify';
import type { Org } from '../../org/model.ts';
import { isPlatformCli } from '../../org/platform-cli.ts';
import type { Fields } from '../../seed/records.ts';
import { isRecord } from '../../wire/json.ts';
import type { World } from '../../world/world.ts';
import type { Operation } from '../document/operation.ts';
import { newRecordSchema } from '../document/record-schemas.ts';
import { LabProblem } from '../plane/answer-problem.ts';
import { readQuery } from '../plane/input.ts';
import { NO_SUCH_ORG, orgOf } from './org-routes.ts';
import {
  appAnswerSchema,
  appOf,
  CONSUMER_KEY,
  NO_SUCH_APP,
  NO_SUCH_USER,
  shownApp,
  USERNAME,
  userAnswerSchema,
  userOf,
} from './record-routes.ts';

export function addedRecordRoutes(app: FastifyInstance, world: World): void {
  const { image } = world;

  app.post('/apps', { config: { operation: ADD_APP } }, async ({ query, body }, reply) => {
    const org = orgToChange(world, readQuery(query, ['org']).org);
    const next = await image.addRecord(org, 'apps', readRecord(body, 'an app'));
    const added = lastOf(next.apps);
    return reply.code(201).send(shownApp(added));
  });

  app.post('/users', { config: { operation: ADD_USER } }, async ({ query, body }, reply) => {
    const org = orgToChange(world, readQuery(query, ['org']).org);
    const next = await image.addRecord(org, 'users', readRecord(body, 'a user'));
    return reply.code(201).send({ org: org.id, user: lastOf(next.users) });
  });

  app.delete<{ Params: { key: string } }>(
    '/apps/:key',
    { config: { operation: DELETE_APP } },
    async ({ params: { key }, query }, reply) => {
      const { org, app: found } = appOf(world, key, readQuery(query, ['org']).org);
      if (isPlatformCli(found)) {
        throw new LabProblem(
          400,
          'PlatformCLI is in every org and cannot be deleted: PATCH its state to blocked to refuse it',
        );
      }
      if (!(await image.removeRecord(org, found))) appOf(world, key, org.id);
      return reply.code(204).send();
    },
  );

  app.delete<{ Params: { username: string } }>(
    '/users/:username',
    { config: { operation: DELETE_USER } },
    async ({ params: { username }, query }, reply) => {
      readQuery(query, []);
      const { org, user } = userOf(world, username);
      if (!(await image.removeRecord(org, user))) userOf(world, username);
      return reply.code(204).send();
    },
  );
}

/** The org that gets a record: the one that is named, or the only one there is. @throws LabProblem */
function orgToChange(world: World, id: string | undefined): Org {
  if (id !== undefined) return orgOf(world, id);
  const [only, ...others] = world.orgs.orgs;
  if (only && others.length === 0) return only;
  throw new LabProblem(
    400,
    `there are ${world.orgs.orgs.length} orgs: say which one gets the record with ?org=<id>`,
  );
}

/** @throws LabProblem */
function readRecord(body: unknown, what: string): Fields {
  if (body === undefined || body === null) return {};
  if (isRecord(body)) return body;
  throw new LabProblem(400, `the body must be ${what} of a seed as a JSON object: all of it may be left out`);
}

function lastOf<Item>(items: readonly Item[]): Item {
  const last = items.at(-1);
  if (last === undefined) throw new TypeError('the record that was added is not there');
  return last;
}

const WHICH_ORG = '?org= may be left out while there is one org.';

const ADD_APP: Operation = {
  id: 'addApp',
  summary: 'Add an app to an org',
  description: `What is left out is as in a seed; an app without a name gets one of its own. ${WHICH_ORG}`,
  query: ['org'],
  body: { schema: () => newRecordSchema('NewApp', 'apps'), isOptional: true },
  answer: { status: 201, schema: appAnswerSchema },
  notFound: NO_SUCH_ORG,
};

const ADD_USER: Operation = {
  id: 'addUser',
  summary: 'Add a user to an org',
  description: `What is left out is as in a seed; a user without a username gets one of their own. ${WHICH_ORG}`,
  query: ['org'],
  body: { schema: () => newRecordSchema('NewUser', 'users'), isOptional: true },
  answer: { status: 201, schema: userAnswerSchema },
  notFound: NO_SUCH_ORG,
};

const DELETE_APP: Operation = {
  id: 'deleteApp',
  summary: 'Delete an app, its tokens, approvals and codes',
  description: 'PlatformCLI, which is in every org, cannot be deleted.',
  path: { key: CONSUMER_KEY },
  query: ['org'],
  answer: { status: 204 },
  notFound: NO_SUCH_APP,
};

const DELETE_USER: Operation = {
  id: 'deleteUser',
  summary: 'Delete a user, their tokens, approvals and sessions',
  description: 'Salesforce deletes no user: PATCH isActive or isFrozen for what an admin can do there.',
  path: { username: USERNAME },
  answer: { status: 204 },
  notFound: NO_SUCH_USER,
};
