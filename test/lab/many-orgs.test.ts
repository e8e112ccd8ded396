/** What an org among very many costs: rows, statements and looks are counted, as time says little on a busy machine. */
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { LabClock } from '../../src/ground/clock.ts';
import { OrgDirectory } from '../../src/org/directory.ts';
import type { WrittenOrg } from '../../src/seed/document-of.ts';
import { readerFingerprint } from '../../src/seed/reader.ts';
import { readWrittenOrg } from '../../src/seed/written-org.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { KeptOrgs } from '../../src/world/kept-orgs.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';
import { type LabOrg, lab, tokenOf } from './helpers.ts';

const folder = temporaryFolder();
let count = 0;
const newStore = () => join(folder(), `many-${++count}.db`);
afterEach(() => {
  vi.restoreAllMocks();
});

async function makeOrg(sf: Fauxforce, document: object = {}): Promise<LabOrg> {
  return (await lab<LabOrg>(sf, 'POST', '/orgs', document)).body;
}

const stored = async (sf: Fauxforce, reader = readerFingerprint()) =>
  (await sf.world.store.orgs.after(0, () => reader)).orgs;

interface Row {
  readonly org_id: string;
  readonly document: string;
  readonly reading: string;
}

function rowsOf(store: string): Row[] {
  const db = new Sqlite(store);
  const rows = db.prepare<[], Row>('select * from org_document order by id').all();
  db.close();
  return rows;
}

describe('a start', () => {
  it('takes orgs as they were read, without reading their documents', async () => {
    const store = newStore();
    const first = await startFauxforce({ store });
    const made = await makeOrg(first);
    await lab(first, 'PATCH', '/users/ada@acme.example', { lastName: 'King', phone: '1' });
    await lab(first, 'PATCH', `/orgs/${first.orgs[0]!.id}`, { settings: { sessionTimeout: 15 } });
    await first[Symbol.asyncDispose]();
    const rows = rowsOf(store);
    expect(rows).toHaveLength(2);
    for (const { document, reading } of rows) {
      const org = readWrittenOrg(JSON.parse(document) as WrittenOrg, () => true);
      expect(JSON.parse(reading)).toEqual(JSON.parse(JSON.stringify(org)));
    }

    await using second = await startFauxforce({ store });
    expect((await stored(second)).map(({ document, reading }) => [document, typeof reading])).toEqual([
      [undefined, 'string'],
      [undefined, 'string'],
    ]);
    expect(await tokenOf(second, made.apps[0]!)).toMatch(/^00D/);
    expect(second.world.orgs.userByUsername('ada@acme.example')?.user.lastName).toBe('King');
  });

  it('reads what another fauxforce has read anew, once', async () => {
    const store = newStore();
    const first = await startFauxforce({ store });
    const made = await makeOrg(first);
    await first[Symbol.asyncDispose]();
    const db = new Sqlite(store);
    db.exec("update org_document set reader = 'another', reading = '{}'");
    db.close();
    await using second = await startFauxforce({ store });
    expect(await tokenOf(second, made.apps[0]!)).toMatch(/^00D/);
    expect((await stored(second)).map(({ document }) => document)).toEqual([undefined]);
    expect(JSON.parse(rowsOf(store)[0]!.reading)).toMatchObject({ id: made.org.id });
  });
});

it('one that comes, changes and goes looks at no other', async () => {
  await using sf = await startFauxforce({ store: newStore() });
  const { org } = await makeOrg(sf);
  const all = vi.spyOn(OrgDirectory.prototype, 'orgs', 'get');
  const made = await makeOrg(sf, { expiresIn: '1h' });
  await lab(sf, 'PATCH', `/orgs/${org.id}`, { settings: { sessionTimeout: 30 } });
  await lab(sf, 'DELETE', `/orgs/${made.org.id}`);
  expect(all).not.toHaveBeenCalled();
});

describe('orgs that are gone', () => {
  it('leave no row, but for those that a seed would bring back', async () => {
    const store = newStore();
    await using sf = await startFauxforce({ store });
    const ids = [(await makeOrg(sf)).org.id, (await makeOrg(sf, { expiresIn: '1m' })).org.id];
    await lab(sf, 'DELETE', `/orgs/${ids[0]}`);
    await lab(sf, 'POST', '/clock', { advance: '1m' });
    expect((await lab(sf, 'GET', `/orgs/${ids[1]}`)).status).toBe(404);
    expect(rowsOf(store)).toEqual([]);
    await lab(sf, 'DELETE', `/orgs/${sf.orgs[0]!.id}`);
    expect(rowsOf(store).map(({ org_id, document }) => [org_id, document])).toEqual([[sf.orgs[0]!.id, null]]);
  });

  it('are gone for processes that did not look meanwhile, whatever came after', async () => {
    const store = newStore();
    await using one = await startFauxforce({ store });
    await using other = await startFauxforce({ store });
    const made = await makeOrg(one);
    expect((await lab(other, 'GET', `/orgs/${made.org.id}`)).status).toBe(200);
    await lab(one, 'DELETE', `/orgs/${made.org.id}`);
    const next = await makeOrg(one);
    expect((await lab(other, 'GET', `/orgs/${made.org.id}`)).status).toBe(404);
    expect((await lab(other, 'GET', `/orgs/${next.org.id}`)).status).toBe(200);
    // And nobody who writes has missed it.
    await lab(other, 'DELETE', `/orgs/${next.org.id}`);
    expect((await lab<LabOrg>(one, 'POST', '/orgs', { org: { name: next.org.name } })).body.org.id).toBe(
      next.org.id,
    );
  });

  it('by a reset are gone for other processes too, and the orgs of the seed are back', async () => {
    const store = newStore();
    await using one = await startFauxforce({ store });
    await using other = await startFauxforce({ store });
    const acme = one.orgs[0]!.id;
    const made = await makeOrg(one);
    await lab(one, 'PATCH', '/users/ada@acme.example', { lastName: 'King' });
    await lab(other, 'GET', '/orgs');
    await lab(one, 'POST', '/reset');
    expect((await lab(other, 'GET', `/orgs/${made.org.id}`)).status).toBe(404);
    expect(other.world.orgs.userByUsername('ada@acme.example')?.user.lastName).toBe('Byron');
    await lab(one, 'DELETE', `/orgs/${acme}`);
    expect((await lab(other, 'GET', `/orgs/${acme}`)).status).toBe(404);
    await lab(one, 'POST', '/reset');
    expect((await lab(other, 'GET', `/orgs/${acme}`)).status).toBe(200);
  });
});

describe('orgs that go by themselves', () => {
  it('do so within a minute after the machine has slept over it', async () => {
    await using sf = await startFauxforce();
    const { org } = await makeOrg(sf, { expiresIn: '1h' });
    const status = async () => (await lab(sf, 'GET', `/orgs/${org.id}`)).status;
    expect(await status()).toBe(200);
    const [wall, monotonic] = [Date.now(), performance.now()];
    vi.spyOn(Date, 'now').mockImplementation(() => wall + 2 * 3_600_000);
    const stopwatch = vi.spyOn(performance, 'now').mockImplementation(() => monotonic + 60_000);
    expect(await status()).toBe(404);
    stopwatch.mockRestore();
  });

  it('are looked at when they come and when one is due, and else not at all', () => {
    const clock = new LabClock({ now: () => 1_000 });
    const of = vi.spyOn(clock, 'of');
    const kept = new KeptOrgs();
    const add = (id: string, expiresAt?: number) => kept.set(id, { expiresAt, createdAt: 0, userChange: 0 });
    expect(kept.isDue(clock)).toBe(false);
    for (let i = 0; i < 500; i++) add(`00D${i}`);
    expect(kept.isDue(clock)).toBe(false);
    for (let i = 0; i < 500; i++) add(`00Dexpiring${i}`, 5_000_000);
    expect(kept.expired(clock)).toEqual([]);
    of.mockClear();
    add('00Dnext', 4_000_000);
    expect(kept.isDue(clock)).toBe(true);
    expect(kept.expired(clock)).toEqual([]);
    expect(of).toHaveBeenCalledTimes(1);
    expect(kept.isDue(clock)).toBe(false);
    clock.set(3_999_999);
    expect(kept.expired(clock)).toEqual([]);
    clock.set(4_000_000);
    expect(kept.expired(clock)).toEqual(['00Dnext']);
    kept.delete('00Dnext');
    clock.set(5_000_000);
    expect(kept.expired(clock)).toHaveLength(500);
  });
});

it('/id/keys asks for all keys at once', async () => {
  await using sf = await startFauxforce({ seed: {} });
  for (let i = 0; i < 20; i++) await makeOrg(sf);
  const single = vi.spyOn(sf.world.store.signingKeys, 'newest');
  const all = vi.spyOn(sf.world.store.signingKeys, 'all');
  const { keys } = (await (await fetch(`${sf.url}/id/keys`)).json()) as { keys: object[] };
  expect(keys).toHaveLength(3);
  expect([single.mock.calls.length, all.mock.calls.length]).toEqual([0, 1]);
});
