/** The objects of an org, found by name in any case, each with what leads to it. */

import type { CustomObjects } from '../org/custom-objects.ts';
import {
  type ChildRelationship,
  type FieldDefinition,
  fieldsByName,
  type ObjectDefinition,
  type Schema,
} from './definition.ts';
import { withCustom } from './definitions/custom-object.ts';
import type { WrittenField } from './definitions/field.ts';
import { SHIPPED_OBJECTS } from './definitions/index.ts';
import type { WrittenObject } from './definitions/object.ts';

/** The objects of an org that has none of its own. */
export const SHIPPED_SCHEMA: Schema = schemaOf(SHIPPED_OBJECTS);

const known = new WeakMap<CustomObjects, Schema>();

/** The objects of an org: made once for what it says of them, and gone with it. */
export function schemaOfOrg({ objects }: { readonly objects?: CustomObjects }): Schema {
  if (!objects) return SHIPPED_SCHEMA;
  const schema = known.get(objects) ?? schemaOf(withCustom(SHIPPED_OBJECTS, objects));
  known.set(objects, schema);
  return schema;
}

function schemaOf(written: readonly WrittenObject[]): Schema {
  const children = childrenByParent(written);
  const objects = written
    .map((object) => definition(object, children.get(object.name) ?? []))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const byName = new Map(objects.map((object) => [object.name.toLowerCase(), object]));
  const fields = new Map(objects.map((object) => [object, fieldsByName(object.fields)]));
  return {
    objects,
    object: (name) => byName.get(name.toLowerCase()),
    field: (object, name) => fields.get(object)?.get(name.toLowerCase()),
  };
}

function definition(
  { fields, isCustom = false, ...object }: WrittenObject,
  childRelationships: readonly ChildRelationship[],
): ObjectDefinition {
  const own: FieldDefinition[] = fields.map(({ child: _, ...field }: WrittenField) => field);
  return { ...object, isCustom, fields: own, childRelationships };
}

/** Sorted as a describe has them: by the child's name, then by the field's. */
function childrenByParent(written: readonly WrittenObject[]): Map<string, ChildRelationship[]> {
  const children = new Map<string, ChildRelationship[]>();
  for (const object of [...written].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const references = object.fields.filter(({ type }) => type === 'reference');
    for (const field of references.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      for (const parent of field.referenceTo) {
        const { relationshipName = null, onDelete = 'clear' } = field.child ?? {};
        const relationship = { childObject: object.name, field: field.name, relationshipName, onDelete };
        const known = children.get(parent);
        if (known) known.push(relationship);
        else children.set(parent, [relationship]);
      }
    }
  }
  return children;
}
