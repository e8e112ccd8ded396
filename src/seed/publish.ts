/** Writes what is generated from the schema: the JSON Schema, beside the seeds, and docs/seed.md. */
import { writeFileSync } from 'node:fs';
import { SCHEMA_FILE } from './published.ts';
import { seedJsonSchema, seedReference } from './reference.ts';

writeFileSync(SCHEMA_FILE, seedJsonSchema());
writeFileSync(new URL('../../docs/seed.md', import.meta.url), seedReference());
