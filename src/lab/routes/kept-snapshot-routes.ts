/** Snapshots by name: takes, lists, restores and forgets them. */
import type { FastifyInstance } from 'fastify';
import type { SnapshotFacts } from '../../store/port.ts';
import { count, instant, list, named, object, text } from '../document/json-schema.ts';
import type { Operation } from '../document/operation.ts';
import type { LabWorld } from '../lab-world.ts';
import { readObject, readQuery } from '../plane/input.ts';
import { restoreSnapshot } from '../snapshot.ts';
import { openSnapshot } from '../take-snapshot.ts';

interface ByName {
  Params: { name: string };
}

export function keptSnapshotRoutes(app: FastifyInstance, world: LabWorld): void {
  const { snapshots } = world;
  app.get('/snapshots', { config: { operation: LIST_SNAPSHOTS } }, async ({ query }) => {
    readQuery(query, []);
    return { snapshots: (await snapshots.list()).map(shown) };
  });

  app.put<ByName>('/snapshots/:name', { config: { operation: KEEP_SNAPSHOT } }, async (request, reply) => {
    readNothing(request);
    reply.code(201);
    return shown(await take(world, request.params.name));
  });

  app.post<ByName>(
    '/snapshots/:name/restore',
    { config: { operation: RESTORE_KEPT } },
    async (request, reply) => {
      readNothing(request);
      await restoreSnapshot(world, await snapshots.document(request.params.name));
      return reply.code(204).send();
    },
  );

  app.delete<ByName>(
    '/snapshots/:name',
    { config: { operation: FORGET_SNAPSHOT } },
    async ({ params, query }, reply) => {
      readQuery(query, []);
      await snapshots.forget(params.name);
      return reply.code(204).send();
    },
  );
}

async function take(world: LabWorld, name: string): Promise<SnapshotFacts> {
  const { snapshots, clock } = world;
  const refuseBeyond = await snapshots.room(name);
  const takenAt = clock.now();
  const { pieces, close } = await openSnapshot(world);
  try {
    let whole = '';
    for await (const piece of pieces) {
      whole += piece;
      refuseBeyond(whole.length);
    }
    return await snapshots.keep(name, takenAt, whole);
  } finally {
    close();
  }
}

function readNothing({ query, body }: { query: unknown; body: unknown }): void {
  readQuery(query, []);
  if (body !== undefined && body !== null) readObject(body, []);
}

function shown({ name, takenAt, characters }: SnapshotFacts) {
  return { name, taken_at: new Date(takenAt).toISOString(), characters };
}

const NAME = { name: 'Its name.' };
const NONE = 'There is no snapshot of that name.';

function keptSchema() {
  return named(
    'KeptSnapshot',
    object({
      name: text(),
      taken_at: instant('By the clock of all.'),
      characters: count('Of the document.'),
    }),
  );
}

const LIST_SNAPSHOTS: Operation = {
  id: 'listSnapshots',
  summary: 'The snapshots that are kept by name, newest first',
  answer: { status: 200, schema: () => object({ snapshots: list(keptSchema()) }) },
};

const KEEP_SNAPSHOT: Operation = {
  id: 'keepSnapshot',
  summary: 'Take a snapshot and keep it in the store by a name',
  description:
    'In the place of an earlier one of that name. Twenty are kept, 64 MiB together; neither a restored snapshot nor a reset touches them.',
  path: { name: 'Letters, digits, `.`, `_` and `-`, up to 64.' },
  body: { schema: () => object({}), isOptional: true },
  answer: { status: 201, schema: keptSchema },
};

const RESTORE_KEPT: Operation = {
  id: 'restoreKeptSnapshot',
  summary: 'Put a kept snapshot in the place of all state',
  path: NAME,
  body: { schema: () => object({}), isOptional: true },
  answer: { status: 204 },
  notFound: NONE,
};

const FORGET_SNAPSHOT: Operation = {
  id: 'forgetSnapshot',
  summary: 'Forget a kept snapshot',
  path: NAME,
  answer: { status: 204 },
  notFound: NONE,
};
