/** Writes what is generated from the schema: the JSON Schema, beside the seeds and into the package, and docs/seed.md. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seedJsonSchema, seedReference } from './reference.ts';

const root = join(import.meta.dirname, '../..');

mkdirSync(join(root, 'dist'), { recursive: true });
writeFileSync(join(root, 'dist/seed.schema.json'), seedJsonSchema());
writeFileSync(join(root, 'seed/seed.schema.json'), seedJsonSchema());
mkdirSync(join(root, 'docs'), { recursive: true });
writeFileSync(join(root, 'docs/seed.md'), seedReference());
