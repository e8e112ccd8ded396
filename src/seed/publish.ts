/** Writes what is generated from the schema: the JSON Schema, beside the seeds, and docs/seed.md. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seedJsonSchema, seedReference } from './reference.ts';

const root = join(import.meta.dirname, '../..');

writeFileSync(join(root, 'seed/seed.schema.json'), seedJsonSchema());
writeFileSync(join(root, 'docs/seed.md'), seedReference());
