/** Helpers that write the schemas of the lab's answers and bodies: JSON Schema 2020-12, as OpenAPI 3.1 uses it. */
import { FIRST_INSTANT, LAST_INSTANT } from '../plane/input.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

export const text = (description?: string): JsonSchema => kind('string', description);
export const number = (description?: string): JsonSchema => kind('number', description);
export const flag = (description?: string): JsonSchema => kind('boolean', description);
/** A whole number, at least 0 unless said otherwise. */
export const count = (description: string, least = 0): JsonSchema => ({
  ...kind('integer', description),
  minimum: least,
});
export const instant = (description: string): JsonSchema => ({
  ...kind('string', description),
  format: 'date-time',
});
/** An instant as `readInstant` accepts it. */
export const instantOrMs = (description: string): JsonSchema => ({
  description: `${description} ISO 8601, or milliseconds since 1970.`,
  anyOf: [
    { type: 'string', format: 'date-time' },
    { type: 'integer', minimum: FIRST_INSTANT, maximum: LAST_INSTANT },
  ],
});
/** One of a closed list of words. */
export const word = (words: readonly string[], description?: string): JsonSchema => ({
  ...kind('string', description),
  enum: [...words],
});

export const list = (items: JsonSchema, description?: string): JsonSchema => ({
  ...kind('array', description),
  items,
});
/** An object with any keys. */
export const mapOf = (values: JsonSchema | true, description?: string): JsonSchema => ({
  ...kind('object', description),
  additionalProperties: values,
});

export const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });

/** An object with these keys and no others. */
export function object<Name extends string>(
  properties: Readonly<Record<Name, JsonSchema>>,
  { optional = [], ...more }: { readonly optional?: readonly NoInfer<Name>[] | 'all' } & JsonSchema = {},
): JsonSchema {
  const names = Object.keys(properties) as Name[];
  const required = optional === 'all' ? [] : names.filter((name) => !optional.includes(name));
  return {
    type: 'object',
    properties,
    ...(required.length > 0 && { required }),
    additionalProperties: false,
    ...more,
  };
}

/** A schema that the document lists by name. Wherever it is used, a reference to that name is written. */
export function named(title: string, schema: JsonSchema): JsonSchema {
  return { ...schema, title };
}

function kind(type: string, description: string | undefined): JsonSchema {
  return description === undefined ? { type } : { type, description };
}
