/** The journal of a process that has no time for it: entries wait until somebody wants to read them. */
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { credentials, postToken } from '../helpers/token.ts';
import { lab } from '../lab/helpers.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

const folder = temporaryFolder();
const CLIENTS = 24;
let servers: Fauxforce[];
let isOver: boolean;
beforeEach(() => {
  servers = [];
  isOver = false;
});
afterEach(async () => {
  isOver = true;
  for (const sf of servers) await sf[Symbol.asyncDispose]();
});

async function start(store: string): Promise<Fauxforce> {
  const sf = await startFauxforce({ store });
  servers.push(sf);
  return sf;
}

/** Clients that ask for tokens without a pause, and a loop that never waits. @returns the ids of what was answered so far */
function load(sf: Fauxforce): { readonly answered: readonly string[]; readonly over: Promise<unknown> } {
  const answered: string[] = [];
  const client = async () => {
    while (!isOver) {
      const { headers } = await postToken(sf, {
        grant_type: 'client_credentials',
        ...credentials(sf, 'Client_Credentials'),
      });
      answered.push(String(headers['x-fauxforce-journal']));
    }
  };
  const keepBusy = async () => {
    while (!isOver) await setImmediate();
  };
  return { answered, over: Promise.all([keepBusy(), ...Array.from({ length: CLIENTS }, client)]) };
}

const idsOf = async (sf: Fauxforce) => {
  const { body } = await lab<{ entries: { id: string }[] }>(sf, 'GET', '/journal');
  return body.entries.map(({ id }) => id);
};

test('what is answered under load is told at once to who asks that process', async () => {
  const sf = await start(':memory:');
  const { answered, over } = load(sf);
  await expect.poll(() => answered.length).toBeGreaterThan(CLIENTS * 2);
  const before = answered.at(-1);
  expect(await idsOf(sf)).toContain(before);
  isOver = true;
  await over;
});

test('and to who asks another on the store: it has the busy one write what waits', async () => {
  const store = join(folder(), 'busy.db');
  const [busy, other] = [await start(store), await start(store)];
  const { answered, over } = load(busy);
  const { journal } = busy.world.store;
  await expect.poll(async () => (await journal.after(0, 1)).behind, { timeout: 10_000 }).toHaveLength(1);
  const written = await journal.end();
  const before = answered.length;
  await expect.poll(() => idsOf(other), { timeout: 10_000 }).toContain(answered[before - 1]);
  expect(await journal.end()).toBeGreaterThan(written);
  isOver = true;
  await over;
});

test('nothing waits longer once there is time', async () => {
  const store = join(folder(), 'later.db');
  const [busy, other] = [await start(store), await start(store)];
  const { answered, over } = load(busy);
  const { journal } = busy.world.store;
  await expect.poll(async () => (await journal.after(0, 1)).behind, { timeout: 10_000 }).toHaveLength(1);
  isOver = true;
  await over;
  await expect.poll(async () => (await journal.after(0, 1)).behind, { timeout: 10_000 }).toEqual([]);
  expect(await idsOf(other)).toEqual(expect.arrayContaining(answered.slice(-CLIENTS)));
});
