/** Custom objects and fields of a seed: each problem with its place, and what comes of an org that has them. */
import { expect, test } from 'vitest';
import { SHIPPED_SCHEMA, schemaOfOrg } from '../../src/data/schema.ts';
import { documentOf } from '../../src/seed/document-of.ts';
import { readSeedDocument } from '../../src/seed/load.ts';
import { orgOf, problemsOf } from './helpers.ts';

/** A seed with one field of one object, on line 4 from column 17. */
const field = (text: string, object = 'Invoice__c') =>
  ['objects:', `  ${object}:`, '    fields:', `      Total__c: ${text}`].join('\n');

test.each([
  [
    'an object that is not here',
    field('{ type: Text }', 'Acount'),
    "seed.yaml:2:3 object 'Acount': is neither the API name of a custom object, which ends in __c, nor an object that is here: did you mean 'Account'?",
  ],
  [
    'an object that nobody adds fields to',
    field('{ type: Text }', 'User'),
    "seed.yaml:2:3 object 'User': is neither the API name of a custom object, which ends in __c, nor an object that is here: fields can be added to Account, Case, Contact, Event, Lead, Opportunity, Task",
  ],
  [
    "a label of Salesforce's own",
    'objects: { Account: { label: Firm } }',
    "seed.yaml:1:23 label of object 'Account': Account is Salesforce's own: only fields can be added to it",
  ],
  [
    'a field without its ending',
    'objects: { Invoice__c: { fields: { Total: { type: Text } } } }',
    "seed.yaml:1:36 field 'Invoice__c.Total': is not the API name of a custom field: did you mean 'Total__c'?",
  ],
  [
    'a type that there is not',
    field('{ type: Txt }'),
    "seed.yaml:4:25 type of field 'Invoice__c.Total__c' is 'Txt': did you mean 'Text'?",
  ],
  [
    'an unknown key',
    field('{ type: Text, lenght: 3 }'),
    "seed.yaml:4:31 unknown key 'lenght' in field 'Invoice__c.Total__c': did you mean 'length'?",
  ],
  [
    'a key of another type',
    field('{ type: Currency, length: 3 }'),
    "seed.yaml:4:35 length of field 'Invoice__c.Total__c': a field of the type Currency has none: remove it",
  ],
  [
    'a text that is too long',
    field('{ type: Text, length: 256 }'),
    "seed.yaml:4:39 length of field 'Invoice__c.Total__c': a field of the type Text has 1 to 255; a LongTextArea has more",
  ],
  [
    'a long text that is too short',
    field('{ type: Html, length: 255 }'),
    "seed.yaml:4:39 length of field 'Invoice__c.Total__c': a field of the type Html has 256 to 131072",
  ],
  [
    'more digits behind the point than there are',
    field('{ type: Number, precision: 3, scale: 4 }'),
    "seed.yaml:4:54 scale of field 'Invoice__c.Total__c': 4 digits behind the point are more than the 3 of the whole number",
  ],
  [
    'a lookup that leads nowhere',
    field('{ type: Lookup }'),
    "seed.yaml:4:17 field 'Invoice__c.Total__c': a Lookup needs referenceTo, the object that it leads to",
  ],
  [
    'a lookup to an object of the org that is not there',
    field('{ type: Lookup, referenceTo: Invoize__c }'),
    "seed.yaml:4:46 referenceTo of field 'Invoice__c.Total__c': the org has no object 'Invoize__c': did you mean 'Invoice__c'?",
  ],
  [
    "a detail of Salesforce's own",
    field('{ type: MasterDetail, referenceTo: Contact }', 'Account'),
    "seed.yaml:4:25 type of field 'Account.Total__c': only an object of the org can be the detail of another one: make it a Lookup",
  ],
  [
    'a required lookup that is emptied',
    field('{ type: Lookup, referenceTo: Account, required: true, deleteConstraint: SetNull }'),
    "seed.yaml:4:89 deleteConstraint of field 'Invoice__c.Total__c': a required Lookup cannot be emptied: write Restrict or Cascade",
  ],
  [
    'a default that is none of the values',
    field('{ type: Picklist, values: [New, Paid], defaultValue: Old }'),
    "seed.yaml:4:70 defaultValue of field 'Invoice__c.Total__c': 'Old' is none of its values",
  ],
  [
    'a value that is written twice',
    field('{ type: Picklist, values: [New, new] }'),
    "seed.yaml:4:49 values[1] of field 'Invoice__c.Total__c': 'new' is there already: remove one",
  ],
  [
    'a label of no value',
    field('{ type: Picklist, values: [New], labels: { Old: Alt } }'),
    "seed.yaml:4:60 labels.Old of field 'Invoice__c.Total__c': 'Old' is none of its values",
  ],
  [
    'a default of the wrong type',
    field('{ type: Checkbox, defaultValue: 1 }'),
    "seed.yaml:4:49 defaultValue of field 'Invoice__c.Total__c': must be true or false",
  ],
  [
    'a default with too many digits',
    field('{ type: Number, precision: 2, defaultValue: 100 }'),
    "seed.yaml:4:61 defaultValue of field 'Invoice__c.Total__c': 100 has more digits than the field",
  ],
  [
    'a default of a day',
    field('{ type: Date, defaultValue: today }'),
    "seed.yaml:4:45 defaultValue of field 'Invoice__c.Total__c': a field of the type Date has none here: formulas are not worked out",
  ],
  [
    'a format without a number',
    field("{ type: AutoNumber, displayFormat: 'INV-{X}' }"),
    "seed.yaml:4:52 displayFormat of field 'Invoice__c.Total__c': 'INV-{X}' is no format of an auto number: one {0}, {00} and so on, and text around it",
  ],
  [
    'a formula that is required',
    field("{ type: Number, formula: '1', required: true }"),
    "seed.yaml:4:47 required of field 'Invoice__c.Total__c': nobody writes into a formula field, so it has none: remove it",
  ],
  [
    'a number of a name that is a text',
    'objects: { Invoice__c: { nameField: { startingNumber: 3 } } }',
    "seed.yaml:1:39 nameField.startingNumber of object 'Invoice__c': only a name of the type AutoNumber has one",
  ],
  [
    'a prefix that is none',
    'objects: { Invoice__c: { keyPrefix: "001" } }',
    "seed.yaml:1:37 keyPrefix of object 'Invoice__c': '001' is no key prefix of a custom object: a, and two letters or digits",
  ],
  [
    'a prefix that two have',
    'objects: { A__c: { keyPrefix: a05 }, B__c: { keyPrefix: a05 } }',
    "seed.yaml:1:57 keyPrefix of object 'B__c': 'a05' is that of A__c already: give this one another",
  ],
  [
    'two spellings of one name',
    'objects: { Order__c: {}, ORDER__c: {} }',
    "seed.yaml:1:26 object 'ORDER__c': Order__c is the same name: give one of them another",
  ],
  [
    'details that are their own masters',
    [
      'objects:',
      '  A__c: { fields: { B__c: { type: MasterDetail, referenceTo: B__c } } }',
      '  B__c: { fields: { A__c: { type: Lookup, referenceTo: A__c }, M__c: { type: MasterDetail, referenceTo: A__c } } }',
    ].join('\n'),
    "seed.yaml:2:62 referenceTo of field 'A__c.B__c': leads in a circle of details and masters: make one of them a Lookup",
  ],
  [
    'a relationship that two fields have',
    [
      'objects:',
      '  A__c:',
      '    fields:',
      '      One__c: { type: Lookup, referenceTo: Account, relationshipName: As }',
      '      Two__c: { type: Lookup, referenceTo: Account, relationshipName: as }',
    ].join('\n'),
    "seed.yaml:5:71 relationshipName of field 'A__c.Two__c': 'as' is that of A__c.One__c already: give this one another",
  ],
  ['a list of objects', 'objects: [1]', 'seed.yaml:1:10 objects must be a mapping of keys to values'],
  [
    'names that JavaScript knows',
    'objects: { constructor: { fields: { toString: { type: Text, constructor: 1 } } } }',
    "seed.yaml:1:12 object 'constructor': is neither the API name of a custom object, which ends in __c, nor an object that is here: did you mean 'constructor__c'?",
  ],
])('%s is a problem with its place', (_, text, problem) => {
  expect(problemsOf(text)[0]).toBe(problem);
});

test('a document says the same objects again, with the prefixes that they have', () => {
  const org = orgOf(
    'objects: { B__c: {}, A__c: { keyPrefix: a00 }, Account: { fields: { Tier__c: { type: Text } } }, C__c: {} }',
  );
  const { objects } = documentOf(org);
  expect(objects).toEqual({
    B__c: { keyPrefix: 'a01', fields: {} },
    A__c: { keyPrefix: 'a00', fields: {} },
    Account: { fields: { Tier__c: { type: 'Text' } } },
    C__c: { keyPrefix: 'a02', fields: {} },
  });
  expect(readSeedDocument({ objects }).objects).toEqual(objects);
});

test('prefixes go on with letters, and back to the next digit', () => {
  const objects = Object.fromEntries(Array.from({ length: 63 }, (_, i) => [`O${i}__c`, {}]));
  const read = readSeedDocument({ objects }).objects ?? {};
  expect([9, 10, 35, 36, 61, 62].map((i) => read[`O${i}__c`]?.keyPrefix)).toEqual([
    'a09',
    'a0A',
    'a0Z',
    'a0a',
    'a0z',
    'a10',
  ]);
});

test('an org without objects of its own has the shipped schema itself, and others make theirs once', () => {
  expect(schemaOfOrg(readSeedDocument({}))).toBe(SHIPPED_SCHEMA);
  const org = readSeedDocument({ objects: { A__c: {} } });
  expect(schemaOfOrg({ ...org, users: [] } as typeof org)).toBe(schemaOfOrg(org));
});

test('of 200 objects and 5,000 fields each object is listed with its children, and every field is found', () => {
  const fields = Object.fromEntries(
    Array.from({ length: 25 }, (_, i) => [
      `F${i}__c`,
      i === 0 ? { type: 'Lookup', referenceTo: 'Account' } : { type: 'Text' },
    ]),
  );
  const objects = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`O${i}__c`, { fields }]));
  const schema = schemaOfOrg(readSeedDocument({ objects }));
  expect(schema.objects).toHaveLength(SHIPPED_SCHEMA.objects.length + 200);
  const own = schema.objects.filter(({ isCustom }) => isCustom);
  expect(own.flatMap((object) => object.fields.filter(({ isCustom }) => isCustom))).toHaveLength(5_000);
  expect(own.every((object) => schema.field(object, 'f24__C')?.name === 'F24__c')).toBe(true);
  const children = (of: typeof schema) => of.object('Account')?.childRelationships.length ?? 0;
  expect(children(schema) - children(SHIPPED_SCHEMA)).toBe(200);
});
