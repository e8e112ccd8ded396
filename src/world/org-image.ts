/**
 * The image in memory of the orgs that the store keeps: they come, change and go while the server runs, for the next start
 * and for other processes, and what another process wrote is followed.
 * What reads an org is loaded with the first that is read: it takes longer to load than all else of a start.
 */

import { hash } from 'node:crypto';
import { setImmediate } from 'node:timers';
import type { LabClock } from '../ground/clock.ts';
import type { Entropy } from '../ground/entropy.ts';
import { OrgDirectory } from '../org/directory.ts';
import type { Org } from '../org/model.ts';
import { PLATFORM_CLI } from '../org/platform-cli.ts';
import type { OrgChange } from '../seed/change-org.ts';
import { type WrittenOrg, writeOrg } from '../seed/document-of.ts';
import { SeedError } from '../seed/problems.ts';
import { readerFingerprint } from '../seed/reader.ts';
import { orgFieldsOf } from '../seed/records.ts';
import {
  type OrgReading,
  type OrgRecords,
  type Row,
  type Store,
  type StoredOrgDocument,
  StoreError,
  StoreUnavailable,
} from '../store/port.ts';
import { isRecord } from '../wire/json.ts';
import { sightApps } from './app-sightings.ts';
import { endWhatChanged } from './change-effects.ts';
import { type Kept, KeptOrgs } from './kept-orgs.ts';
import { clash, orgClashes } from './org-clashes.ts';
import { putRegisteredApps } from './registered-app.ts';
import { putUserChanges } from './user-changes.ts';

/** What the image stands among. */
interface Surroundings {
  readonly store: Store;
  readonly clock: LabClock;
  readonly entropy: Entropy;
  /** Told of an org that is gone, whoever deleted it. */
  readonly onGone: (orgId: string) => void;
}

export class OrgImage {
  /** What the seed says: to go back to. */
  seed: readonly Org[];
  /** Every org as it is now. Another takes its place when a seed is read again: ask anew for every request. */
  directory = new OrgDirectory([]);
  readonly #store: Store;
  readonly #clock: LabClock;
  readonly #entropy: Entropy;
  readonly #onGone: (orgId: string) => void;
  readonly #kept = new KeptOrgs();
  /** The newest rows that were read: of orgs, of apps that registered, of what changed of users. */
  #seen: Row = 0;
  #apps: Row = 0;
  #userChanges: Row = 0;
  #version = '';

  constructor(seed: readonly Org[], { store, clock, entropy, onGone }: Surroundings) {
    this.seed = seed;
    this.#store = store;
    this.#clock = clock;
    this.#entropy = entropy;
    this.#onGone = onGone;
  }

  /**
   * Fills the directory anew: the seed's orgs, what the store keeps of orgs, and the apps and users that registered.
   *
   * @throws StoreError when the store has an org that cannot be read
   */
  async load(): Promise<void> {
    const orgs = await this.#laidOverSeed();
    const directory = new OrgDirectory(await sightApps(orgs, this.#store, this.#clock.now()));
    await this.#join(directory);
    this.directory = directory;
  }

  /** Puts other orgs in the place of those that the seed had before. @throws StoreError */
  async replaceSeed(seed: readonly Org[]): Promise<void> {
    await this.exclusively(async () => {
      this.seed = seed;
      await this.load();
    });
  }

  /**
   * The seed's orgs with those of the store in their place, and beside them. The last word counts: what was changed of an org
   * is forgotten once the seed says something else of it than at that time, and waits while the seed does not have it.
   *
   * @throws StoreError
   */
  async #laidOverSeed(): Promise<Org[]> {
    const store = this.#store;
    const orgs = new Map(this.seed.map((org) => [org.id, org]));
    this.#kept.clear();
    const news = await store.orgs.after(0, readerOf(store));
    this.#seen = news.newest;
    const readings: { row: Row; org: string }[] = [];
    for (const row of news.orgs) {
      const ofSeed = orgs.get(row.orgId);
      if (row.seed !== undefined && (!ofSeed || fingerprintOf(ofSeed) !== row.seed)) {
        if (ofSeed) await store.orgs.drop(row.orgId, row.row);
        continue;
      }
      const org = await this.#note(row);
      if (org) orgs.set(org.id, org);
      else orgs.delete(row.orgId);
      if (org && store.isShared && row.reading === undefined)
        readings.push({ row: row.row, org: JSON.stringify(org) });
    }
    // Another fauxforce had read these orgs, or a snapshot restored them. Our own reading makes the next start faster.
    if (readings.length > 0) await store.orgs.keepReadings(readings, readerFingerprint());
    return [...orgs.values()];
  }

  /** Puts in the apps that registered, and what changed of users. */
  async #join(orgs: OrgDirectory): Promise<void> {
    this.#apps = 0;
    this.#userChanges = 0;
    await this.#joinLater(orgs);
  }

  /**
   * @param document a seed document; an org without a name gets one of its own
   * @param expiresIn milliseconds after which it goes by itself
   * @throws SeedError, and nothing was changed
   */
  create(document: unknown, expiresIn: number | undefined): Promise<Org> {
    return this.exclusively(() => this.#create(withName(document, this.#entropy), expiresIn));
  }

  async #create(document: unknown, expiresIn: number | undefined): Promise<Org> {
    const { readSeedDocument } = await import('../seed/load.ts');
    const org = readSeedDocument(document, { others: this.directory });
    const known = this.directory.org(org.id);
    if (known) {
      const given = orgFieldsOf(document).id;
      throw new SeedError([clash(given ? 'org.id' : 'org.name', 'org id', org.id, known)]);
    }
    const problems = orgClashes(org, this.directory);
    if (problems.length > 0) throw new SeedError(problems);
    const createdAt = Math.floor(this.#clock.of(org.id).now());
    const expiresAt = expiresIn === undefined ? undefined : createdAt + expiresIn;
    const made = await this.#put(org, { createdAt, expiresAt });
    return made ?? this.#create(document, expiresIn);
  }

  /** @throws SeedError, and nothing was changed */
  change({ id }: Org, changes: readonly OrgChange[]): Promise<Org> {
    return this.exclusively(() => this.#change(id, changes));
  }

  async #change(id: string, changes: readonly OrgChange[]): Promise<Org> {
    const { changeOrg } = await import('../seed/change-org.ts');
    const before = this.directory.org(id);
    if (!before)
      throw new StoreError(`The org ${id} is gone: GET /_fauxforce/orgs lists those that are there.`);
    const next = changeOrg(before, changes, this.directory);
    const problems = orgClashes(next, this.directory);
    if (problems.length > 0) throw new SeedError(problems);
    const kept = this.#kept.get(id);
    const createdAt = kept?.createdAt ?? Math.floor(this.#clock.of(id).now());
    const changed = await this.#put(next, { createdAt, expiresAt: kept?.expiresAt });
    if (!changed) return this.#change(id, changes);
    await endWhatChanged(this.#store, this.#clock, before, changed, changes);
    return changed;
  }

  /** Ends their tokens; what a seed says of them counts no longer. */
  async remove(orgs: readonly Org[]): Promise<void> {
    if (orgs.length > 0) await this.exclusively(() => this.#remove(orgs));
  }

  async #remove(orgs: readonly Org[]): Promise<void> {
    for (const { id } of orgs) {
      this.directory.remove(id);
      this.#kept.delete(id);
    }
    const ofSeed = orgs.flatMap(({ id }) => (this.#inSeed(id) ? [id] : []));
    const newest = await this.#store.orgs.forget(recordsOf(orgs, ofSeed), Math.floor(this.#clock.now()));
    // Otherwise another process wrote in between, and the next look at the store reads these rows too.
    if (newest === this.#seen + orgs.length) this.#seen = newest;
    for (const org of orgs) this.#onGone(org.id);
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
  refresh(): Promise<void> | undefined {
    if (this.#kept.isDue(this.#clock)) return this.#refresh(true);
    if (!this.#store.isShared) return undefined;
    if (!this.#look) {
      const look = this.#refresh(false).then(() => {
        if (this.#look === look) this.#look = 'done';
      });
      this.#look = look;
      setImmediate(() => {
        this.#look = undefined;
      });
    }
    return this.#look === 'done' ? undefined : this.#look;
  }

  async #refresh(isDue: boolean): Promise<void> {
    if (this.#store.isShared && (await this.#store.orgs.version()) !== this.#version) await this.follow();
    if (isDue) await this.#removeExpired();
  }

  /** A store that cannot be written now has no say in who is answered: they are asked for again. */
  async #removeExpired(): Promise<void> {
    const expired = this.#kept.expired(this.#clock).flatMap((id) => this.directory.org(id) ?? []);
    try {
      await this.remove(expired);
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
    }
  }

  /** Takes in what was written since the last look, in this process or another: orgs, apps and users that came. */
  follow(): Promise<void> {
    return this.exclusively(() => this.#follow());
  }

  async #follow(): Promise<void> {
    const store = this.#store;
    const clock = this.#clock;
    const orgs = this.directory;
    const version = await store.orgs.version();
    const { orgs: rows, newest, all } = await store.orgs.after(this.#seen, readerOf(store));
    this.#seen = newest;
    for (const row of rows) {
      if (row.seed !== undefined && this.seedFingerprintOf(row.orgId) === undefined) continue;
      const org = await this.#note(row);
      if (org) for (const dated of await sightApps([org], store, clock.now())) orgs.put(dated);
      else this.#lose(row.orgId);
    }
    if (all) await this.#letGo(all);
    if (rows.length > 0) await this.#join(orgs);
    else await this.#joinLater(orgs);
    this.#version = version;
  }

  /** Another process has deleted orgs, or is back to the seed. @param left the orgs that still have a row */
  async #letGo(left: ReadonlySet<string>): Promise<void> {
    for (const id of this.#kept.ids.filter((id) => !left.has(id))) {
      this.#kept.delete(id);
      this.#lose(id);
    }
    const back = this.seed.filter(({ id }) => !left.has(id) && !this.directory.org(id));
    for (const org of await sightApps(back, this.#store, this.#clock.now())) this.directory.put(org);
  }

  /** Another process deleted it. */
  #lose(orgId: string): void {
    const org = this.directory.org(orgId);
    if (!org) return;
    this.directory.remove(orgId);
    this.#onGone(org.id);
  }

  async #joinLater(orgs: OrgDirectory): Promise<void> {
    const store = this.#store;
    this.#apps = await putRegisteredApps(orgs, store, this.#apps);
    const knownTo = (orgId: string) => this.#kept.get(orgId)?.userChange ?? 0;
    this.#userChanges = await putUserChanges(orgs, store, this.#userChanges, knownTo);
  }

  #last: Promise<unknown> = Promise.resolve();

  /** One after the other: each begins with what the one before it left. */
  exclusively<Result>(task: () => Promise<Result>): Promise<Result> {
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
  async #put(org: Org, facts: Pick<Kept, 'createdAt' | 'expiresAt'>): Promise<Org | undefined> {
    const kept = { ...facts, userChange: this.#userChanges };
    const document = JSON.stringify(writeOrg(org));
    const row = await this.#store.orgs.put(
      {
        orgId: org.id,
        document,
        seed: this.seedFingerprintOf(org.id),
        reading: readingOf(org, this.#store),
        ...kept,
      },
      this.#seen,
    );
    if (row === undefined) {
      await this.#follow();
      return undefined;
    }
    this.#kept.set(org.id, kept);
    this.#seen = row;
    const [dated = org] = await sightApps([org], this.#store, facts.createdAt);
    this.directory.put(dated);
    return dated;
  }

  /** Of what the seed says of an org; undefined if it says nothing. */
  seedFingerprintOf(orgId: string): string | undefined {
    const org = this.#inSeed(orgId);
    return org && fingerprintOf(org);
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

function fingerprintOf(org: Org): string {
  return hash('sha256', JSON.stringify(writeOrg(org)), 'base64url');
}

/** What the store keeps of how an org was read; one that ends with the process needs none. */
export function readingOf(org: Org, { isShared }: Store): OrgReading | undefined {
  return isShared ? { org: JSON.stringify(org), reader: readerFingerprint() } : undefined;
}

function readerOf({ isShared }: Store): () => string {
  return () => (isShared ? readerFingerprint() : '');
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
export function withName(document: unknown, entropy: Entropy): unknown {
  if (!isRecord(document) || (document.org !== undefined && !isRecord(document.org))) return document;
  const org = orgFieldsOf(document);
  if (org.name !== undefined || org.id !== undefined) return document;
  const name = `Test Org ${entropy.bytes(6).toString('hex')}`;
  return { ...document, org: { name, ...org } };
}
