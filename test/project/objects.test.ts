/** Custom objects and fields of a project: what files say, in both formats, and what is told of the rest. */
import { expect, test } from 'vitest';
import { loadSeed } from '../../src/seed/load.ts';
import { completeSeed, seedText } from '../../src/seed/project/write-seed.ts';
import { lines, load, metadata, writeProject } from './helpers.ts';
import { connectedApp } from './metadata.ts';

const OBJECTS = 'force-app/main/default/objects';
const APP = {
  'force-app/App.connectedApp-meta.xml': connectedApp(
    '<consumerKey>3MVG9App</consumerKey>\n<scopes>Api</scopes>',
  ),
};

const invoice = metadata(
  'CustomObject',
  `<actionOverrides><actionName>View</actionName></actionOverrides>
<deploymentStatus>Deployed</deploymentStatus>
<label>Rechnung</label>
<nameField>
<displayFormat>INV-{0000}</displayFormat>
<label>Invoice No.</label>
<type>AutoNumber</type>
</nameField>
<pluralLabel>Rechnungen</pluralLabel>
<sharingModel>ReadWrite</sharingModel>`,
);
const field = (name: string, content: string) =>
  metadata('CustomField', `<fullName>${name}</fullName>\n${content}`);
const path = (object: string, name: string) => `${OBJECTS}/${object}/fields/${name}.field-meta.xml`;

async function objectsOf(files: Readonly<Record<string, string>>) {
  const folder = writeProject({ ...APP, ...files });
  const { org, problems, skipped, defaulted, read } = await load(folder);
  return {
    objects: org.objects,
    problems: lines(problems, folder),
    skipped: lines(skipped, folder),
    defaulted: lines(defaulted, folder),
    read: read.map(({ kind, name }) => `${kind} ${name}`),
  };
}

test('an object, its fields of every kind, and those of an object of Salesforce', async () => {
  const { objects, problems, skipped, defaulted, read } = await objectsOf({
    [`${OBJECTS}/Invoice__c/Invoice__c.object-meta.xml`]: invoice,
    [path('Invoice__c', 'Number__c')]: field(
      'Number__c',
      '<caseSensitive>false</caseSensitive>\n<externalId>true</externalId>\n<label>Number</label>\n<length>20</length>\n<required>false</required>\n<type>Text</type>\n<unique>true</unique>',
    ),
    [path('Invoice__c', 'Account__c')]: field(
      'Account__c',
      '<deleteConstraint>Restrict</deleteConstraint>\n<label>Account</label>\n<referenceTo>Account</referenceTo>\n<relationshipLabel>Invoices</relationshipLabel>\n<relationshipName>Invoices</relationshipName>\n<type>Lookup</type>',
    ),
    [path('Invoice__c', 'State__c')]: field(
      'State__c',
      '<label>State</label>\n<type>Picklist</type>\n<valueSet><restricted>true</restricted><valueSetDefinition><sorted>false</sorted>' +
        '<value><fullName>Open</fullName><default>true</default><label>Offen</label></value>' +
        '<value><fullName>Paid</fullName><default>false</default><label>Paid</label></value>' +
        '<value><fullName>Old</fullName><default>false</default><isActive>false</isActive><label>Old</label></value></valueSetDefinition></valueSet>',
    ),
    [path('Invoice__c', 'Twice__c')]: field(
      'Twice__c',
      '<externalId>false</externalId>\n<formula>Total__c * 2</formula>\n<label>Twice</label>\n<precision>18</precision>\n<required>false</required>\n<scale>2</scale>\n<type>Currency</type>',
    ),
    [path('Invoice__c', 'Sent__c')]: field(
      'Sent__c',
      '<defaultValue>true</defaultValue>\n<label>Sent</label>\n<type>Checkbox</type>',
    ),
    [path('Invoice__c', 'Due__c')]: field(
      'Due__c',
      '<defaultValue>TODAY() + 14</defaultValue>\n<label>Due</label>\n<required>true</required>\n<type>Date</type>',
    ),
    [path('Invoice__c', 'Note__c')]: field('Note__c', '<label>Note</label>\n<type>EncryptedText</type>'),
    [`${OBJECTS}/Invoice__c/recordTypes/A.recordType-meta.xml`]: metadata(
      'RecordType',
      '<fullName>A</fullName>',
    ),
    [path('Account', 'Tier__c')]: field(
      'Tier__c',
      `<defaultValue>"Gold"</defaultValue>\n<label>Tier</label>\n<length>9</length>\n<type>Text</type>`,
    ),
    [path('Account', 'Industry')]: field('Industry', '<trackHistory>true</trackHistory>'),
    [path('Activity', 'Room__c')]: field('Room__c', '<label>Room</label>\n<type>Phone</type>'),
    [path('Product2', 'Size__c')]: field('Size__c', '<label>Size</label>\n<type>Phone</type>'),
    [path('Line__c', 'Invoice__c')]: field(
      'Invoice__c',
      '<label>Invoice</label>\n<referenceTo>Invoice__c</referenceTo>\n<relationshipName>Lines</relationshipName>\n<relationshipOrder>0</relationshipOrder>\n<reparentableMasterDetail>false</reparentableMasterDetail>\n<type>MasterDetail</type>\n<writeRequiresMasterRead>false</writeRequiresMasterRead>',
    ),
    [`${OBJECTS}/Setting__c/Setting__c.object-meta.xml`]: metadata(
      'CustomObject',
      '<customSettingsType>Hierarchy</customSettingsType>\n<label>Setting</label>',
    ),
  });
  expect(problems).toEqual([]);
  expect(objects).toEqual({
    Account: { fields: { Tier__c: { type: 'Text', label: 'Tier', length: 9, defaultValue: 'Gold' } } },
    Event: { fields: { Room__c: { type: 'Phone', label: 'Room' } } },
    Task: { fields: { Room__c: { type: 'Phone', label: 'Room' } } },
    Invoice__c: {
      label: 'Rechnung',
      pluralLabel: 'Rechnungen',
      keyPrefix: 'a00',
      nameField: { type: 'AutoNumber', label: 'Invoice No.', displayFormat: 'INV-{0000}' },
      fields: {
        Account__c: {
          type: 'Lookup',
          label: 'Account',
          referenceTo: 'Account',
          relationshipName: 'Invoices',
          deleteConstraint: 'Restrict',
        },
        Due__c: { type: 'Date', label: 'Due', required: true },
        Number__c: { type: 'Text', label: 'Number', length: 20, externalId: true, unique: true },
        Sent__c: { type: 'Checkbox', label: 'Sent', defaultValue: true },
        State__c: {
          type: 'Picklist',
          label: 'State',
          values: ['Open', 'Paid'],
          labels: { Open: 'Offen' },
          restricted: true,
          defaultValue: 'Open',
        },
        Twice__c: { type: 'Currency', label: 'Twice', precision: 18, scale: 2, formula: 'Total__c * 2' },
      },
    },
    Line__c: {
      keyPrefix: 'a01',
      fields: {
        Invoice__c: {
          type: 'MasterDetail',
          label: 'Invoice',
          referenceTo: 'Invoice__c',
          relationshipName: 'Lines',
        },
      },
    },
  });
  const at = (of: string) => `${OBJECTS}/${of}`;
  expect(skipped).toEqual([
    `${at('Invoice__c/fields/Due__c.field-meta.xml')}:4:1 defaultValue has no effect: formulas are not worked out`,
    `${at('Invoice__c/fields/Note__c.field-meta.xml')}:5:1 field Invoice__c.Note__c is of the type EncryptedText, which is not here`,
    `${at('Invoice__c/recordTypes/A.recordType-meta.xml')}:2:1 record types have no effect`,
    `${at('Product2/fields/Size__c.field-meta.xml')}:2:1 fields and objects other than custom objects, and fields of Account, Case, Contact, Event, Lead, Opportunity, Task and Activity, are not here`,
    `${at('Setting__c/Setting__c.object-meta.xml')}:3:1 custom settings are not here`,
  ]);
  expect(defaulted).toContain(
    `${at('Line__c/fields/Invoice__c.field-meta.xml')}:2:1 object Line__c is in no file of its own: it has its name as label`,
  );
  expect(read.filter((name) => /object|field/.test(name))).toEqual([
    'custom field Account.Tier__c',
    'custom field Activity.Room__c',
    'object Invoice__c',
    'custom field Invoice__c.Account__c',
    'custom field Invoice__c.Due__c',
    'custom field Invoice__c.Number__c',
    'custom field Invoice__c.Sent__c',
    'custom field Invoice__c.State__c',
    'custom field Invoice__c.Twice__c',
    'custom field Line__c.Invoice__c',
  ]);
});

test('metadata format has the fields in the object', async () => {
  const { objects } = await objectsOf({
    'force-app/objects/Invoice__c.object': metadata(
      'CustomObject',
      '<label>Invoice</label>\n<nameField><label>Name</label><type>Text</type></nameField>\n<pluralLabel>Invoices</pluralLabel>\n<fields>\n<fullName>Total__c</fullName>\n<label>Total</label>\n<precision>8</precision>\n<scale>2</scale>\n<type>Number</type>\n</fields>',
    ),
    'force-app/objects/Account.object': metadata(
      'CustomObject',
      '<fields><fullName>Kind__c</fullName><label>Kind</label><picklist><picklistValues><fullName>A</fullName><default>false</default></picklistValues><sorted>false</sorted></picklist><type>Picklist</type></fields>\n<fields><fullName>Name</fullName></fields>',
    ),
  });
  expect(objects).toEqual({
    Account: { fields: { Kind__c: { type: 'Picklist', label: 'Kind', values: ['A'] } } },
    Invoice__c: {
      label: 'Invoice',
      pluralLabel: 'Invoices',
      keyPrefix: 'a00',
      nameField: { type: 'Text', label: 'Name' },
      fields: { Total__c: { type: 'Number', label: 'Total', precision: 8, scale: 2 } },
    },
  });
});

test('what is wrong is told with its line and left out, and the rest is used', async () => {
  const { objects, problems } = await objectsOf({
    [path('Invoice__c', 'A__c')]: field('A__c', '<label>A</label>\n<length>0</length>\n<type>Text</type>'),
    [path('Invoice__c', 'B__c')]: field('B__c', '<label>B</label>\n<type>Txt</type>'),
    [path('Invoice__c', 'C__c')]: field(
      'C__c',
      '<label>C</label>\n<referenceTo>No__c</referenceTo>\n<type>Lookup</type>',
    ),
    [path('Invoice__c', 'D__c')]: field(
      'D__c',
      '<label>D</label>\n<referenceTo>ns__No__c</referenceTo>\n<type>Lookup</type>',
    ),
    [path('Invoice__c', 'E__c')]: field('E__c', '<label>E</label>\n<type>Date</type'),
  });
  expect(Object.keys(objects?.Invoice__c?.fields ?? {})).toEqual(['D__c']);
  expect(problems).toEqual([
    `${path('Invoice__c', 'E__c')}:5:11 is not well-formed XML: Closing tag 'type' can't have attributes or invalid starting.`,
    `${path('Invoice__c', 'A__c')}:5:1 length of field 'Invoice__c.A__c' must be at least 1`,
    `${path('Invoice__c', 'B__c')}:5:1 type of field 'Invoice__c.B__c' is 'Txt': did you mean 'Text'?`,
    `${path('Invoice__c', 'C__c')}:5:1 referenceTo of field 'Invoice__c.C__c': the org has no object 'No__c'`,
  ]);
});

test('a seed beside a project counts first, field by field, and the seed that import writes makes the same objects', async () => {
  const folder = writeProject({
    ...APP,
    [`${OBJECTS}/Invoice__c/Invoice__c.object-meta.xml`]: invoice,
    [path('Invoice__c', 'A__c')]: field('A__c', '<label>A</label>\n<type>Date</type>'),
    [path('Invoice__c', 'B__c')]: field('B__c', '<label>B</label>\n<type>Date</type>'),
    'seed.yaml':
      'projects: [.]\nobjects: { Invoice__c: { label: Bill, fields: { A__c: { type: Text } } }, Other__c: {} }\n',
  });
  const [project] = (await loadSeed([`${folder}/seed.yaml`])).projects;
  const objects = project?.org.objects;
  expect(objects).toMatchObject({
    Invoice__c: {
      label: 'Bill',
      pluralLabel: 'Rechnungen',
      fields: { A__c: { type: 'Text' }, B__c: { type: 'Date' } },
    },
    Other__c: { fields: {} },
  });
  const text = seedText(completeSeed(project!.document, project!.org), [folder]);
  const again = writeProject({ 'again.yaml': text });
  expect((await loadSeed([`${again}/again.yaml`])).orgs[0]?.objects).toEqual(objects);
});
