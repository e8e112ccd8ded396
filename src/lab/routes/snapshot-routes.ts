/** Takes and restores snapshots, and resets the state. */

import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { DUMP_VERSION } from '../../store/port.ts';
import { count, type JsonSchema, list, mapOf, named, number, object, text } from '../document/json-schema.ts';
import type { Operation } from '../document/operation.ts';
import type { LabWorld } from '../lab-world.ts';
import { readObject, readQuery } from '../plane/input.ts';
import { reset, restoreSnapshot } from '../snapshot.ts';
import { openSnapshot, SNAPSHOT_VERSION } from '../take-snapshot.ts';

/** Bytes: enough for tens of thousands of tokens. */
const LARGEST_SNAPSHOT = 256 * 1024 * 1024;

const JSON_TYPE = 'application/json; charset=utf-8';

/** Milliseconds after which a client that takes nothing of its snapshot is cut off. */
const LONGEST_PAUSE = 60_000;

export function snapshotRoutes(app: FastifyInstance, world: LabWorld): void {
  app.get('/snapshot', { config: { operation: TAKE_SNAPSHOT } }, async ({ query }, reply) => {
    readQuery(query, []);
    const { pieces, close } = await openSnapshot(world);
    // A client that stops reading keeps the snapshot's read transaction open, and the store's file grows meanwhile.
    reply.raw.setTimeout(LONGEST_PAUSE, () => reply.raw.destroy());
    return reply.type(JSON_TYPE).send(Readable.from(pieces).once('close', close));
  });

  const large = { bodyLimit: LARGEST_SNAPSHOT, config: { operation: RESTORE_SNAPSHOT } };
  app.put('/snapshot', large, async ({ query, body }, reply) => {
    readQuery(query, []);
    await restoreSnapshot(world, body);
    return reply.code(204).send();
  });

  app.post('/reset', { config: { operation: RESET } }, async ({ query, body }, reply) => {
    readQuery(query, []);
    if (body !== undefined && body !== null) readObject(body, []);
    await reset(world);
    return reply.code(204).send();
  });
}

const TAKE_SNAPSHOT: Operation = {
  id: 'takeSnapshot',
  summary: 'All state as one document',
  description:
    'The same state gives the same bytes. It is a secret: passwords, consumer secrets and the store’s own secret are in it.',
  answer: { status: 200, schema: snapshotSchema },
};

const RESTORE_SNAPSHOT: Operation = {
  id: 'restoreSnapshot',
  summary: 'Put a snapshot in the place of all state',
  description: 'One that an older fauxforce took is brought up to date.',
  body: { schema: snapshotSchema },
  answer: { status: 204 },
};

const RESET: Operation = {
  id: 'reset',
  summary: 'Back to the seed: no tokens, no failures, the machine’s time',
  body: { schema: () => object({}), isOptional: true },
  answer: { status: 204 },
};

function snapshotSchema(): JsonSchema {
  const clock = {
    offset: number('Milliseconds ahead of the machine’s clock; an org’s, ahead of the clock of all.'),
    frozenAt: number('Milliseconds since 1970.'),
  };
  const orgs = mapOf(object(clock, { optional: ['frozenAt'] }), 'By org id.');
  const org = {
    document: mapOf(true, 'The org as a seed.'),
    parents: mapOf(text(), 'Consumer keys of registered apps: those of the apps that registered them.'),
    deleted: list(text(), 'Consumer keys of External Client Apps that were deleted.'),
    expiresAt: number('Milliseconds since 1970.'),
    createdAt: number('Milliseconds since 1970.'),
  };
  return named(
    'Snapshot',
    object(
      {
        fauxforce: { const: 'snapshot' },
        version: { const: SNAPSHOT_VERSION },
        clock: object({ ...clock, orgs }, { optional: ['frozenAt', 'orgs'] }),
        orgs: list(object(org, { optional: ['deleted', 'expiresAt', 'createdAt'] })),
        store: object({
          version: { const: DUMP_VERSION },
          secret: text('32 bytes in base64, which all that is sealed is sealed with.'),
          numbers: mapOf(count('Of rows.'), 'The newest number that was given, by part: none comes back.'),
          parts: mapOf(list({}), 'Rows by part.'),
        }),
        failures: list(mapOf(true), 'Those that can still strike, each as it would be armed.'),
      },
      { optional: ['failures'] },
    ),
  );
}
