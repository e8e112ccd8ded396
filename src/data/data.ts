/** Where records are reached: a session for each call, of one user of one org. */
import type { Host } from '../org/hosts.ts';
import type { Org, User } from '../org/model.ts';
import type { Records } from '../store/port.ts';
import type { World } from '../world/world.ts';
import type { ObjectAccess } from './access.ts';
import type { ObjectDefinition, Schema } from './definition.ts';
import { RecordIds } from './ids.ts';
import { objectNamed } from './views/index.ts';
import { visibleTo } from './visible-schema.ts';

/** Who reads and writes. */
export interface Caller {
  readonly org: Org;
  readonly user: User;
  /** URLs in records are of this host. */
  readonly host: Host;
}

/** The data of one org as one user sees it, at one moment. */
export interface Session extends Caller {
  readonly world: World;
  /** The records that are there; or those, with changes that are written later. */
  readonly records: Records;
  readonly ids: RecordIds;
  /** Milliseconds since the epoch, by the org's clock. */
  readonly now: number;
  /** What the user sees of the org's objects and fields. */
  readonly schema: Schema;
  /** All of them: what is hidden from the user is stored, keeps its defaults and follows what it belongs to. */
  readonly wholeSchema: Schema;
  access(object: ObjectDefinition): ObjectAccess;
  /** Whether inactive users may become owners: of records that a seed or the lab gives (Salesforce: Update Records with Inactive Owners). */
  readonly mayGiveToInactive?: true;
}

class Data {
  readonly #world: World;
  #schemaOf: ((org: Org) => Schema) | undefined;
  readonly #ids: RecordIds;

  constructor(world: World) {
    this.#world = world;
    this.#ids = new RecordIds(world.entropy);
  }

  async session(caller: Caller): Promise<Session> {
    const later = this.#world.laterRecords.made(caller.org.id);
    if (later) await later;
    return this.firstSession(caller);
  }

  /** For who makes the records that a session waits for. */
  async firstSession(caller: Caller): Promise<Session> {
    this.#schemaOf ??= (await loadSchema()).schemaOfOrg;
    const wholeSchema = this.#schemaOf(caller.org);
    const now = this.#world.clock.of(caller.org.id).now();
    const { schema, access } = visibleTo(wholeSchema, { org: caller.org, user: caller.user, now });
    return {
      ...caller,
      world: this.#world,
      records: this.#world.store.records,
      ids: this.#ids,
      now,
      schema,
      wholeSchema,
      access,
    };
  }
}

/** One for each world: records that are made one after the other stand in that order, whoever makes them. */
const known = new WeakMap<World, Data>();

export function dataOf(world: World): Data {
  const data = known.get(world) ?? new Data(world);
  known.set(world, data);
  return data;
}

/** Loaded with the first call that reaches records, or when there is nothing else to do. */
export function loadSchema() {
  return import('./schema.ts');
}

/** An object that the session's user may read, by its name in any case; undefined: there is none for them. */
export function visibleObject({ schema, access }: Session, name: string): ObjectDefinition | undefined {
  const object = schema.object(name);
  return object && access(object).read ? object : undefined;
}

/** The same object with the fields that are hidden from the session's user. */
export function wholeObject({ wholeSchema }: Session, object: ObjectDefinition): ObjectDefinition {
  return wholeSchema.object(object.name) ?? object;
}

/** The session's org as it is now, if a call has changed it. */
export function freshOrg({ world, org }: Pick<Session, 'world' | 'org'>): Org {
  return world.orgs.org(org.id) ?? org;
}

/** Whether the object's rows are worked out of the org, and not kept in the store. */
export function isView({ name }: ObjectDefinition): boolean {
  return objectNamed(name) !== undefined;
}
