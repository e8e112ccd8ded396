/**
 * Orgs that come, change and go while the server runs; the store keeps them, for the next start and for other processes.
 * What reads an org is loaded with the first that is read: it takes longer to load than all else of a start.
 */
import { hash } from 'node:crypto';
import { setImmediate } from 'node:timers';
import { withAppRecords } from '../oauth/app-records.ts';
import { putUserChanges } from '../oauth/headless/user-changes.ts';
import { putRegisteredApps } from '../oauth/register/registered-app.ts';
import type { OrgDirectory } from '../org/directory.ts';
import type { Org } from '../org/model.ts';
import { PLATFORM_CLI } from '../org/platform-cli.ts';
import type { OrgChange } from '../seed/change-org.ts';
import { type WrittenOrg, writeOrg } from '../seed/document-of.ts';
import { SeedError } from '../seed/problems.ts';
import { readerWord } from '../seed/reader.ts';
import { isFields, orgFieldsOf } from '../seed/records.ts';
import {
  type OrgReading,
  type OrgRecords,
  type Row,
  type Store,
  type StoredOrgDocument,
  StoreError,
  StoreUnavailable,
} from '../store/port.ts';
import type { World } from '../world.ts';
import { endWhatChanged } from './change-effects.ts';
import { type Kept, KeptOrgs } from './kept-orgs.ts';
import { clash, orgClashes } from './org-clashes.ts';

export class LabOrgs {
  /** What the seed says: to go back to. */
  seed: readonly Org[];
  readonly #kept = new KeptOrgs();
  /** The newest rows that were read: of orgs, of apps that registered, of what changed of users. */
  #seen: Row = 0;
  #apps: Row = 0;
  #userChanges: Row = 0;
  #version = '';

  constructor(seed: readonly Org[]) {
    this.seed = seed;
  }

  /**
   * The seed's orgs with those of the store in their place, and beside them. The last word counts: what was changed of an org
   * is forgotten once the seed says something else of it than at that time, and waits while the seed does not have it.
   *
   * @throws StoreError
   */
  async laidOverSeed(store: Store): Promise<Org[]> {
    const orgs = new Map(this.seed.map((org) => [org.id, org]));
    this.#kept.clear();
    const news = await store.orgsAfter(0, readerOf(store));
    this.#seen = news.newest;
    const readings: { row: Row; org: string }[] = [];
    for (const row of news.orgs) {
      const ofSeed = orgs.get(row.orgId);
      if (row.seed !== undefined && (!ofSeed || wordFor(ofSeed) !== row.seed)) {
        if (ofSeed) await store.dropOrg(row.orgId, row.row);
        continue;
      }
      const org = await this.#note(row);
      if (org) orgs.set(org.id, org);
      else orgs.delete(row.orgId);
      if (org && store.isShared && row.reading === undefined)
        readings.push({ row: row.row, org: JSON.stringify(org) });
    }
    // Read by another fauxforce, or restored: the next start reads them faster.
    if (readings.length > 0) await store.keepReadings(readings, readerWord());
    return [...orgs.values()];
  }

  /** Puts in the apps that registered, and what changed of users. */
  async join(orgs: OrgDirectory, store: Store): Promise<void> {
    this.#apps = 0;
    this.#userChanges = 0;
    await this.#joinLater(orgs, store);
  }

  /**
   * @param document a seed document; an org without a name gets one of its own
   * @param expiresIn milliseconds after which it goes by itself
   * @throws SeedError, and nothing was changed
   */
  create(world: World, document: unknown, expiresIn: number | undefined): Promise<Org> {
    return this.alone(() => this.#create(world, withName(document, world), expiresIn));
  }

  async #create(world: World, document: unknown, expiresIn: number | undefined): Promise<Org> {
    const { readSeedDocument } = await import('../seed/load.ts');
    const org = readSeedDocument(document, { others: world.orgs });
    const known = world.orgs.org(org.id);
    if (known) {
      const given = orgFieldsOf(document).id;
      throw new SeedError([clash(given ? 'org.id' : 'org.name', 'org id', org.id, known)]);
    }
    const problems = orgClashes(org, world.orgs);
    if (problems.length > 0) throw new SeedError(problems);
    const createdAt = Math.floor(world.clock.of(org.id).now());
    const expiresAt = expiresIn === undefined ? undefined : createdAt + expiresIn;
    const made = await this.#put(world, org, { createdAt, expiresAt });
    return made ?? this.#create(world, document, expiresIn);
  }

  /** @throws SeedError, and nothing was changed */
  change(world: World, { id }: Org, changes: readonly OrgChange[]): Promise<Org> {
    return this.alone(() => this.#change(world, id, changes));
  }

  async #change(world: World, id: string, changes: readonly OrgChange[]): Promise<Org> {
    const { changeOrg } = await import('../seed/change-org.ts');
    const before = world.orgs.org(id);
    if (!before)
      throw new StoreError(`The org ${id} is gone: GET /_fauxforce/orgs lists those that are there.`);
    const next = changeOrg(before, changes, world.orgs);
    const problems = orgClashes(next, world.orgs);
    if (problems.length > 0) throw new SeedError(problems);
    const kept = this.#kept.get(id);
    const createdAt = kept?.createdAt ?? Math.floor(world.clock.of(id).now());
    const changed = await this.#put(world, next, { createdAt, expiresAt: kept?.expiresAt });
    if (!changed) return this.#change(world, id, changes);
    await endWhatChanged(world, before, changed, changes);
    return changed;
  }

  /** Ends their tokens; what a seed says of them counts no longer. */
  async remove(world: World, orgs: readonly Org[]): Promise<void> {
    if (orgs.length > 0) await this.alone(() => this.#remove(world, orgs));
  }

  async #remove(world: World, orgs: readonly Org[]): Promise<void> {
    for (const { id } of orgs) {
      world.orgs.remove(id);
      this.#kept.delete(id);
    }
    const ofSeed = orgs.flatMap(({ id }) => (this.#inSeed(id) ? [id] : []));
    const newest = await world.store.forgetOrgs(recordsOf(orgs, ofSeed), Math.floor(world.clock.now()));
    // Else another process wrote in between, and following it comes to these as well.
    if (newest === this.#seen + orgs.length) this.#seen = newest;
    for (const org of orgs) forgetOrg(world, org);
  }

  expiresAt(orgId: string): number | undefined {
    return this.#kept.get(orgId)?.expiresAt;
  }

  createdAt(orgId: string): number | undefined {
    return this.#kept.get(orgId)?.createdAt;
  }

  /** One look at what other processes changed serves all requests of a turn of the event loop. */
  #look: Promise<void> | 'done' | undefined;

  /** Lets go of orgs whose time is over, and looks what other processes changed. Undefined when there is nothing to wait for. */
  refresh(world: World): Promise<void> | undefined {
    if (this.#kept.isDue(world.clock)) return this.#refresh(world, true);
    if (!world.store.isShared) return undefined;
    if (!this.#look) {
      const look = this.#refresh(world, false).then(() => {
        if (this.#look === look) this.#look = 'done';
      });
      this.#look = look;
      setImmediate(() => {
        this.#look = undefined;
      });
    }
    return this.#look === 'done' ? undefined : this.#look;
  }

  async #refresh(world: World, isDue: boolean): Promise<void> {
    if (world.store.isShared && (await world.store.recordsVersion()) !== this.#version)
      await this.follow(world);
    if (isDue) await this.#removeExpired(world);
  }

  /** A store that cannot be written now has no say in who is answered: they are asked for again. */
  async #removeExpired(world: World): Promise<void> {
    const expired = this.#kept.expired(world.clock).flatMap((id) => world.orgs.org(id) ?? []);
    try {
      await this.remove(world, expired);
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
    }
  }

  /** Takes in what was written since the last look, in this process or another: orgs, apps and users that came. */
  follow(world: World): Promise<void> {
    return this.alone(() => this.#follow(world));
  }

  async #follow(world: World): Promise<void> {
    const { store, orgs, clock } = world;
    const version = await store.recordsVersion();
    const { orgs: rows, newest, all } = await store.orgsAfter(this.#seen, readerOf(store));
    this.#seen = newest;
    for (const row of rows) {
      if (row.seed !== undefined && this.wordOf(row.orgId) === undefined) continue;
      const org = await this.#note(row);
      if (org) for (const dated of await withAppRecords([org], store, clock.now())) orgs.put(dated);
      else this.#lose(world, row.orgId);
    }
    if (all) await this.#letGo(world, all);
    if (rows.length > 0) await this.join(orgs, store);
    else await this.#joinLater(orgs, store);
    this.#version = version;
  }

  /** Another process has deleted orgs, or is back to the seed. @param left the orgs that still have a row */
  async #letGo(world: World, left: ReadonlySet<string>): Promise<void> {
    for (const id of this.#kept.ids.filter((id) => !left.has(id))) {
      this.#kept.delete(id);
      this.#lose(world, id);
    }
    const back = this.seed.filter(({ id }) => !left.has(id) && !world.orgs.org(id));
    for (const org of await withAppRecords(back, world.store, world.clock.now())) world.orgs.put(org);
  }

  /** Another process deleted it. */
  #lose(world: World, orgId: string): void {
    const org = world.orgs.org(orgId);
    if (!org) return;
    world.orgs.remove(orgId);
    forgetOrg(world, org);
  }

  async #joinLater(orgs: OrgDirectory, store: Store): Promise<void> {
    this.#apps = await putRegisteredApps(orgs, store, this.#apps);
    const knownTo = (orgId: string) => this.#kept.get(orgId)?.userChange ?? 0;
    this.#userChanges = await putUserChanges(orgs, store, this.#userChanges, knownTo);
  }

  #last: Promise<unknown> = Promise.resolve();

  /** One after the other: each begins with what the one before it left. */
  alone<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(task);
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** Reads what the store keeps of an org, and remembers it. Undefined for one that is gone. */
  async #note(stored: StoredOrgDocument): Promise<Org | undefined> {
    const { orgId, document, reading, expiresAt, createdAt, userChange } = stored;
    if (document === undefined && reading === undefined) {
      this.#kept.delete(orgId);
      return undefined;
    }
    this.#kept.set(orgId, { expiresAt, createdAt, userChange });
    if (document === undefined) return JSON.parse(reading ?? '') as Org;
    const { readWrittenOrg } = await import('../seed/written-org.ts');
    try {
      return readWrittenOrg(JSON.parse(document) as WrittenOrg, () => true);
    } catch (error) {
      if (!(error instanceof SeedError)) throw error;
      throw new StoreError(
        `The store has an org, ${orgId}, that this fauxforce cannot read: ${error.message}`,
      );
    }
  }

  /** Undefined, and nothing happened, if another process was faster: what it did is known then. */
  async #put(world: World, org: Org, facts: Pick<Kept, 'createdAt' | 'expiresAt'>): Promise<Org | undefined> {
    const kept = { ...facts, userChange: this.#userChanges };
    const document = JSON.stringify(writeOrg(org));
    const row = await world.store.putOrg(
      { orgId: org.id, document, seed: this.wordOf(org.id), reading: readingOf(org, world.store), ...kept },
      this.#seen,
    );
    if (row === undefined) {
      await this.#follow(world);
      return undefined;
    }
    this.#kept.set(org.id, kept);
    this.#seen = row;
    const [dated = org] = await withAppRecords([org], world.store, facts.createdAt);
    world.orgs.put(dated);
    return dated;
  }

  /** What the seed says of an org, in a word: another one when it says something else. Undefined if it says nothing. */
  wordOf(orgId: string): string | undefined {
    const org = this.#inSeed(orgId);
    return org && wordFor(org);
  }

  #inSeed(orgId: string): Org | undefined {
    return this.seed.find(({ id }) => id === orgId);
  }
}

/** Loads what reads and changes orgs, and reads one. */
export async function loadReader(): Promise<Org> {
  const [{ readSeedDocument }] = await Promise.all([
    import('../seed/load.ts'),
    import('../seed/change-org.ts'),
  ]);
  return readSeedDocument({});
}

/** What this process has in memory of an org that is gone. */
function forgetOrg({ clock, failures }: World, { id }: Org): void {
  clock.forget(id);
  failures.disarmAll(id);
}

function wordFor(org: Org): string {
  return hash('sha256', JSON.stringify(writeOrg(org)), 'base64url');
}

/** What the store keeps of how an org was read; one that ends with the process needs none. */
export function readingOf(org: Org, { isShared }: Store): OrgReading | undefined {
  return isShared ? { org: JSON.stringify(org), reader: readerWord() } : undefined;
}

function readerOf({ isShared }: Store): () => string {
  return () => (isShared ? readerWord() : '');
}

function recordsOf(orgs: readonly Org[], orgIdsOfSeed: readonly string[]): OrgRecords {
  return {
    orgIds: orgs.map(({ id }) => id),
    orgIdsOfSeed,
    userIds: orgs.flatMap(({ users }) => users.map(({ id }) => id)),
    consumerKeys: orgs.flatMap(({ apps }) =>
      apps.map(({ consumerKey }) => consumerKey).filter((key) => key !== PLATFORM_CLI),
    ),
  };
}

/** Orgs without a name would all be the same one. */
export function withName(document: unknown, { entropy }: World): unknown {
  if (!isFields(document) || (document.org !== undefined && !isFields(document.org))) return document;
  const org = orgFieldsOf(document);
  if (org.name !== undefined || org.id !== undefined) return document;
  const name = `Test Org ${entropy.bytes(6).toString('hex')}`;
  return { ...document, org: { name, ...org } };
}
