/** The fields that a call asks for by name (rest-data.md 2.2). */
import type { FieldDefinition, ObjectDefinition } from '../data/definition.ts';
import { check } from '../refusals/check.ts';
import type { RestCall } from './call.ts';

/** In their order, with Id at the end if it was not asked for. @throws Refusal */
export function fieldsNamed(
  call: RestCall,
  object: ObjectDefinition,
  names: readonly string[],
): readonly FieldDefinition[] {
  const fields = [...new Set(names.map((name) => name.trim()))].filter(Boolean).map((name) => {
    const field = call.session.schema.field(object, name);
    check(call, 'record.unknown-field', field, { field: name, object: object.name });
    return field;
  });
  const id = object.fields.find(({ type }) => type === 'id');
  return fields.includes(id as FieldDefinition) || !id ? [...new Set(fields)] : [...new Set(fields), id];
}
