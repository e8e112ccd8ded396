/** Refusals of calls with records that SOAP words otherwise than REST (soap-data.md 5.1, 7). What is said of one record is in record.ts. */
import { family } from './family.ts';
import { place } from './place.ts';
import { quote } from './quote.ts';
import { withToken } from './recipe-words.ts';
import { soapCall } from './soap-words.ts';

const SHARED = {
  at: place('soap-record'),
  surface: 'soap-fault',
  status: 500,
  section: 'soap-data.md 7',
} as const;

const REFERENCE = 'Please reference your WSDL or the describe call for the appropriate names.';

const create = (fields: string) =>
  withToken(soapCall(`<create><sObjects><type>Account</type>${fields}</sObjects></create>`));

export const soapRecordRefusals = family('soap-record', SHARED, {
  object: {
    error: 'INVALID_TYPE',
    description: ({ object }) =>
      `sObject type '${object}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. ${REFERENCE}`,
    fault: { type: 'InvalidSObjectFault' },
    why: ({ object }: { object: string }) =>
      `object ${quote(object)} is looked up among those that the user may read`,
    fix: 'Name an object that describeGlobal() lists. A custom object ends in __c.',
    evidence: { observed: 'idx 13975449938, of an upsert; elsewhere recalled' },
    recipe: withToken(soapCall('<describeSObject><sObjectType>Favourite</sObjectType></describeSObject>')),
  },
  // Seen of the enterprise API.
  'no-object': {
    error: 'INVALID_TYPE',
    description: 'Must send a concrete entity type.',
    fault: { type: 'InvalidSObjectFault' },
    why: ({ at }: { at: number }) =>
      `record ${at} must name its object: in the element type, or in the attribute xsi:type`,
    fix: 'Send <type>Account</type> as the first element of the record, or <sObjects xsi:type="Account">.',
    evidence: { observed: 'idx 49038399128' },
    recipe: withToken(soapCall('<create><sObjects><Name>Acme</Name></sObjects></create>')),
  },
  'unknown-field': {
    error: 'INVALID_FIELD',
    description: ({ field, object }) =>
      `No such column '${field}' on entity '${object}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. ${REFERENCE}`,
    fault: { type: 'InvalidFieldFault' },
    why: ({ field, object }: { field: string; object: string }) =>
      `${quote(field)} is looked up among the fields of ${object} that the user may read`,
    fix: 'describeSObject() lists the fields. One unknown field refuses the whole call, whichever record has it.',
    evidence: {
      observed: 'gravityplus/Gravity-Forms-Salesforce#221, developerforce/Force.com-Toolkit-for-PHP#25',
    },
    recipe: create('<Name>Acme</Name><fields>x</fields>'),
  },
  // The text was seen; what faultcode stands before it is recalled.
  value: {
    error: 'soapenv:Client',
    description: ({ value, type }) => `'${value}' is not a valid value for the type ${type}`,
    why: ({ field, value, type }: { field: string; value: string; type: string }) =>
      `the value of ${field} must be of type ${type}; looked at: ${quote(value)}`,
    fix: 'Send days as 2026-01-31, instants as 2026-01-31T12:00:00.000Z, and true or false. One such value refuses the whole call.',
    evidence: { observed: 'idx 62889206526, idx 10010455871' },
    recipe: create('<Name>Acme</Name><NumberOfEmployees>many</NumberOfEmployees>'),
  },
  'external-id': {
    error: 'INVALID_FIELD',
    description: ({ field, object }) =>
      `Field name provided, ${field} does not match an External ID, Salesforce Id, or indexed field for ${object}`,
    fault: { type: 'InvalidFieldFault' },
    why: ({ field, object }: { field: string; object: string }) =>
      `externalIDFieldName ${quote(field)} must be a field of ${object} that finds records: Id, an external id, or one with idLookup`,
    fix: 'describeSObject() tells them: externalId or idLookup is true.',
    section: 'soap-data.md 5',
    evidence: 'recalled',
    recipe: withToken(
      soapCall(
        '<upsert><externalIDFieldName>Industry</externalIDFieldName><sObjects><type>Account</type><Name>Acme</Name></sObjects></upsert>',
      ),
    ),
  },
  'malformed-id': {
    error: 'MALFORMED_ID',
    description: ({ id }) => `bad id ${id}`,
    fields: () => [],
    fault: { type: 'InvalidIdFault' },
    why: ({ id }: { id: string }) => `${quote(id)} must be an id of 15 or 18 characters`,
    fix: 'Send whole ids.',
    section: 'soap-data.md 5.1',
    evidence: { observed: 'TinderBox/soapforce:spec/fixtures, of a delete; of retrieve() it is recalled' },
    recipe: withToken(
      soapCall(
        '<retrieve><fieldList>Id</fieldList><sObjectType>Account</sObjectType><ids>006i000004DAKd</ids></retrieve>',
      ),
    ),
  },
});
