/** Whatever a document says of objects: it is an org whose objects can be described and filled, or problems in sentences. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVERYTHING } from '../../src/data/access.ts';
import { describeObject } from '../../src/data/describe.ts';
import { schemaOfOrg } from '../../src/data/schema.ts';
import { CUSTOM_FIELD_TYPES } from '../../src/org/custom-objects.ts';
import type { Org } from '../../src/org/model.ts';
import { readSeedDocument } from '../../src/seed/load.ts';
import { SeedError } from '../../src/seed/problems.ts';
import { element, escaped } from '../project/any-xml.ts';
import { load, metadata, writeProject } from '../project/helpers.ts';

const object = fc.constantFrom(
  'A__c',
  'B__c',
  'a__c',
  'ns__C__c',
  'Account',
  'User',
  'Nothing',
  '__proto__',
  'constructor',
);
const fieldName = fc.constantFrom('X__c', 'Y__c', 'x__c', 'Name', 'Z', '__proto__', 'toString', 'ns__W__c');
const words = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom('A__c', 'Account', 'X', 'INV-{0000}', '{0}', '"a"', '0', ''),
);
const anything = fc.oneof(
  words,
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.array(words, { maxLength: 3 }),
);
const likely = {
  type: fc.constantFrom(...CUSTOM_FIELD_TYPES),
  required: fc.boolean(),
  externalId: fc.boolean(),
  unique: fc.boolean(),
  caseSensitive: fc.boolean(),
  length: fc.constantFrom(1, 80, 255, 256, 131_072),
  precision: fc.integer({ min: 1, max: 18 }),
  scale: fc.integer({ min: 0, max: 17 }),
  defaultValue: fc.oneof(words, fc.integer(), fc.boolean()),
  values: fc.array(words, { maxLength: 3 }),
  labels: fc.dictionary(words, words, { maxKeys: 2 }),
  restricted: fc.boolean(),
  referenceTo: object,
  relationshipName: fc.constantFrom('As', 'Bs', 'as', '1'),
  deleteConstraint: fc.constantFrom('SetNull', 'Restrict', 'Cascade'),
  displayFormat: fc.constantFrom('INV-{0000}', '{YYYY}-{0}', '{0}{0}', 'x'),
  startingNumber: fc.integer({ min: 0, max: 10 }),
  formula: words,
};
const field = fc.oneof(
  { weight: 3, arbitrary: fc.record(likely, { requiredKeys: ['type'] }) },
  { weight: 1, arbitrary: fc.dictionary(fc.constantFrom(...Object.keys(likely), 'lenght'), anything) },
  { weight: 1, arbitrary: anything },
);
const fields = fc.dictionary(fieldName, field, { maxKeys: 4 });
const objects = fc.dictionary(
  object,
  fc.oneof(
    fc.record(
      {
        label: words,
        nameField: fc.record(
          { type: fc.constantFrom('Text', 'AutoNumber'), displayFormat: words },
          { requiredKeys: [] },
        ),
        keyPrefix: fc.constantFrom('a00', 'a01', 'x'),
        fields,
      },
      { requiredKeys: ['fields'] },
    ),
    anything,
  ),
  { maxKeys: 4 },
);

/** Describes every object; what it says of fields is whole. */
function describeAll(org: Org): void {
  const schema = schemaOfOrg(org);
  for (const own of schema.objects) {
    const described = JSON.parse(JSON.stringify(describeObject(own, EVERYTHING, 60)));
    expect(described.fields).toHaveLength(own.fields.length);
    for (const one of own.fields) expect(schema.field(own, one.name.toUpperCase())).toBe(one);
  }
}

describe('objects of a document', () => {
  test('are described, or are problems', () => {
    fc.assert(
      fc.property(objects, (given) => {
        try {
          describeAll(readSeedDocument({ objects: given }));
        } catch (error) {
          if (!(error instanceof SeedError)) throw error;
          for (const { path, message } of error.problems)
            expect(`${path} ${message}`).toMatch(/^objects.* .{10}/s);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('of a project are described, and what is wrong is told', async () => {
    const xml = fc
      .dictionary(
        fc.constantFrom(...Object.keys(likely), 'lenght', 'valueSet'),
        fc.oneof(words, fc.constantFrom(...CUSTOM_FIELD_TYPES)),
        { maxKeys: 6 },
      )
      .map((own) =>
        Object.entries(own)
          .map(([name, text]) => element(name, escaped(text)))
          .join('\n'),
      );
    const file = fc.tuple(object, fieldName, xml);
    await fc.assert(
      fc.asyncProperty(fc.array(file, { maxLength: 6 }), async (files) => {
        const folder = writeProject(
          Object.fromEntries(
            files.map(([of, name, content]) => [
              `force-app/objects/${of}/fields/${name}.field-meta.xml`,
              metadata('CustomField', content),
            ]),
          ),
        );
        describeAll((await load(folder)).org);
      }),
      { numRuns: 60 },
    );
  });
});
