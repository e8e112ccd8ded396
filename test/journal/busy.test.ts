/** The journal of a process that has no time for it: entries wait until somebody wants to read them. */
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { credentials, postToken, send } from '../helpers/token.ts';
import { lab } from '../lab/helpers.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

const folder = temporaryFolder();
const CLIENTS = 24;
let servers: Fauxforce[];
let isOver: boolean;
let count = 0;
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

/** A process under load that has more to write than it has time for and has told so, with another on its store. */
async function oneBehind() {
  const store = join(folder(), `behind-${++count}.db`);
  const [busy, other] = [await start(store), await start(store)];
  const { journal } = busy.world.store;
  const marks = async () => (await journal.after(0, 1)).behind;
  const { answered, over } = load(busy);
  await expect.poll(marks, { timeout: 10_000 }).toHaveLength(1);
  return { other, journal, marks, answered, over };
}

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
  const { other, journal, answered, over } = await oneBehind();
  const written = await journal.end();
  const before = answered.length;
  await expect.poll(() => idsOf(other), { timeout: 10_000 }).toContain(answered[before - 1]);
  expect(await journal.end()).toBeGreaterThan(written);
  isOver = true;
  await over;
});

test('nothing waits longer once there is time', async () => {
  const { other, marks, answered, over } = await oneBehind();
  isOver = true;
  await over;
  await expect.poll(marks, { timeout: 10_000 }).toEqual([]);
  expect(await idsOf(other)).toEqual(expect.arrayContaining(answered.slice(-CLIENTS)));
});

test('only who reads the journal waits for a process that is behind', async () => {
  const [one, other] = [await start(join(folder(), 'marked.db')), await start(join(folder(), 'marked.db'))];
  await other.world.store.journal.fallBehind('another', 60_000);
  const want = vi.spyOn(one.world.store.journal, 'want');
  for (const path of ['/health', '/clock', '/metrics', '/orgs', '/failures'])
    await send(one, `/_fauxforce${path}`);
  expect(want).not.toHaveBeenCalled();
  await idsOf(one);
  expect(want).toHaveBeenCalled();
});
