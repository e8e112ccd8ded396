/** The JSON Schema of seeds as it is published: whoever only shows it need not load what reads seeds. */
import { readFileSync } from 'node:fs';
import type { z } from 'zod';

export type SeedJsonSchema = z.core.JSONSchema.BaseSchema;

/** Written by `npm run docs`. */
export const SCHEMA_FILE = new URL('../../seed/seed.schema.json', import.meta.url);

/** What a seed may say, as JSON Schema, draft 2020-12. */
export function publishedSchema(): SeedJsonSchema {
  return JSON.parse(readFileSync(SCHEMA_FILE, 'utf8'));
}
