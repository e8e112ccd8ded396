/** The schema as one user sees it: objects and fields that they may not read are not in it, and none is writable that they may not edit. */
import type { Org } from '../org/model.ts';
import { permissionsKey } from '../org/permissions.ts';
import type { Subject } from '../org/subject.ts';
import { accessToView, type ObjectAccess, RowAccess } from './access.ts';
import {
  type ChildRelationship,
  type FieldDefinition,
  fieldsByName,
  type ObjectDefinition,
  type Schema,
} from './definition.ts';
import { objectNamed } from './views/index.ts';

/** What permissions make of an org's schema. */
export interface Visible {
  readonly schema: Schema;
  access(object: ObjectDefinition): ObjectAccess;
}

/** So many combinations of profile and permission sets are remembered for an org. */
const MOST = 200;

/** An org that changes is another one: what is known of it goes with it. */
const known = new WeakMap<Org, Map<string, Visible & { readonly whole: Schema }>>();

export function visibleTo(whole: Schema, subject: Subject): Visible {
  const ofOrg = known.get(subject.org) ?? new Map();
  known.set(subject.org, ofOrg);
  const key = permissionsKey(subject);
  const before = ofOrg.get(key);
  if (before?.whole === whole) return before;
  if (ofOrg.size >= MOST) ofOrg.clear();
  const made = { whole, ...visible(whole, subject) };
  ofOrg.set(key, made);
  return made;
}

function visible(whole: Schema, subject: Subject): Visible {
  const rows = new RowAccess(subject);
  const byName = new Map<string, ObjectAccess>();
  const access = (object: ObjectDefinition): ObjectAccess => {
    const before = byName.get(object.name);
    if (before) return before;
    const own = objectNamed(object.name) ? accessToView(subject, object) : rows.object(object);
    byName.set(object.name, own);
    return own;
  };
  return { schema: new VisibleSchema(whole, access, rows), access };
}

class VisibleSchema implements Schema {
  readonly #whole: Schema;
  readonly #access: Visible['access'];
  readonly #rows: RowAccess;
  readonly #made = new Map<ObjectDefinition, ObjectDefinition>();
  readonly #fields = new Map<string, ReadonlyMap<string, FieldDefinition>>();
  #objects: readonly ObjectDefinition[] | undefined;

  constructor(whole: Schema, access: Visible['access'], rows: RowAccess) {
    this.#whole = whole;
    this.#access = access;
    this.#rows = rows;
  }

  get objects(): readonly ObjectDefinition[] {
    this.#objects ??= this.#whole.objects.flatMap((object) => this.object(object.name) ?? []);
    return this.#objects;
  }

  object(name: string): ObjectDefinition | undefined {
    const object = this.#whole.object(name);
    if (!object || !this.#access(object).read) return undefined;
    const made = this.#made.get(object) ?? this.#visible(object);
    this.#made.set(object, made);
    return made;
  }

  field({ name: object }: ObjectDefinition, name: string): FieldDefinition | undefined {
    const fields = this.#fields.get(object) ?? fieldsByName(this.object(object)?.fields);
    this.#fields.set(object, fields);
    return fields.get(name.toLowerCase());
  }

  /** The very definition where nothing of it is hidden. */
  #visible(object: ObjectDefinition): ObjectDefinition {
    const fields = object.fields.flatMap((field) => this.#visibleField(object, field) ?? []);
    const childRelationships = object.childRelationships.filter((child) => this.#isVisible(child));
    const isWhole =
      childRelationships.length === object.childRelationships.length &&
      fields.length === object.fields.length &&
      fields.every((field, i) => field === object.fields[i]);
    return isWhole ? object : { ...object, fields, childRelationships };
  }

  #visibleField(object: ObjectDefinition, field: FieldDefinition): FieldDefinition | undefined {
    if (objectNamed(object.name)) return field;
    const { read, edit } = this.#rows.field(object, field);
    if (!read) return undefined;
    const isWritable = field.isCreateable || field.isUpdateable;
    return edit || !isWritable ? field : { ...field, isCreateable: false, isUpdateable: false };
  }

  #isVisible({ childObject, field: name }: ChildRelationship): boolean {
    const child = this.#whole.object(childObject);
    const field = child && this.#whole.field(child, name);
    if (!child || !field || !this.#access(child).read) return false;
    return objectNamed(childObject) !== undefined || this.#rows.field(child, field).read;
  }
}
