/** The header of CSV data: which field each column is, and how a row becomes what a save takes. */
import { type Session, visibleObject } from '../data/data.ts';
import type { ObjectDefinition } from '../data/definition.ts';
import type { Sent } from '../data/save/draft.ts';
import type { IngestOperation, JobFacts } from './facts.ts';

/** Says that a field is to be emptied: an empty cell leaves it as it is. */
const NULL = '#N/A';

/** A parent by an external id: `Account.Number__c`, `User:Owner.Username`. */
interface ParentColumn {
  readonly relationship: string;
  readonly type: string;
  readonly key: string;
}

/** A column of a field has its name. */
type Column = string | ParentColumn;

export interface Columns {
  /** As they were sent. */
  readonly names: readonly string[];
  sentOf(cells: readonly string[]): Sent;
}

/** What is wrong with a header; the message is what a job says of it. */
export class BadHeader extends Error {}

/** @throws BadHeader */
export function readHeader(
  session: Session,
  object: ObjectDefinition,
  { operation, externalIdFieldName }: Pick<JobFacts, 'operation' | 'externalIdFieldName'>,
  names: readonly string[],
): Columns {
  const columns = names.map((name) => columnOf(session, object, name));
  const fields = columns.map((column) => (typeof column === 'string' ? column : column.relationship));
  const twice = fields.find((name, i) => fields.indexOf(name) < i);
  if (twice !== undefined) throw new BadHeader(`InvalidBatch : Duplicate field name : ${twice}`);
  const isDeletion = operation === 'delete' || operation === 'hardDelete';
  if (isDeletion && fields.some((name) => name !== 'Id'))
    throw new BadHeader('InvalidBatch : Delete batch must contain only ids');
  const needed = keyOf(operation as IngestOperation, externalIdFieldName);
  if (needed !== undefined && !fields.includes(needed)) throw notFound(needed);
  return { names, sentOf: (cells) => sentOf(columns, cells) };
}

/** The column that tells which record a row is of. */
function keyOf(operation: IngestOperation, externalIdFieldName: string | undefined): string | undefined {
  if (operation === 'insert') return undefined;
  return operation === 'upsert' ? externalIdFieldName : 'Id';
}

function columnOf(session: Session, object: ObjectDefinition, name: string): Column {
  const field = session.schema.field(object, name);
  if (field) return field.name;
  const [, type, relationship, key] = /^(?:(\w{1,80}):)?(\w{1,80})\.(\w{1,80})$/.exec(name) ?? [];
  const reference = object.fields.find(
    ({ relationshipName }) => relationshipName?.toLowerCase() === relationship?.toLowerCase(),
  );
  if (!reference || key === undefined) throw notFound(name);
  for (const target of type === undefined ? reference.referenceTo : [type]) {
    const parent = visibleObject(session, target);
    const found = parent && session.schema.field(parent, key);
    if (found && (found.isIdLookup || found.isExternalId))
      return { relationship: reference.relationshipName ?? '', type: parent.name, key: found.name };
  }
  throw notFound(name);
}

function notFound(name: string): BadHeader {
  return new BadHeader(`InvalidBatch : Field name not found : ${name.slice(0, 255)}`);
}

function sentOf(columns: readonly Column[], cells: readonly string[]): Sent {
  const sent: Record<string, unknown> = {};
  for (const [i, column] of columns.entries()) {
    const cell = cells[i] ?? '';
    if (cell === '') continue;
    if (typeof column === 'string') sent[column] = cell === NULL ? null : cell;
    else sent[column.relationship] = cell === NULL ? null : parentOf(column, cell);
  }
  return sent;
}

function parentOf({ type, key }: ParentColumn, value: string): unknown {
  return { attributes: { type }, [key]: value };
}
