/** What the body of a new job asks, and how it is refused (rest-data.md 6). */
import {
  DELIMITERS,
  type Delimiter,
  INGEST_OPERATIONS,
  type IngestOperation,
  type JobFacts,
  LINE_ENDINGS,
  type LineEnding,
  QUERY_OPERATIONS,
  type QueryOperation,
} from '../../bulk/facts.ts';
import { planBulkQuery } from '../../bulk/plan-query.ts';
import { isView, type Session, visibleObject } from '../../data/data.ts';
import type { ObjectDefinition } from '../../data/definition.ts';
import { isUpsertKey } from '../../data/save/entries.ts';
import { check, refuse, type Traced } from '../../refusals/check.ts';
import { asWord } from '../../wire/json.ts';
import type { RestCall } from '../call.ts';
import { readBody } from '../request-body.ts';

type Body = Readonly<Record<string, unknown>>;

/** @throws Refusal */
export function readIngestJob(call: RestCall): JobFacts {
  const body = readBody(call);
  refuseUnknown(call, body);
  const operation = optionOf(call, body, 'operation', INGEST_OPERATIONS, undefined);
  const object = ingestObject(call, call.session, asWord(body.object ?? ''), operation);
  return {
    object: object.name,
    operation,
    ...formatOf(call, body),
    externalIdFieldName:
      operation === 'upsert' ? externalIdOf(call, call.session, object, body.externalIdFieldName) : undefined,
    query: undefined,
  };
}

/** @throws Refusal */
export async function readQueryJob(call: RestCall): Promise<JobFacts> {
  const body = readBody(call);
  refuseUnknown(call, body);
  const operation: QueryOperation = optionOf(call, body, 'operation', QUERY_OPERATIONS, undefined);
  const { query } = body;
  check(call, 'bulk.query-missing', typeof query === 'string' && query.trim() !== '', {});
  const format = formatOf(call, body);
  const plan = await planBulkQuery(call.session, {
    soql: query as string,
    trace: call.trace,
    apiVersion: format.apiVersion,
    includeDeleted: operation === 'queryAll',
  });
  const { name: object } = plan.scope.object;
  return { object, operation, ...format, externalIdFieldName: undefined, query: query as string };
}

/** The object of a job that writes. @throws Refusal */
export function ingestObject(
  call: Traced,
  session: Session,
  name: string,
  operation: IngestOperation,
): ObjectDefinition {
  const object = visibleObject(session, name);
  check(call, 'bulk.object', object, { object: name });
  const needed = (
    { insert: ['createable'], upsert: ['createable', 'updateable'], update: ['updateable'] } as const
  )[operation as 'insert'] ?? ['deletable'];
  const isSupported = needed.every((capability) => object.capabilities.has(capability));
  check(call, 'bulk.entity', isSupported, { object: object.name, operation });
  if (isView(object)) refuse(call, 'rest.unsupported', { what: `writing to ${object.name} by a bulk job` });
  const { profile } = session.user;
  check(call, 'bulk.hard-delete', operation !== 'hardDelete', { profile });
  return object;
}

/** The field of an upsert. @throws Refusal */
export function externalIdOf(
  call: Traced,
  session: Session,
  object: ObjectDefinition,
  given: unknown,
): string {
  const name = asWord(given ?? '');
  check(call, 'bulk.external-id-missing', name !== '', { object: object.name });
  const field = session.schema.field(object, name);
  const finds = field && isUpsertKey(field);
  check(call, 'bulk.external-id', finds, { field: name, object: object.name });
  return (field as NonNullable<typeof field>).name;
}

function formatOf(call: RestCall, body: Body) {
  return {
    apiVersion: call.root.slice(call.root.lastIndexOf('/v') + 2),
    contentType: optionOf(call, body, 'contentType', ['CSV'], 'CSV'),
    columnDelimiter: optionOf(call, body, 'columnDelimiter', Object.keys(DELIMITERS) as Delimiter[], 'COMMA'),
    lineEnding: optionOf(call, body, 'lineEnding', Object.keys(LINE_ENDINGS) as LineEnding[], 'LF'),
    concurrencyMode: optionOf(call, body, 'concurrencyMode', ['Parallel', 'Serial'], 'Parallel'),
  };
}

/** @param otherwise undefined: it must be there */
export function optionOf<Value extends string>(
  call: Traced,
  body: Body,
  member: string,
  known: readonly Value[],
  otherwise: Value | undefined,
): Value {
  const given = body[member] ?? otherwise;
  const found = known.find((value) => value === given);
  check(call, 'bulk.option', found, { member, value: asWord(given ?? 'null'), known });
  return found;
}

/** @throws Refusal */
function refuseUnknown(call: Traced, { assignmentRuleId }: Body): void {
  if (assignmentRuleId !== undefined && assignmentRuleId !== null)
    refuse(call, 'rest.unsupported', { what: 'assignment rules of a bulk job' });
}
