/** `npm run docs`: writes the documents that are made from code; test/house checks that they are up to date. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { demoOrgs } from '../src/seed/demo.ts';
import { seedJsonSchema, seedReference } from '../src/seed/format.ts';
import { SCHEMA_FILE } from '../src/seed/published-schema.ts';
import { cliDocument } from './cli-document.ts';
import { clientsDocument } from './clients-document.ts';
import { errorFamilyDocuments, errorsDocument } from './errors-document.ts';
import { mutantsDocument } from './mutants-document.ts';
import { policiesDocument } from './policies-document.ts';
import { COLLECTION, ENVIRONMENT, postmanCollection, postmanEnvironment } from './postman-collection.ts';
import { supportedDocument } from './supported.ts';
import { withSamples } from './testing-document.ts';

const DOCS = new URL('../docs/', import.meta.url);

const ERRORS = new URL('errors/', DOCS);
await rm(ERRORS, { recursive: true, force: true });
await mkdir(ERRORS);
for (const [name, text] of await errorFamilyDocuments()) await writeFile(new URL(name, ERRORS), text);

await mkdir(new URL('postman/', DOCS), { recursive: true });
await writeFile(COLLECTION, postmanCollection());
await writeFile(ENVIRONMENT, postmanEnvironment(await demoOrgs()));

await writeFile(new URL('errors.md', DOCS), errorsDocument());
await writeFile(new URL('policies.md', DOCS), policiesDocument());
await writeFile(new URL('mutants.md', DOCS), mutantsDocument());
await writeFile(new URL('cli.md', DOCS), cliDocument());
await writeFile(new URL('clients.md', DOCS), clientsDocument());
await writeFile(new URL('seed.md', DOCS), seedReference());
await writeFile(SCHEMA_FILE, seedJsonSchema());
await writeFile(new URL('supported.md', DOCS), supportedDocument());
await writeFile(new URL('testing.md', DOCS), withSamples('docs/testing.md'));
await writeFile(new URL('../README.md', DOCS), withSamples('README.md'));
