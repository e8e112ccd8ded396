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
import { isFields, orgFieldsOf } from '../seed/records.ts';
import { type OrgRecords, type Row, type Store, type StoredOrgDocument, StoreError } from '../store/port.ts';
import type { World } from '../world.ts';
import { endWhatChanged } from './change-effects.ts';
import { stopwatch } from './clock.ts';
import { clash, orgClashes } from './org-clashes.ts';

/** What is known of an org that the store keeps. */
interface Kept {
  readonly expiresAt: number | undefined;
  readonly createdAt: number;
  /** The newest change of its users that its document has in it. */
  readonly userChange: Row;
}

export class LabOrgs {
  /** What the seed says: to go back to. */
  seed: readonly Org[];
  readonly #kept = new Map<string, Kept>();
  /** The newest rows that were read: of orgs, of apps that registered, of what changed of users. */
  #seen: Row = 0;
  #apps: Row = 0;
  #userChanges: Row = 0;
  #version = '';
  #due: { readonly at: number; readonly moves: number } = { at: Number.POSITIVE_INFINITY, moves: 0 };

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
    this.#seen = 0;
    for (const row of await store.orgsAfter(0)) {
      this.#seen = row.row;
      const ofSeed = orgs.get(row.orgId);
      if (row.seed !== undefined && (!ofSeed || wordFor(ofSeed) !== row.seed)) {
        if (ofSeed) await store.dropOrg(row.orgId, row.row);
        continue;
      }
      const org = await this.#note(row);
      if (org) orgs.set(org.id, org);
      else orgs.delete(row.orgId);
    }
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
    this.#due = { at: 0, moves: -1 };
    await world.store.forgetOrgs(recordsOf(orgs), Math.floor(world.clock.now()));
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
    const isDue = stopwatch() >= this.#due.at || this.#due.moves !== world.clock.moves;
    if (isDue) return this.#refresh(world, true);
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
    if (!isDue) return;
    await this.remove(world, this.#expired(world));
    this.#due = this.#nextDue(world);
  }

  /** Takes in what was written since the last look, in this process or another: orgs, apps and users that came, log-ins. */
  follow(world: World): Promise<void> {
    return this.alone(() => this.#follow(world));
  }

  async #follow(world: World): Promise<void> {
    const { store, orgs, clock } = world;
    const version = await store.recordsVersion();
    const rows = await store.orgsAfter(this.#seen);
    for (const row of rows) {
      this.#seen = row.row;
      if (row.seed !== undefined && this.wordOf(row.orgId) === undefined) continue;
      const org = await this.#note(row);
      if (org) for (const dated of await withAppRecords([org], store, clock.now())) orgs.put(dated);
      else this.#lose(world, row.orgId);
    }
    if (rows.length > 0) await this.join(orgs, store);
    else await this.#joinLater(orgs, store);
    await world.logInRate.follow();
    this.#version = version;
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
    const { orgId, document, expiresAt, createdAt, userChange } = stored;
    this.#due = { at: 0, moves: -1 };
    if (document === undefined) {
      this.#kept.delete(orgId);
      return undefined;
    }
    const { readWrittenOrg } = await import('../seed/written-org.ts');
    this.#kept.set(orgId, { expiresAt, createdAt, userChange });
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
      { orgId: org.id, document, seed: this.wordOf(org.id), ...kept },
      this.#seen,
    );
    if (row === undefined) {
      await this.#follow(world);
      return undefined;
    }
    this.#kept.set(org.id, kept);
    this.#seen = row;
    if (facts.expiresAt !== undefined) this.#due = { at: 0, moves: -1 };
    const [dated = org] = await withAppRecords([org], world.store, facts.createdAt);
    world.orgs.put(dated);
    return dated;
  }

  /** What the seed says of an org, in a word: another one when it says something else. Undefined if it says nothing. */
  wordOf(orgId: string): string | undefined {
    const org = this.seed.find(({ id }) => id === orgId);
    return org && wordFor(org);
  }

  #expired({ orgs, clock }: World): Org[] {
    return [...this.#kept].flatMap(([id, { expiresAt }]) =>
      expiresAt !== undefined && clock.of(id).now() >= expiresAt ? (orgs.org(id) ?? []) : [],
    );
  }

  /** On the stopwatch, as long as nobody moves a clock. */
  #nextDue({ clock }: World): { at: number; moves: number } {
    let next = Number.POSITIVE_INFINITY;
    for (const [id, { expiresAt }] of this.#kept) {
      if (expiresAt !== undefined) next = Math.min(next, expiresAt - clock.of(id).now());
    }
    return { at: stopwatch() + next, moves: clock.moves };
  }
}

/** What this process has in memory of an org that is gone. */
function forgetOrg({ clock, failures, logInRate }: World, { id, users }: Org): void {
  clock.forget(id);
  failures.disarmAll(id);
  logInRate.forget(users.map((user) => user.id));
}

function wordFor(org: Org): string {
  return hash('sha256', JSON.stringify(writeOrg(org)), 'base64url');
}

function recordsOf(orgs: readonly Org[]): OrgRecords {
  return {
    orgIds: orgs.map(({ id }) => id),
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
