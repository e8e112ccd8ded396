import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { seedJsonSchema, seedReference } from '../../src/seed/format.ts';

test('docs/seed.md is what the schema says now (else: npm run docs)', () => {
  expect(readFileSync('docs/seed.md', 'utf8')).toBe(seedReference());
});

test('seed/seed.schema.json is what the schema says now (else: npm run docs)', () => {
  expect(readFileSync('seed/seed.schema.json', 'utf8')).toBe(seedJsonSchema());
});

test('the file that docs/seed.md has editors read is exported by the package', () => {
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    exports: Record<string, unknown>;
  };
  const [, named] = /\$schema=node_modules\/fauxforce\/(\S+?)`/.exec(seedReference()) ?? [];
  expect(exports['./seed.schema.json']).toBe(`./${named}`);
});

test('the JSON Schema refuses unknown keys and knows defaults', () => {
  const schema = JSON.parse(seedJsonSchema());
  expect(schema.additionalProperties).toBe(false);
  expect(schema.properties.apps.items.additionalProperties).toBe(false);
  expect(schema.properties.apps.items.required).toEqual(['name']);
  expect(schema.properties.apps.items.properties.isSecretRequiredForRefreshToken.default).toBe(true);
});

test('every key has a meaning', () => {
  const rows = seedReference()
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  expect(rows.length).toBeGreaterThan(90);
  expect(rows.filter((row) => row.endsWith('|  |'))).toEqual([]);
});
