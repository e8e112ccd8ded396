/** Orgs that come, change and go while the server runs; the store keeps them, for the next start and for other processes. */
import { withAppRecords } from '../oauth/app-records.ts';
import { PLATFORM_CLI } from '../org/directory.ts';
import type { Org } from '../org/model.ts';
import { changeOrg, type OrgChange } from '../seed/change-org.ts';
import { readSeedDocument } from '../seed/load.ts';
import { SeedError } from '../seed/problems.ts';
import { isFields, orgFieldsOf } from '../seed/records.ts';
import { readWrittenOrg, type WrittenOrg, writeOrg } from '../seed/written-org.ts';
import { type OrgRecords, type Row, type StoredOrgDocument, StoreError } from '../store/port.ts';
import type { World } from '../world.ts';
import { stopwatch } from './clock.ts';
import { clash, orgClashes } from './org-clashes.ts';

/** What is known of an org that the store keeps. */
interface Kept {
  readonly row: Row;
  readonly expiresAt: number | undefined;
  readonly createdAt: number;
}

export class LabOrgs {
  /** What the seed said: to go back to. */
  seed: readonly Org[];
  readonly #kept = new Map<string, Kept>();
  #seen: Row = 0;
  #due: { readonly at: number; readonly moves: number } = { at: Number.POSITIVE_INFINITY, moves: 0 };

  constructor(seed: readonly Org[]) {
    this.seed = seed;
  }

  /** The seed's orgs with those of the store in their place, and beside them. @throws StoreError */
  laidOverSeed(rows: readonly StoredOrgDocument[]): Org[] {
    const orgs = new Map(this.seed.map((org) => [org.id, org]));
    this.#kept.clear();
    this.#seen = 0;
    for (const row of rows) {
      const org = this.#note(row);
      if (org) orgs.set(org.id, org);
      else orgs.delete(row.orgId);
    }
    return [...orgs.values()];
  }

  /**
   * @param document a seed document; an org without a name gets one of its own
   * @param expiresIn milliseconds after which it goes by itself
   * @throws SeedError, and nothing was changed
   */
  async create(world: World, document: unknown, expiresIn: number | undefined): Promise<Org> {
    const org = readSeedDocument(withName(document, world));
    const known = world.orgs.org(org.id);
    if (known) {
      const given = orgFieldsOf(document).id;
      throw new SeedError([clash(given ? 'org.id' : 'org.name', 'org id', org.id, known)]);
    }
    const problems = orgClashes(org, world.orgs);
    if (problems.length > 0) throw new SeedError(problems);
    const createdAt = Math.floor(world.clock.of(org.id).now());
    const expiresAt = expiresIn === undefined ? undefined : createdAt + expiresIn;
    return this.#put(world, org, { createdAt, expiresAt });
  }

  /** @throws SeedError, and nothing was changed */
  async change(world: World, org: Org, changes: readonly OrgChange[]): Promise<Org> {
    const next = changeOrg(org, changes);
    if (next.id !== org.id) throw new SeedError([clash('id', 'another org', next.id, org)]);
    const problems = orgClashes(next, world.orgs);
    if (problems.length > 0) throw new SeedError(problems);
    const kept = this.#kept.get(org.id);
    const createdAt = kept?.createdAt ?? Math.floor(world.clock.of(org.id).now());
    return this.#put(world, next, { createdAt, expiresAt: kept?.expiresAt });
  }

  /** Ends their tokens; what a seed says of them counts no longer. */
  async remove(world: World, orgs: readonly Org[]): Promise<void> {
    if (orgs.length === 0) return;
    for (const { id } of orgs) {
      world.orgs.remove(id);
      this.#kept.delete(id);
    }
    this.#due = { at: 0, moves: -1 };
    await world.store.forgetOrgs(recordsOf(orgs), Math.floor(world.clock.now()));
    for (const { id } of orgs) {
      world.clock.forget(id);
      world.failures.disarmAll(id);
    }
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
    if (world.store.isShared && (await world.store.orgsVersion()) > this.#seen) await this.#follow(world);
    if (!isDue) return;
    await this.remove(world, this.#expired(world));
    this.#due = this.#nextDue(world);
  }

  /** What other processes did. */
  async #follow(world: World): Promise<void> {
    for (const row of await world.store.orgsAfter(this.#seen)) {
      if (row.row <= this.#seen) continue;
      const org = this.#note(row);
      if (!org) world.orgs.remove(row.orgId);
      else
        for (const dated of await withAppRecords([org], world.store, world.clock.now()))
          world.orgs.put(dated);
    }
  }

  /** Reads what the store keeps of an org, and remembers it. Undefined for one that is gone. */
  #note({ row, orgId, document, expiresAt, createdAt }: StoredOrgDocument): Org | undefined {
    this.#seen = Math.max(this.#seen, row);
    this.#due = { at: 0, moves: -1 };
    if (document === undefined) {
      this.#kept.delete(orgId);
      return undefined;
    }
    this.#kept.set(orgId, { row, expiresAt, createdAt });
    try {
      return readWrittenOrg(JSON.parse(document) as WrittenOrg, () => true);
    } catch (error) {
      if (!(error instanceof SeedError)) throw error;
      throw new StoreError(
        `The store has an org, ${orgId}, that this fauxforce cannot read: ${error.message}`,
      );
    }
  }

  async #put(world: World, org: Org, facts: Omit<Kept, 'row'>): Promise<Org> {
    const before = this.#kept.get(org.id)?.row ?? (await world.store.orgRow(org.id));
    const document = JSON.stringify(writeOrg(org));
    const row = await world.store.putOrg({ orgId: org.id, document, ...facts }, before);
    if (row === undefined) {
      await this.#follow(world);
      throw new SeedError([clash('', 'the newest state', org.id, org)]);
    }
    this.#kept.set(org.id, { row, ...facts });
    // Rows between are another process's: they are read before the next request.
    if (row === this.#seen + 1) this.#seen = row;
    if (facts.expiresAt !== undefined) this.#due = { at: 0, moves: -1 };
    const [dated = org] = await withAppRecords([org], world.store, facts.createdAt);
    world.orgs.put(dated);
    return dated;
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
function withName(document: unknown, { entropy }: World): unknown {
  if (!isFields(document) || (document.org !== undefined && !isFields(document.org))) return document;
  const org = orgFieldsOf(document);
  if (org.name !== undefined || org.id !== undefined) return document;
  const name = `Test Org ${entropy.bytes(6).toString('hex')}`;
  return { ...document, org: { name, ...org } };
}
