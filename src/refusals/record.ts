/** Refusals of a save: an array with one message, and the fields at fault (rest-data.md 2.8). */
import { family } from './family.ts';
import { quote } from './quote.ts';
import { armed, collection, composite, NEW_CONTACT, tree, writing, written } from './record-recipes.ts';
import { SAVE } from './record-save.ts';

const NOBODY = '003FF0000000000AAA';

/** A field by its label, which messages say, and its name. */
export interface LabelledField {
  readonly label: string;
  readonly field: string;
}

const nameOf = ({ field }: LabelledField) => [field];
const none = () => [];

export const recordRefusals = family('record', SAVE, {
  'no-body': {
    error: 'JSON_PARSER_ERROR',
    description: 'The HTTP entity body is required, but this request has no entity body.',
    why: ({ length }: { length: number }) => `the fields are read from the body, which has ${length} bytes`,
    fix: 'Send the record as a JSON object, with Content-Type: application/json.',
    evidence: { observed: 'rest-data.md 2.8, idx 26504798, idx 30701661722' },
    recipe: written(writing('POST', 'Account')),
  },
  json: {
    error: 'JSON_PARSER_ERROR',
    description: ({ problem }) => problem,
    why: ({ problem }: { problem: string }) => `reading the body as JSON gave: ${problem}`,
    fix: 'Correct the body at that place.',
    evidence: { observed: 'idx 2611867592' },
    recipe: written(writing('POST', 'Account', '{"Name"j"Acme"}')),
  },
  'json-type': {
    error: 'JSON_PARSER_ERROR',
    description: ({ problem }) => problem,
    why: ({ field, type, problem }: { field: string; type: string; problem: string }) =>
      `the value of ${field} must be JSON of type ${type}: ${problem}`,
    fix: 'Send numbers as numbers, days as 2026-01-31 and instants as 2026-01-31T12:00:00.000Z.',
    evidence: { observed: 'idx 19044381422, idx 41610123380' },
    recipe: written(writing('POST', 'Contact', { LastName: 'Byron', Birthdate: 'yesterday' })),
  },
  'unknown-field': {
    error: 'INVALID_FIELD',
    description: ({ field, object }) => `No such column '${field}' on sobject of type ${object}`,
    why: ({ field, object }: { field: string; object: string }) =>
      `${quote(field)} is looked up among the fields of ${object} that the user may read`,
    fix: 'Setup > Object Manager > (object) > Fields & Relationships lists the fields. A custom field ends in __c.',
    evidence: { observed: 'rest-data.md 2.8, idx 2625541574' },
    recipe: written(writing('POST', 'Task', { Subject: 'Call', Equipo: 'x' })),
  },
  'not-writable': {
    error: 'INVALID_FIELD_FOR_INSERT_UPDATE',
    description: ({ fields }) =>
      `Unable to create/update fields: ${fields.join(', ')}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
    fields: ({ fields }) => fields,
    why: ({ fields, action }: { fields: readonly string[]; action: string }) =>
      `a field must be one that the user may ${action}; looked at: ${fields.join(', ')}`,
    fix: 'Leave the field out: Salesforce fills it. Of a custom field: Setup > Object Manager > (object) > (field) > Set Field-Level Security.',
    evidence: { observed: 'CoderDojo/community-platform#618, idx 5845309917' },
    recipe: written(writing('POST', 'Account', { Name: 'Acme', IsDeleted: true })),
  },
  'id-in-body': {
    error: 'INVALID_FIELD',
    description: 'The Id field should not be specified in the sobject data.',
    why: ({ id }: { id: string }) => `the record is named by the URL; the body says Id ${quote(id)}`,
    fix: 'Leave Id out of the body.',
    section: 'rest-data.md 2.3',
    evidence: { observed: 'rest-data.md 2.3, idx 26504798' },
    recipe: written(NEW_CONTACT, writing('PATCH', 'Contact/{{id}}', { Id: '{{id}}', LastName: 'King' })),
  },
  'key-in-body': {
    error: 'INVALID_FIELD',
    description: ({ field }) => `The ${field} field should not be specified in the sobject data.`,
    why: ({ field }: { field: string }) => `the record is named by ${field} in the URL; the body says it too`,
    fix: 'Leave the field out of the body: the URL sets it.',
    section: 'rest-data.md 2.5',
    evidence: 'recalled',
    recipe: written(
      writing('PATCH', 'Contact/Email/ada@acme.example', { Email: 'ada@acme.example', LastName: 'Byron' }),
    ),
  },
  required: {
    error: 'REQUIRED_FIELD_MISSING',
    description: ({ fields }) => `Required fields are missing: [${fields.join(', ')}]`,
    fields: ({ fields }) => fields,
    why: ({ fields, object }: { fields: readonly string[]; object: string }) =>
      `a ${object} must have these fields: ${fields.join(', ')}`,
    fix: 'Send a value for each of them.',
    evidence: { observed: 'rest-data.md 2.8, idx 43961420395' },
    recipe: written(writing('POST', 'Account', { Industry: 'Energy' })),
  },
  'too-long': {
    error: 'STRING_TOO_LONG',
    description: ({ label, value, most }) => `${label}: data value too large: ${value} (max length=${most})`,
    fields: nameOf,
    why: ({ label, field, value, most }: LabelledField & { value: string; most: number }) =>
      `${label} (${field}) has room for ${most} characters; ${value.length} were sent`,
    fix: 'Shorten the value.',
    evidence: { observed: 'idx 42986706050, idx 68954776307' },
    recipe: written(writing('POST', 'Account', { Name: 'Acme', YearStarted: '1815-12-10' })),
  },
  'number-range': {
    error: 'NUMBER_OUTSIDE_VALID_RANGE',
    description: ({ label, value }) => `${label}: value outside of valid range on numeric field: ${value}`,
    fields: nameOf,
    why: ({ label, field, digits, value }: LabelledField & { digits: number; value: number }) =>
      `${label} (${field}) has room for ${digits} digits before the point; the value is ${value}`,
    fix: 'Send a smaller number.',
    evidence: 'recalled',
    recipe: written(writing('POST', 'Account', { Name: 'Acme', NumberOfEmployees: 12_345_678_901 })),
  },
  picklist: {
    error: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
    description: ({ label, value }) => `${label}: bad value for restricted picklist field: ${value}`,
    fields: nameOf,
    why: ({ label, field, value, known }: LabelledField & { value: string; known: readonly string[] }) =>
      `${label} (${field}) is a restricted picklist of ${known.join(', ')}; the value is ${quote(value)}`,
    fix: 'Send one of these values. A picklist that is not restricted takes any.',
    evidence: { observed: 'rest-data.md 2.8, idx 26504798' },
    recipe: written(writing('POST', 'Task', { Subject: 'Call', CallType: 'Wilstermann' })),
  },
  email: {
    error: 'INVALID_EMAIL_ADDRESS',
    description: ({ label, value }) => `${label}: invalid email address: ${value}`,
    fields: nameOf,
    why: ({ label, field, value }: LabelledField & { value: string }) =>
      `${label} (${field}) must have the form of an e-mail address; the value is ${quote(value)}`,
    fix: 'Send an address such as ada@acme.example.',
    evidence: { observed: 'idx 20099324982' },
    recipe: written(writing('POST', 'Contact', { LastName: 'Byron', Email: 'not an email' })),
  },
  'reference-type': {
    error: 'MALFORMED_ID',
    description: ({ label, value }) => `${label}: id value of incorrect type: ${value}`,
    fields: nameOf,
    why: ({ label, field, value, targets }: LabelledField & { value: string; targets: readonly string[] }) =>
      `${label} (${field}) leads to ${targets.join(', ')}; the value is ${quote(value)}`,
    fix: 'Send the id of a record of that object, of 15 or 18 characters.',
    evidence: { observed: 'idx 4734299252' },
    recipe: written(writing('POST', 'Contact', { LastName: 'Byron', AccountId: NOBODY })),
  },
  'foreign-key': {
    error: 'INVALID_FIELD',
    description: ({ value, field, object }) =>
      `Foreign key external ID: ${value} not found for field ${field} in entity ${object}`,
    fields: none,
    why: ({ value, field, object }: { value: string; field: string; object: string }) =>
      `the parent is looked up among ${object} by ${field} ${quote(value)}`,
    fix: 'Create the parent first, or send its id.',
    section: 'rest-data.md 2.5',
    evidence: { observed: 'apache/camel:components/camel-salesforce' },
    recipe: written(
      writing('POST', 'Contact', { LastName: 'Byron', ReportsTo: { Email: 'nobody@acme.example' } }),
    ),
  },
  'duplicate-value': {
    error: 'DUPLICATE_VALUE',
    description: ({ field, id }) =>
      `duplicate value found: ${field} duplicates value on record with id: ${id.slice(0, 15)}`,
    fields: none,
    why: ({ field, id }: { field: string; id: string }) =>
      `${field} must be unique; record ${id} has this value`,
    fix: 'Send another value, or change the record that has it: upsert by the field does either.',
    evidence: { observed: 'idx 21126743732, idx 22468781184' },
    recipe: armed('record.duplicate-value', NEW_CONTACT),
  },
  missing: {
    status: 404,
    error: 'INVALID_CROSS_REFERENCE_KEY',
    description: 'invalid cross reference id',
    fields: none,
    why: ({ id }: { id: string }) => `record ${id} must be there, and be the user's to see`,
    fix: 'Check the id: it may be of another org.',
    evidence: { observed: 'idx 53801399146' },
    recipe: written(writing('PATCH', `Contact/${NOBODY}`, { LastName: 'King' })),
  },
  'malformed-id': {
    error: 'MALFORMED_ID',
    description: ({ id }) => `malformed id ${id}`,
    fields: none,
    why: ({ id }: { id: string }) => `${id} must be the id of a record of this org and object`,
    fix: 'Check the id: it may be of another org.',
    section: 'rest-data.md 2.5',
    evidence: { observed: 'idx 2625541574, idx 47459850583' },
    recipe: written(writing('DELETE', `Contact/${NOBODY}`)),
  },
  deleted: {
    status: 404,
    error: 'ENTITY_IS_DELETED',
    description: 'entity is deleted',
    fields: none,
    why: ({ id }: { id: string }) => `record ${id} must not be in the recycle bin`,
    fix: 'It was deleted before, by itself or with its parent.',
    section: 'rest-data.md 2.4',
    evidence: { observed: 'idx 36914377373, idx 2625541574' },
    recipe: written(NEW_CONTACT, writing('DELETE', 'Contact/{{id}}'), writing('DELETE', 'Contact/{{id}}')),
  },
  records: {
    error: 'JSON_PARSER_ERROR',
    description: ({ member }) => `The request body needs a list of objects as ${member}`,
    why: ({ member }: { member: string }) =>
      `the call reads ${member} of the body, which must be a list of objects`,
    fix: 'Send the list: {"records":[…]}, {"compositeRequest":[…]}, {"batchRequests":[…]} or ids.',
    section: 'rest-data.md 5',
    evidence: 'unconfirmed',
    recipe: written(collection({ records: 7 })),
  },
  'too-many': {
    error: 'EXCEEDED_ID_LIMIT',
    description: ({ most }) => `record limit reached. cannot submit more than ${most} records into this call`,
    why: ({ count, most }: { count: number; most: number }) =>
      `the call has ${count} records; it may have ${most}`,
    fix: 'Send them in several calls.',
    section: 'rest-data.md 5.4',
    evidence: { observed: 'idx 12029855818' },
    recipe: written(collection({ records: Array.from({ length: 201 }, () => ({})) })),
  },
  'too-many-calls': {
    error: 'PROCESSING_HALTED',
    description: ({ most }) => `The request cannot have more than ${most} subrequests.`,
    why: ({ count, most }: { count: number; most: number }) =>
      `the call has ${count} subrequests; it may have ${most}`,
    fix: 'Send them in several calls.',
    section: 'rest-data.md 5.1',
    evidence: 'unconfirmed',
    recipe: written(composite(Array.from({ length: 26 }, () => ({})))),
  },
  'reference-id': {
    error: 'PROCESSING_HALTED',
    description: ({ referenceId }) => `Invalid or duplicate referenceId: ${referenceId}`,
    why: ({ referenceId }: { referenceId: string }) =>
      `each subrequest must have a referenceId of its own; looked at: ${quote(referenceId)}`,
    fix: 'Give every subrequest another referenceId.',
    section: 'rest-data.md 5.1',
    evidence: 'unconfirmed',
    recipe: written(composite([{ method: 'GET', url: '/services/data/v60.0/limits' }])),
  },
  object: {
    error: 'INVALID_TYPE',
    description: ({ object }) => `sObject type '${object}' is not supported.`,
    why: ({ object }: { object: string }) =>
      `attributes.type says ${quote(object)}, which must be an object that the user may read`,
    fix: 'Send {"attributes":{"type":"Account"},…}. A custom object ends in __c.',
    section: 'rest-data.md 4.3',
    evidence: 'unconfirmed',
    recipe: written(collection({ records: [{ attributes: { type: 'Invoice__c' } }] })),
  },
  'id-missing': {
    error: 'MISSING_ARGUMENT',
    description: 'Id not specified in an update call',
    fields: none,
    why: ({ id }: { id: string }) => `each record of an update must have its Id; looked at: ${quote(id)}`,
    fix: 'Send the id of the record as Id.',
    section: 'rest-data.md 5.4',
    evidence: 'recalled',
    recipe: armed('record.id-missing', NEW_CONTACT),
  },
  'key-missing': {
    error: 'MISSING_ARGUMENT',
    description: ({ field }) => `${field} not specified`,
    fields: none,
    why: ({ field }: { field: string }) => `each record of an upsert by ${field} must have a value of it`,
    fix: 'Send a value of the external id.',
    section: 'rest-data.md 5.4',
    evidence: 'recalled',
    recipe: armed('record.key-missing', NEW_CONTACT),
  },
  'key-twice': {
    error: 'DUPLICATE_VALUE',
    description: ({ value }) => `Duplicate external id specified: ${value}`,
    fields: none,
    why: ({ value }: { value: string }) =>
      `a value of the external id may be there once in a call; ${quote(value)} is looked at`,
    fix: 'Send one record for each value.',
    section: 'rest-data.md 5.4',
    evidence: 'recalled',
    recipe: armed('record.key-twice', NEW_CONTACT),
  },
  several: {
    error: 'DUPLICATE_EXTERNAL_ID',
    description: ({ field, ids }) =>
      `${field}: more than one record found for external id field: [${ids.join(', ')}]`,
    fields: ({ field }) => [field],
    why: ({ field, ids }: { field: string; ids: readonly string[] }) =>
      `one record may have the value of ${field}; those that have it are ${ids.join(', ')}`,
    fix: 'Make the values unique, or update by Id.',
    section: 'rest-data.md 2.5',
    evidence: 'recalled',
    recipe: armed('record.several', NEW_CONTACT),
  },
  tree: {
    error: 'INVALID_INPUT',
    description: ({ demand }) => `The tree cannot be read: ${demand}.`,
    why: ({ demand }: { demand: string }) => `of a tree is demanded: ${demand}`,
    fix: 'sf data export tree writes such files: 200 records, five levels and five objects at most.',
    section: 'rest-data.md 5.3',
    evidence: 'unconfirmed',
    recipe: written(tree({ records: [{ attributes: { type: 'Account' }, Name: 'Acme' }] })),
  },
  'not-deleted': {
    error: 'UNDELETE_FAILED',
    description: 'Entity is not in the recycle bin',
    fields: none,
    why: ({ id }: { id: string }) => `record ${id} must be in the recycle bin`,
    fix: 'Undelete what was deleted, within 15 days.',
    section: 'soap-data.md 5',
    evidence: 'recalled',
    recipe: armed('record.not-deleted', NEW_CONTACT),
  },
  'no-match': {
    status: 404,
    error: 'NOT_FOUND',
    description: 'The requested resource does not exist',
    why: ({ field, value }: { field: string; value: string }) =>
      `with updateOnly=true a record must have ${field} ${quote(value)}`,
    fix: 'Leave updateOnly out to have the record made.',
    section: 'rest-data.md 2.5',
    evidence: 'unconfirmed',
    recipe: written(
      writing('PATCH', 'Contact/Email/nobody@acme.example?updateOnly=true', { LastName: 'Byron' }),
    ),
  },
  restricted: {
    error: 'DELETE_FAILED',
    description: ({ name, children, names }) =>
      `Your attempt to delete ${name} could not be completed because it is associated with the following ${children}.: ${names.join(', ')}\n`,
    fields: none,
    why: ({ name, children, names }: { name: string; children: string; names: readonly string[] }) =>
      `${name} must have no ${children} when it is deleted; the first are ${names.join(', ')}`,
    fix: 'Delete these first, or change what they belong to.',
    section: 'rest-data.md 2.4',
    evidence: { observed: 'idx 2642656413' },
    recipe: written(
      writing('POST', 'Contact', { LastName: 'Byron', Email: 'byron@acme.example' }),
      writing('POST', 'Case', { Subject: 'Broken', Contact: { Email: 'byron@acme.example' } }),
      writing('DELETE', 'Contact/Email/byron@acme.example'),
    ),
  },
  'converted-lead': {
    error: 'CANNOT_UPDATE_CONVERTED_LEAD',
    description: 'cannot reference converted lead',
    fields: none,
    why: ({ id, isConverted }: { id: string; isConverted: boolean }) =>
      `lead ${id} is converted: ${isConverted}`,
    fix: 'Change the account, contact or opportunity that the lead became.',
    evidence: { observed: 'grouparoo/grouparoo, recordings of 2021 and 2022' },
    recipe: written(
      writing('POST', 'Lead', { LastName: 'Byron', Company: 'Acme', IsConverted: true }),
      writing('PATCH', 'Lead/{{id}}', { LastName: 'King' }),
    ),
  },
  'read-only': {
    status: 403,
    error: 'INSUFFICIENT_ACCESS_OR_READONLY',
    description: 'insufficient access rights on object id',
    fields: none,
    why: ({ id, action, profile }: { id: string; action: string; profile: string }) =>
      `to ${action} record ${id} the user (profile ${profile}) must have that permission on the object, and on the row`,
    fix: 'Setup > Profiles > (profile) > Object Settings > (object): Edit, Delete or Modify All.',
    evidence: 'unconfirmed',
    recipe: {
      given: { users: { ada: { profile: 'Standard User' } } },
      steps: [...written(NEW_CONTACT, writing('DELETE', 'Contact/{{id}}')).steps],
    },
  },
});
