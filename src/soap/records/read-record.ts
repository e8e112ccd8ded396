/** The records of a call: each with its object, and with values in the place of texts. What cannot be read refuses the whole call (soap-data.md 7). */
import { type Session, visibleObject } from '../../data/data.ts';
import type { ObjectDefinition } from '../../data/definition.ts';
import type { Sent } from '../../data/save/draft.ts';
import { check, refuse } from '../../refusals/check.ts';
import type { SessionCall } from '../operation.ts';
import { cutText, textValue, WrongText } from './read-value.ts';
import { sentRecord } from './sent-record.ts';

/** Of a call, and of ids to delete (soap-data.md 5.1). */
const MOST_RECORDS = 200;

/** Characters of a value that a refusal repeats. */
const LONGEST_SHOWN = 255;

export interface ReadRecord {
  readonly object: ObjectDefinition;
  readonly sent: Sent;
}

/** The records of the parameter `sObjects`. @throws Refusal */
export function recordsOf(call: SessionCall, session: Session): ReadRecord[] {
  const elements = call.parameters.elements('sObjects');
  checkCount(call, elements.length, MOST_RECORDS);
  return elements.map((element, i) => {
    const { type, fields } = sentRecord(element);
    check(call, 'soap-record.no-object', type !== '', { at: i + 1 });
    const object = objectNamed(call, session, type);
    return { object, sent: valuesOf(call, session, object, fields) };
  });
}

/** Of a list of ids. @throws Refusal */
export function idsOf(call: SessionCall, most = MOST_RECORDS): string[] {
  const ids = call.parameters.texts('ids').map((id) => id.trim());
  checkCount(call, ids.length, most);
  return ids;
}

/** @throws Refusal */
export function checkCount(call: SessionCall, count: number, most: number): void {
  check(call, 'soap.too-many', count <= most, { count, most });
}

/** @throws Refusal: an object that the caller may not read is not there */
export function objectNamed(call: SessionCall, session: Session, name: string): ObjectDefinition {
  const object = visibleObject(session, name);
  check(call, 'soap-record.object', object, { object: name });
  return object;
}

function valuesOf(call: SessionCall, session: Session, object: ObjectDefinition, fields: Sent): Sent {
  const values = Object.entries(fields).map(([name, value]) => {
    const field = session.schema.field(object, name);
    if (!field) {
      check(call, 'soap-record.unknown-field', isParent(object, name, value), {
        field: name,
        object: object.name,
      });
      return [name, value === '' ? null : value];
    }
    if (value === null || field.type === 'address') return [name, value];
    try {
      if (typeof value !== 'string') throw new WrongText('xsd:string');
      const read = textValue(field, value);
      return [name, call.headers.allowFieldTruncation ? cutText(field, read) : read];
    } catch (error) {
      if (!(error instanceof WrongText)) throw error;
      const shown = typeof value === 'string' ? value.slice(0, LONGEST_SHOWN) : '';
      return refuse(call, 'soap-record.value', { field: field.name, value: shown, type: error.message });
    }
  });
  return Object.fromEntries(values);
}

/** Whether this may be a parent by its external id; what is in it the save looks at. */
function isParent({ fields }: ObjectDefinition, name: string, value: unknown): boolean {
  const isRelationship = fields.some(
    ({ relationshipName }) => relationshipName?.toLowerCase() === name.toLowerCase(),
  );
  return isRelationship && (typeof value !== 'string' || value.trim() === '');
}
