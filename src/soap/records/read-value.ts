/** Text of a request -> what a save takes, by the type of the field, as XML Schema has its forms (soap-data.md 3.1). */
import type { FieldDefinition, FieldType } from '../../data/definition.ts';
import { readValue, WrongJson } from '../../data/save/value.ts';

/** A text that is not of the type; the message is what Salesforce calls that. */
export class WrongText extends Error {}

interface Form {
  readonly type: string;
  /** What the text must look like; whether it means something is asked by the save's own reading. */
  readonly pattern: RegExp;
}

const DOUBLE: Form = {
  type: 'xsd:double',
  pattern: /^[+-]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][+-]?\d{1,3})?$/,
};

const ZONE = '(?:Z|[+-]\\d{2}:\\d{2})?';
const INSTANT = `\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?${ZONE}`;

const FORMS: Readonly<Partial<Record<FieldType, Form>>> = {
  boolean: { type: 'xsd:boolean', pattern: /^(?:true|false|1|0)$/ },
  int: { type: 'xsd:int', pattern: /^[+-]?\d{1,18}$/ },
  double: DOUBLE,
  currency: DOUBLE,
  percent: DOUBLE,
  // Clients write an instant into days too (soap-data.md 2).
  date: { type: 'xsd:date', pattern: new RegExp(`^(?:\\d{4}-\\d{2}-\\d{2}${ZONE}|${INSTANT})$`) },
  datetime: { type: 'xsd:dateTime', pattern: new RegExp(`^${INSTANT}$`) },
  time: { type: 'xsd:time', pattern: /^\d{2}:\d{2}:\d{2}(?:\.\d{3})?Z?$/ },
};

/** Of xsd:int. */
const LARGEST_INT = 2 ** 31 - 1;

/** @throws WrongText */
export function textValue(field: FieldDefinition, text: string): unknown {
  const form = FORMS[field.type];
  if (form === undefined) return text;
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const isTooLarge = field.type === 'int' && Math.abs(Number(trimmed)) > LARGEST_INT;
  if (isTooLarge || !form.pattern.test(trimmed)) throw new WrongText(form.type);
  const value = withZone(field.type, trimmed);
  try {
    readValue(field, value);
  } catch (error) {
    if (error instanceof WrongJson) throw new WrongText(form.type);
    throw error;
  }
  return value;
}

/** A day has no zone, and an instant without one is of UTC. */
function withZone(type: FieldType, text: string): string {
  if (type === 'date' && !text.includes('T')) return text.slice(0, 10);
  const hasTime = type === 'datetime' || type === 'date';
  return hasTime && /T[\d:.]{8,18}$/.test(text) ? `${text}Z` : text;
}

/** Milliseconds since the epoch. @throws WrongText */
export function instantOfText(text: string): number {
  const form = FORMS.datetime as Form;
  const trimmed = text.trim();
  const instant = form.pattern.test(trimmed) ? Date.parse(withZone('datetime', trimmed)) : Number.NaN;
  if (Number.isNaN(instant)) throw new WrongText(form.type);
  return instant;
}

/** Types whose texts are cut where a client asks for it (soap-data.md 4). */
const CUT: ReadonlySet<FieldType> = new Set<FieldType>([
  'string',
  'textarea',
  'picklist',
  'multipicklist',
  'combobox',
  'phone',
  'email',
]);

/** A text as long as its field allows. */
export function cutText({ type, length }: FieldDefinition, value: unknown): unknown {
  if (!CUT.has(type) || length === 0 || typeof value !== 'string') return value;
  const text = value.trim();
  if (text.length <= length) return value;
  const isPairCut = /[\uD800-\uDBFF]/.test(text.charAt(length - 1));
  return text.slice(0, isPairCut ? length - 1 : length);
}
