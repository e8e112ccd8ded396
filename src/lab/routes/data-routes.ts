/** Records of an org, as its administrator has them: read, made and deleted without a token and without a user's limits. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Session } from '../../data/data.ts';
import { isView } from '../../data/data.ts';
import type { ObjectDefinition } from '../../data/definition.ts';
import { administratorSession } from '../../data/given/administrator.ts';
import { insertGiven } from '../../data/given/insert.ts';
import { queryRecords, recordsOf } from '../../data/given/look-up.ts';
import { noObject, notGiven } from '../../data/given/read-given.ts';
import { removeAllRecords, removeRecords } from '../../data/given/remove.ts';
import type { Host } from '../../org/hosts.ts';
import type { Org } from '../../org/model.ts';
import { formatPath, type Path, type Place } from '../../seed/problems.ts';
import type { World } from '../../world/world.ts';
import { count, type JsonSchema, list, mapOf, named, object, text } from '../document/json-schema.ts';
import type { Operation } from '../document/operation.ts';
import { LabProblem } from '../plane/answer-problem.ts';
import { readObject, readQuery } from '../plane/input.ts';
import { NO_SUCH_ORG, orgOf } from './org-routes.ts';

/** Records that one answer has. */
const MOST_SHOWN = 2_000;
/** Records that are made at once. */
const MOST_INSERTED = 2_000;
/** Bytes of a body: two thousand records of five kilobytes. */
const LARGEST_BODY = 10 * 1024 * 1024;

export function dataRoutes(app: FastifyInstance, world: World): void {
  app.get('/records', { config: { operation: LIST_RECORDS } }, async (request) => {
    const asked = readQuery(request.query, ['org', 'object', 'q']);
    if ((asked.object === undefined) === (asked.q === undefined)) {
      throw new LabProblem(400, 'say which records: object=Account, or q= with a SOQL query');
    }
    const session = await sessionIn(world, asked.org, request);
    const options = { trace: request.trace, most: MOST_SHOWN };
    if (asked.q !== undefined) return queryRecords(session, asked.q, options);
    return recordsOf(session, objectOf(session, asked.object ?? ''), options);
  });

  const make = { bodyLimit: LARGEST_BODY, config: { operation: MAKE_RECORDS } };
  app.post('/records', make, async (request, reply) => {
    readQuery(request.query, []);
    const { org, records } = readObject(request.body, ['org', 'records']);
    if (records === undefined)
      throw new LabProblem(400, 'records is missing: {"Account": [{"Name": "Acme"}]}');
    if (org !== undefined && typeof org !== 'string')
      throw new LabProblem(400, 'org must be the id of an org');
    const session = await sessionIn(world, org, request);
    return reply.code(201).send({ records: await insertGiven(session, records, INSERTION) });
  });

  app.delete('/records', { config: { operation: DELETE_RECORDS } }, async (request, reply) => {
    const asked = readQuery(request.query, ['org', 'object']);
    const session = await sessionIn(world, asked.org, request);
    if (asked.object === undefined) await removeAllRecords(session);
    else await removeAll(session, asked.object);
    return reply.code(204).send();
  });
}

/** How records are made that came as an object. */
export const INSERTION = {
  at: ['records'],
  place: (path: Path): Place => ({
    file: undefined,
    line: undefined,
    column: undefined,
    path: formatPath(path),
  }),
  most: MOST_INSERTED,
} as const;

/** Of the org that is named, or of the only one there is. @throws LabProblem */
async function sessionIn(
  world: World,
  id: string | undefined,
  { calledHost }: FastifyRequest,
): Promise<Session> {
  return sessionOf(world, id === undefined ? onlyOrg(world) : orgOf(world, id), calledHost);
}

/** @throws LabProblem for an org without users */
export async function sessionOf(world: World, org: Org, host: Host): Promise<Session> {
  const session = await administratorSession(world, org, host);
  if (session) return session;
  throw new LabProblem(400, `the org '${org.name}' has no user, who could have records: give it one`);
}

/** @throws LabProblem */
export function onlyOrg({ orgs }: Pick<World, 'orgs'>): Org {
  const [org, ...more] = orgs.orgs;
  if (org && more.length === 0) return org;
  throw new LabProblem(400, 'org is missing: there are several, and GET /_fauxforce/orgs lists them');
}

async function removeAll(session: Session, name: string): Promise<void> {
  const definition = objectOf(session, name);
  if (isView(definition)) throw new LabProblem(400, notGiven(definition));
  const restricted = await removeRecords(session, definition);
  if (!restricted) return;
  throw new LabProblem(
    400,
    `records of ${restricted.object} need those of ${definition.name}, ${restricted.ids.join(', ')} for example: delete them first`,
  );
}

/** @throws LabProblem */
export function objectOf({ schema }: Session, name: string): ObjectDefinition {
  const found = schema.object(name);
  if (!found) throw new LabProblem(400, `object: ${noObject(schema, name)}`);
  return found;
}

const LIST_RECORDS: Operation = {
  id: 'listRecords',
  summary: 'Records of an org: all of an object, or what a query finds',
  description: `As the org’s administrator sees them, the first ${MOST_SHOWN} of them; of an object, the fields that have a value. The org may be left out where there is only one.`,
  query: ['org', 'object', 'q'],
  answer: { status: 200, schema: recordsSchema },
  notFound: NO_SUCH_ORG,
};

const MAKE_RECORDS: Operation = {
  id: 'makeRecords',
  summary: 'Make records in an org: all of them, or none',
  description:
    'By object, as a seed has them. `ref` names a record, and `@` with that name leads to it in a field that is a reference. The org may be left out where there is only one.',
  body: { schema: () => named('NewRecords', object(NEW_RECORDS, { optional: ['org'] })) },
  answer: {
    status: 201,
    schema: () =>
      object({
        records: list(
          object({ ref: text(), object: text(), id: text('18 characters.') }, { optional: ['ref'] }),
          'In the order in which they were given.',
        ),
      }),
  },
  notFound: NO_SUCH_ORG,
};

const DELETE_RECORDS: Operation = {
  id: 'deleteRecords',
  summary: 'Delete all records of an object, or of an org',
  description: 'They lie in the recycle bin then. The org may be left out where there is only one.',
  query: ['org', 'object'],
  answer: { status: 204 },
  notFound: NO_SUCH_ORG,
};

const NEW_RECORDS = {
  org: text('Id of the org.'),
  records: mapOf(list(mapOf(true)), `Fields and their values, by object; at most ${MOST_INSERTED} records.`),
};

function recordsSchema(): JsonSchema {
  return named(
    'Records',
    object({
      totalSize: count('How many there are.'),
      records: list(mapOf(true), `The first ${MOST_SHOWN}: a parent is an object, children are such a list.`),
    }),
  );
}
