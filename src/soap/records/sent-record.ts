/**
 * A record as a client wrote it, before anything is known of its object: children by their local names, in any namespace and any order
 * (soap-data.md 2). Text is not yet a value.
 */
import type { Sent } from '../../data/save/draft.ts';
import { elementsOf } from '../../wire/read-xml.ts';
import { textOf } from '../envelope.ts';

const SCHEMA_INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';

/** What the partner API calls the type of every record. */
const GENERIC = 'sObject';

export interface SentRecord {
  /** Name of its object, as sent; empty where none was. */
  readonly type: string;
  /** Texts, nulls, and parents as REST writes them. */
  readonly fields: Sent;
}

export function sentRecord(record: Element): SentRecord {
  const fields: [string, unknown][] = [];
  const nulls: [string, null][] = [];
  let type = '';
  for (const child of elementsOf(record)) {
    const name = child.localName ?? child.nodeName;
    if (name === 'type') type ||= textOf(child).trim();
    else if (name === 'fieldsToNull') nulls.push([textOf(child).trim(), null]);
    else fields.push([name, sentValue(child)]);
  }
  return {
    type: type || typeOf(record),
    fields: Object.fromEntries([...fields, ...nulls.filter(([name]) => name !== '')]),
  };
}

function sentValue(element: Element): unknown {
  const nil = element.getAttributeNS(SCHEMA_INSTANCE, 'nil')?.trim();
  if (nil === 'true' || nil === '1') return null;
  if (elementsOf(element).length === 0) return textOf(element);
  const { type, fields } = sentRecord(element);
  return { ...(type === '' ? {} : { attributes: { type } }), ...fields };
}

/** The local part of `xsi:type`, whatever its prefix. */
function typeOf(record: Element): string {
  const written = record.getAttributeNS(SCHEMA_INSTANCE, 'type')?.trim() ?? '';
  const name = written.slice(written.indexOf(':') + 1);
  return name === GENERIC ? '' : name;
}
