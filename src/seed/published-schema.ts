/** The JSON Schema of seeds as it is published, for code that shows it without loading the seed reader. */
import { readFileSync } from 'node:fs';
import type { z } from 'zod';

export type SeedJsonSchema = z.core.JSONSchema.BaseSchema;

/** Written by `npm run docs`. */
export const SCHEMA_FILE = new URL('../../seed/seed.schema.json', import.meta.url);

/** The JSON Schema of a seed, draft 2020-12. */
export function publishedSchema(): SeedJsonSchema {
  return JSON.parse(readFileSync(SCHEMA_FILE, 'utf8'));
}
