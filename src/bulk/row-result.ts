/** What became of a row, as the store keeps it and as results say it (rest-data.md 6.1, 7). */
import type { Saved, SaveRequest } from '../data/save/draft.ts';
import type { Refusal } from '../refusals/catalogue.ts';
import { asWord } from '../wire/json.ts';

export interface RowResult {
  /** Empty where there is none. */
  readonly id: string;
  readonly isCreated: boolean;
  /** Empty: it was done. */
  readonly error: string;
}

export function resultOf(request: SaveRequest, { id = '', isCreated, errors: [error] }: Saved): RowResult {
  return error ? failed(asInRecord(error, request), idOf(request)) : { id, isCreated, error: '' };
}

/** `CODE:message:field, field --`, of which the field is missing where there is none. @param id of the record that the row names */
export function failed({ code, message, fields }: RowError, id: string): RowResult {
  const named = fields.length === 0 ? '' : `${fields.join(', ')} `;
  return { id, isCreated: false, error: `${code}:${message}:${named}--` };
}

interface RowError {
  readonly code: string;
  readonly message: string;
  readonly fields: readonly string[];
}

export function errorOf({ facts: { error: code }, description: message, fields = [] }: Refusal): RowError {
  return { code, message, fields };
}

/** Values of a row are text: what JSON says of their types is said in other words (recalled). */
function asInRecord(error: Refusal, request: SaveRequest): RowError {
  if (error.refusal !== 'record.json-type' || !('sent' in request)) return errorOf(error);
  const { field } = error.values as { readonly field: string };
  const label = request.object.fields.find(({ name }) => name === field)?.label ?? field;
  const message = `${label}: value not of required type: ${asWord(request.sent[field])}`;
  return { code: 'INVALID_TYPE_ON_FIELD_IN_RECORD', message, fields: [field] };
}

function idOf(request: SaveRequest): string {
  return 'id' in request ? request.id : '';
}

export function writeResult({ id, isCreated, error }: RowResult): string {
  return JSON.stringify(error === '' ? [id, isCreated] : [id, error]);
}

export function readResult(text: string): RowResult {
  const [id, second] = JSON.parse(text) as [string, boolean | string];
  return typeof second === 'string'
    ? { id, isCreated: false, error: second }
    : { id, isCreated: second, error: '' };
}
