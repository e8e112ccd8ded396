/** What is asked of a record before it is saved: the table, in its order. */

import type { Refusal } from '../../refusals/catalogue.ts';
import { placeOfMember } from '../../wire/jackson.ts';
import type { FieldDefinition, FieldValue } from '../definition.ts';
import { isRecordId, wholeId } from '../ids.ts';
import { type Draft, refusal } from './draft.ts';
import { jsonTypeOf, readValue, WrongJson } from './value.ts';

/** Finds what is wrong with a draft. */
type SaveCheck = (draft: Draft) => Refusal | undefined;

/** The first that finds something refuses. What other rows must be like is asked by the store, in the transaction that writes. */
export const SAVE_CHECKS: readonly SaveCheck[] = [
  objectPermission,
  rowPermission,
  knownFields,
  writableFields,
  jsonTypes,
  lengths,
  numbers,
  picklists,
  emails,
  references,
  requiredFields,
  convertedLead,
];

function objectPermission({ session, object, action }: Draft): Refusal | undefined {
  const access = session.access(object);
  const values = { label: object.label, profile: session.user.profile };
  if (action === 'create') return access.create ? undefined : refusal('record.no-create', values);
  return access.edit ? undefined : refusal('record.no-edit', values);
}

function rowPermission({ session, object, id, before }: Draft): Refusal | undefined {
  if (!before) return undefined;
  const owner = before.row.OwnerId;
  const isTheirs = owner === undefined || owner === null || owner === session.user.id;
  if (isTheirs || session.access(object).modifyAll) return undefined;
  return refusal('record.read-only', { id, action: 'edit', profile: session.user.profile });
}

function knownFields({ object, unknown: field }: Draft): Refusal | undefined {
  return field === undefined ? undefined : refusal('record.unknown-field', { field, object: object.name });
}

function writableFields({ action, sent }: Draft): Refusal | undefined {
  const isWritable = ({ isCreateable, isUpdateable }: FieldDefinition) =>
    action === 'create' ? isCreateable : isUpdateable;
  const fields = [...sent.keys()].filter((field) => !isWritable(field)).map(({ name }) => name);
  return fields.length === 0 ? undefined : refusal('record.not-writable', { fields, action });
}

/** Also reads the values. */
function jsonTypes({ sent, text, values }: Draft): Refusal | undefined {
  for (const [field, value] of sent) {
    try {
      values.set(field, readValue(field, value));
    } catch (error) {
      if (!(error instanceof WrongJson)) throw error;
      const { line, column } = placeOfMember(text, field.name);
      const type = jsonTypeOf(field);
      const problem = `Cannot deserialize instance of ${type} from ${error.message} or request may be missing a required field at [line:${line}, column:${column}]`;
      return refusal('record.json-type', { field: field.name, type, problem });
    }
  }
  return undefined;
}

function lengths({ values }: Draft): Refusal | undefined {
  for (const [{ type, length: most, label, name }, value] of values) {
    if (type === 'reference' || typeof value !== 'string' || most === 0 || value.length <= most) continue;
    return refusal('record.too-long', { label, field: name, value, most });
  }
  return undefined;
}

function numbers({ values }: Draft): Refusal | undefined {
  for (const [{ type, precision, scale, digits, label, name }, value] of values) {
    if (typeof value !== 'number') continue;
    const most = type === 'int' ? digits : precision - scale;
    if (Math.abs(value) < 10 ** most) continue;
    return refusal('record.number-range', { label, field: name, digits: most, value });
  }
  return undefined;
}

function picklists({ values }: Draft): Refusal | undefined {
  for (const [field, value] of values) {
    if (!field.isRestrictedPicklist || typeof value !== 'string' || field.picklistValues.length === 0)
      continue;
    const known = field.picklistValues.map((own) => own.value);
    const chosen = field.type === 'multipicklist' ? value.split(';') : [value];
    const bad = chosen.find((own) => !known.some((other) => other.toLowerCase() === own.toLowerCase()));
    if (bad === undefined) continue;
    return refusal('record.picklist', { label: field.label, field: field.name, value: bad, known });
  }
  return undefined;
}

function emails({ values }: Draft): Refusal | undefined {
  for (const [{ type, label, name }, value] of values) {
    if (type !== 'email' || typeof value !== 'string' || isEmail(value)) continue;
    return refusal('record.email', { label, field: name, value });
  }
  return undefined;
}

/** One `@`, something on either side, a dot in the domain that neither begins nor ends it, and no blanks. */
function isEmail(text: string): boolean {
  const [local = '', domain = '', ...more] = text.split('@');
  const labels = domain.split('.');
  return more.length === 0 && local !== '' && labels.length > 1 && !labels.includes('') && !/\s/.test(text);
}

/** The form of references, which is all that can be said of them here; ids get their 18 characters. */
function references({ session, values }: Draft): Refusal | undefined {
  for (const [field, value] of values) {
    if (field.type !== 'reference' || typeof value !== 'string') continue;
    const { label, name, referenceTo: targets } = field;
    if (!isRecordId(value) || !leadsTo(field, value, session.wholeSchema.objects)) {
      return refusal('record.reference-type', { label, field: name, value, targets });
    }
    values.set(field, wholeId(value));
  }
  return undefined;
}

/** Whether an id is of an object that the field leads to, as far as its first three characters are known here. */
function leadsTo(
  { referenceTo }: FieldDefinition,
  id: string,
  objects: readonly { readonly name: string; readonly keyPrefix: string }[],
): boolean {
  const object = objects.find(({ keyPrefix }) => id.startsWith(keyPrefix));
  return object ? referenceTo.includes(object.name) : referenceTo.some((name) => isUnknown(name, objects));
}

function isUnknown(name: string, objects: readonly { readonly name: string }[]): boolean {
  return !objects.some((object) => object.name === name);
}

function requiredFields({ object, action, values }: Draft): Refusal | undefined {
  const isMissing = (field: FieldDefinition): boolean => {
    const { isNillable, isCreateable, isUpdateable, isDefaultedOnCreate, type } = field;
    if (isNillable || type === 'boolean' || !(isCreateable || isUpdateable)) return false;
    const value: FieldValue | undefined = values.get(field);
    if (value === undefined) return action === 'create' && !isDefaultedOnCreate;
    return value === null && !(action === 'create' && isDefaultedOnCreate);
  };
  const fields = object.fields.filter(isMissing).map(({ name }) => name);
  return fields.length === 0 ? undefined : refusal('record.required', { fields, object: object.name });
}

function convertedLead({ object, id, before }: Draft): Refusal | undefined {
  if (object.name !== 'Lead' || before?.row.IsConverted !== true) return undefined;
  return refusal('record.converted-lead', { id, isConverted: true });
}
