/** What permissions of a seed may name of standard objects is what their definitions say. */
import { expect, test } from 'vitest';
import { isView } from '../../src/data/data.ts';
import type { FieldDefinition, ObjectDefinition } from '../../src/data/definition.ts';
import { SHIPPED_SCHEMA } from '../../src/data/schema.ts';
import { STANDARD_FIELDS } from '../../src/org/standard-fields.ts';

/** The parts of an address have the security of the whole. */
function securable({ fields }: ObjectDefinition): string[] {
  const addresses = new Set(fields.filter(({ type }) => type === 'address').map(({ name }) => name));
  const isPart = ({ compoundFieldName: whole }: FieldDefinition) => whole !== null && addresses.has(whole);
  return fields.filter((field) => field.isPermissionable && !isPart(field)).map(({ name }) => name);
}

test('every object whose records are kept, with the fields that have field-level security', () => {
  const kept = SHIPPED_SCHEMA.objects.filter((object) => !isView(object));
  expect(STANDARD_FIELDS).toEqual(Object.fromEntries(kept.map((object) => [object.name, securable(object)])));
});
