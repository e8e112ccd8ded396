/** Custom objects and fields in a seed: the Metadata API's CustomObject and CustomField, flattened. */
import { z } from 'zod';
import { CUSTOM_FIELD_TYPES } from '../org/custom-objects.ts';
import { text } from './schema-words.ts';

const label = (of: string) =>
  text(80).optional().describe(`Label of the ${of}. Left out: made from its API name.`);

const displayFormat = () =>
  text(30)
    .optional()
    .describe(
      'How an auto number is written: `INV-{0000}`, also with {YYYY}, {YY}, {MM} and {DD}. Left out: {0}.',
    );
const startingNumber = () =>
  z.int().min(0).max(999_999_999).optional().describe('Of an auto number: the first. Left out: 1.');

const CustomField = z.strictObject({
  type: z.enum(CUSTOM_FIELD_TYPES).describe('Type of the field. `Summary` is described, and has no value.'),
  label: label('field'),
  inlineHelpText: text(510).optional().describe('What a describe says of it as help. Left out: nothing.'),
  required: z.boolean().optional().describe('Whether a record must have a value. Left out: false.'),
  externalId: z
    .boolean()
    .optional()
    .describe(
      'Whether an upsert finds records by it: of Text, Number, Email and AutoNumber. Left out: false.',
    ),
  unique: z
    .boolean()
    .optional()
    .describe('Whether no two records have the same value: of Text, Number and Email. Left out: false.'),
  caseSensitive: z
    .boolean()
    .optional()
    .describe(
      'Whether values that differ in case alone are different, of an external id or a unique field. Left out: false.',
    ),
  length: z
    .int()
    .min(1)
    .max(131_072)
    .optional()
    .describe('Characters of Text, LongTextArea and Html. Left out: 255; 32768 of the long ones.'),
  precision: z
    .int()
    .min(1)
    .max(18)
    .optional()
    .describe('Digits of Number, Currency and Percent. Left out: 18.'),
  scale: z
    .int()
    .min(0)
    .max(17)
    .optional()
    .describe(
      'Digits behind the point, of those and of Location. Left out: 0; 2 of Currency, 5 of Location.',
    ),
  defaultValue: z
    .union([z.string().max(255), z.number(), z.boolean()])
    .optional()
    .describe(
      'What a record gets that is made without a value; of a picklist, one of its values. Left out: none; false of Checkbox.',
    ),
  values: z.array(text(255)).max(1_000).optional().describe('Values of a picklist. Left out: any.'),
  labels: z
    .record(text(), text())
    .optional()
    .describe('Labels of those values of a picklist that have another one. Left out: each is its own label.'),
  restricted: z.boolean().optional().describe('Whether a picklist takes no other values. Left out: false.'),
  referenceTo: text(80)
    .optional()
    .describe('Object that a Lookup or MasterDetail leads to. Left out: required for those.'),
  relationshipName: text(40)
    .optional()
    .describe(
      'What the records are called from its other end: `Invoices` in `SELECT (SELECT Id FROM Invoices__r) FROM Account`. Left out: no query goes that way.',
    ),
  deleteConstraint: z
    .enum(['SetNull', 'Restrict', 'Cascade'])
    .optional()
    .describe(
      'What deleting its other end does to a Lookup: empties it, is refused, or deletes the record too, as with a MasterDetail. Left out: SetNull; Restrict of a required one.',
    ),
  reparentableMasterDetail: z
    .boolean()
    .optional()
    .describe('Whether a MasterDetail may be changed later. Left out: false.'),
  displayFormat: displayFormat(),
  startingNumber: startingNumber(),
  formula: text(3900)
    .optional()
    .describe(
      'Makes a formula field of it, which is described, and has no value: formulas are not worked out. Left out: it is none.',
    ),
});

const NameField = z.strictObject({
  type: z.enum(['Text', 'AutoNumber']).optional().describe('Type of the name. Left out: Text.'),
  label: text(80).optional().describe('Label of the name. Left out: that of the object and `Name`.'),
  displayFormat: displayFormat(),
  startingNumber: startingNumber(),
});

export const CustomObject = z.strictObject({
  label: label('object'),
  pluralLabel: text(80).optional().describe('Plural of the label. Left out: the label with an s.'),
  nameField: NameField.optional().describe('The field Name. Left out: a text.'),
  keyPrefix: z
    .string()
    .regex(/^a[0-9A-Za-z]{2}$/, {
      error: ({ input }) => `'${input}' is no key prefix of a custom object: a, and two letters or digits`,
    })
    .optional()
    .describe(
      'First three characters of the ids of its records. Left out: a00, a01 and so on, in the order of the objects.',
    ),
  fields: z
    .record(text(80), CustomField)
    .default({})
    .describe('Custom fields, by API name: `{ Number__c: { type: Text, length: 20, externalId: true } }`.'),
});
