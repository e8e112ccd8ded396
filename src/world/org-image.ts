/**
 * The image in memory of the orgs: those of the seed, and those that were made, changed or deleted at run time, which the store
 * keeps for the next start and for other processes. It follows what other processes write.
 * The seed reader is imported when the first org is to be read: loading it takes longer than the rest of a start.
 */

import type { LabClock } from '../ground/clock.ts';
import type { Entropy } from '../ground/entropy.ts';
import { InTurn } from '../ground/in-turn.ts';
import { OnceATurn } from '../ground/once-a-turn.ts';
import { OrgDirectory } from '../org/directory.ts';
import type { App, Org, User } from '../org/model.ts';
import type { RecordList } from '../seed/add-record.ts';
import type { OrgChange, OrgChanges } from '../seed/change-org.ts';
import { type WrittenOrg, writeOrg } from '../seed/document-of.ts';
import { SeedError } from '../seed/problems.ts';
import { readerFingerprint } from '../seed/reader.ts';
import { type Fields, orgFieldsOf } from '../seed/records.ts';
import {
  type GoneRecords,
  type Row,
  type Store,
  type StoredOrgDocument,
  StoreError,
  StoreUnavailable,
} from '../store/port.ts';
import { sightApps } from './app-sightings.ts';
import { endWhatChanged } from './change-effects.ts';
import { type Kept, KeptOrgs } from './kept-orgs.ts';
import { withName } from './new-org.ts';
import { clash, orgClashes } from './org-clashes.ts';
import { fingerprintOf, goneFrom, readerOf, readingOf, recordsOf } from './org-rows.ts';
import { putRegisteredApps } from './registered-app.ts';
import { putUserChanges } from './user-changes.ts';

/** What the image works with. */
interface Surroundings {
  readonly store: Store;
  readonly clock: LabClock;
  readonly entropy: Entropy;
  /** Called for each org that was deleted, by whichever process. */
  readonly onGone: (orgId: string) => void;
  /** Called when another process has changed something of what all share. */
  readonly onNews: () => Promise<void>;
}

export class OrgImage {
  /** The seed's orgs, to which a reset returns. */
  seed: readonly Org[];
  /** Every org as it is now. It is replaced when a seed is read again, so ask for it in every request. */
  directory = new OrgDirectory([]);
  readonly #store: Store;
  readonly #clock: LabClock;
  readonly #entropy: Entropy;
  readonly #onGone: ((orgId: string) => void)[];
  readonly #onNews: () => Promise<void>;
  readonly #kept = new KeptOrgs();
  readonly #turns = new InTurn();
  /** At what other processes changed. */
  readonly #look = new OnceATurn();
  /** The newest rows that were read: of orgs, of registered apps, of user changes. */
  #seen: Row = 0;
  #apps: Row = 0;
  #userChanges: Row = 0;
  #version = '';

  constructor(seed: readonly Org[], { store, clock, entropy, onGone, onNews }: Surroundings) {
    this.seed = seed;
    this.#store = store;
    this.#clock = clock;
    this.#entropy = entropy;
    this.#onGone = [onGone];
    this.#onNews = onNews;
  }

  /**
   * Fills the directory anew with the seed's orgs, the store's orgs, and the apps and users that registered.
   *
   * @throws StoreError when the store has an org that cannot be read
   */
  async load(): Promise<void> {
    const orgs = await this.#laidOverSeed();
    const directory = new OrgDirectory(await sightApps(orgs, this.#store, this.#clock.now()));
    await this.#join(directory);
    this.directory = directory;
  }

  /** Replaces the seed's orgs. @throws StoreError */
  async replaceSeed(seed: readonly Org[]): Promise<void> {
    await this.exclusively(async () => {
      this.seed = seed;
      await this.load();
    });
  }

  /**
   * The seed's orgs, replaced and completed by those of the store. A change of an org is dropped if the seed's org has changed
   * since, and ignored while the seed does not have the org.
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
    // Another fauxforce read these orgs, or a snapshot restored them. Keeping what we read makes the next start faster.
    if (readings.length > 0) await store.orgs.keepReadings(readings, readerFingerprint());
    return [...orgs.values()];
  }

  /** Puts the registered apps and the user changes into the directory. */
  async #join(orgs: OrgDirectory): Promise<void> {
    this.#apps = 0;
    this.#userChanges = 0;
    await this.#joinLater(orgs);
  }

  /**
   * Makes an org.
   *
   * @param document a seed document; an org without a name gets a name that no other org has
   * @param expiresIn milliseconds after which it is deleted automatically
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

  /** Changes an org. What makes the changes sees the org as it is when they are made. @throws SeedError, and nothing was changed */
  change({ id }: Org, wanted: OrgChanges): Promise<Org> {
    return this.exclusively(() => this.#change(id, wanted));
  }

  async #change(id: string, wanted: OrgChanges): Promise<Org> {
    const { changeOrg } = await import('../seed/change-org.ts');
    const made: OrgChange[] = [];
    const { before, after } = await this.#replace(id, (org) => {
      made.splice(0, made.length, ...(typeof wanted === 'function' ? wanted(org) : wanted));
      return changeOrg(org, made, this.directory);
    });
    await endWhatChanged(this.#store, this.#clock, before, after, made);
    return after;
  }

  /**
   * Adds an app or a user to an org.
   *
   * @param fields the record as in a seed, all of it optional
   * @returns the org, whose list ends with the record
   * @throws SeedError, and nothing was changed
   */
  addRecord({ id }: Org, list: RecordList, fields: Fields): Promise<Org> {
    return this.exclusively(() => this.#addRecord(id, list, fields));
  }

  async #addRecord(id: string, list: RecordList, fields: Fields): Promise<Org> {
    const { addRecord } = await import('../seed/add-record.ts');
    const suffix = this.#entropy.bytes(6).toString('hex');
    const occasion = { now: this.#clock.of(id).now(), suffix, others: this.directory };
    return (await this.#replace(id, (org) => addRecord(org, list, fields, occasion))).after;
  }

  /** Deletes an app or a user of an org and ends its tokens, in one operation of the store. @returns whether it was there */
  async removeRecord({ id }: Org, record: App | User): Promise<boolean> {
    const { withoutRecord } = await import('../seed/add-record.ts');
    const less = (org: Org) => withoutRecord(org, record);
    const { before } = await this.exclusively(() => this.#replace(id, less, true));
    return [...before.apps, ...before.users].some((known) => known.id === record.id);
  }

  /**
   * Puts another org in the place of one.
   *
   * @param edit makes it; called again if another process was faster
   * @param isLess whether it lacks records, whose tokens end
   * @throws SeedError, and nothing was changed
   */
  async #replace(
    id: string,
    edit: (before: Org) => Org,
    isLess = false,
  ): Promise<{ before: Org; after: Org }> {
    const before = this.directory.org(id);
    if (!before)
      throw new StoreError(`The org ${id} is gone: GET /_fauxforce/orgs lists those that are there.`);
    const next = edit(before);
    const problems = orgClashes(next, this.directory);
    if (problems.length > 0) throw new SeedError(problems);
    const kept = this.#kept.get(id);
    const now = Math.floor(this.#clock.of(id).now());
    const facts = { createdAt: kept?.createdAt ?? now, expiresAt: kept?.expiresAt };
    const after = await this.#put(next, facts, isLess ? goneFrom(before, next, now) : undefined);
    return after ? { before, after } : this.#replace(id, edit, isLess);
  }

  /** Deletes orgs and ends their tokens. An org of the seed stays deleted at the next start. */
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
    // A higher number means that another process has written too; then the next look at the store reads these rows as well.
    if (newest === this.#seen + orgs.length) this.#seen = newest;
    for (const org of orgs) this.#tellGone(org.id);
  }

  /** Calls this too for each org that is deleted from now on, by whichever process. */
  whenGone(onGone: (orgId: string) => void): void {
    this.#onGone.push(onGone);
  }

  expiresAt(orgId: string): number | undefined {
    return this.#kept.get(orgId)?.expiresAt;
  }

  createdAt(orgId: string): number | undefined {
    return this.#kept.get(orgId)?.createdAt;
  }

  /** Deletes expired orgs, and reads what other processes changed. Undefined when there is nothing to wait for. */
  refresh(): Promise<void> | undefined {
    if (this.#kept.isDue(this.#clock)) return this.#refresh(true);
    if (!this.#store.isShared) return undefined;
    return this.#look.run(() => this.#refresh(false));
  }

  async #refresh(isDue: boolean): Promise<void> {
    if (this.#store.isShared && (await this.#store.orgs.version()) !== this.#version) await this.follow();
    if (isDue) await this.#removeExpired();
  }

  /** Does not fail when the store cannot be written: requests are still answered, and the orgs are tried again later. */
  async #removeExpired(): Promise<void> {
    const expired = this.#kept.expired(this.#clock).flatMap((id) => this.directory.org(id) ?? []);
    try {
      await this.remove(expired);
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
    }
  }

  /** Reads what was written since the last look, in this process or another: orgs, registered apps and user changes. */
  follow(): Promise<void> {
    return this.exclusively(() => this.#follow());
  }

  async #follow(): Promise<void> {
    const store = this.#store;
    const version = await store.orgs.version();
    await this.#onNews();
    const { orgs: rows, newest, all } = await store.orgs.after(this.#seen, readerOf(store));
    for (const row of rows) {
      if (row.seed !== undefined && this.seedFingerprintOf(row.orgId) === undefined) continue;
      const org = await this.#note(row);
      if (org) await this.#keep([org]);
      else this.#lose(row.orgId);
    }
    if (all) await this.#letGo(all);
    // Not before all is taken over: if the store fails meanwhile, the next look reads these rows again.
    this.#seen = newest;
    await (rows.length > 0 ? this.#join(this.directory) : this.#joinLater(this.directory));
    this.#version = version;
  }

  /** Another process has deleted orgs, or has gone back to the seed. @param left the orgs that still have a row */
  async #letGo(left: ReadonlySet<string>): Promise<void> {
    for (const id of this.#kept.ids.filter((id) => !left.has(id))) {
      this.#kept.delete(id);
      this.#lose(id);
    }
    const back = this.seed.filter(({ id }) => !left.has(id) && !this.directory.org(id));
    await this.#keep(back);
  }

  async #keep(orgs: readonly Org[]): Promise<void> {
    for (const org of await sightApps(orgs, this.#store, this.#clock.now())) this.directory.put(org);
  }

  /** Removes an org that another process deleted. */
  #lose(orgId: string): void {
    if (!this.directory.org(orgId)) return;
    this.directory.remove(orgId);
    this.#tellGone(orgId);
  }

  #tellGone(orgId: string): void {
    for (const onGone of this.#onGone) onGone(orgId);
  }

  async #joinLater(orgs: OrgDirectory): Promise<void> {
    const store = this.#store;
    this.#apps = await putRegisteredApps(orgs, store, this.#apps);
    const knownTo = (orgId: string) => this.#kept.get(orgId)?.userChange ?? 0;
    this.#userChanges = await putUserChanges(orgs, store, this.#userChanges, knownTo);
  }

  /** Runs tasks one after the other: each begins with the state that the one before it left. */
  readonly exclusively = <Result>(task: () => Promise<Result>): Promise<Result> => this.#turns.run(task);

  /** Reads an org from its row and remembers the row's facts. Undefined if the org was deleted. */
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

  /**
   * Writes an org to the store and the directory. Undefined, and nothing was written, if another process was faster; its
   * changes have been read by then.
   */
  async #put(
    org: Org,
    facts: Pick<Kept, 'createdAt' | 'expiresAt'>,
    gone?: GoneRecords,
  ): Promise<Org | undefined> {
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
      gone,
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

  /** Identifies what the seed says of an org; undefined if the seed does not have it. */
  seedFingerprintOf(orgId: string): string | undefined {
    const org = this.#inSeed(orgId);
    return org && fingerprintOf(org);
  }

  #inSeed(orgId: string): Org | undefined {
    return this.seed.find(({ id }) => id === orgId);
  }
}
