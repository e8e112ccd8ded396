/** Conditional requests (rest-data.md 2.6): instants for every row and describe, ETags for rows of Account alone. */
import { createHash } from 'node:crypto';
import type { DataRow, ObjectDefinition } from '../data/definition.ts';
import { instantOf } from '../data/rows.ts';
import { check } from '../refusals/check.ts';
import type { RestCall } from './call.ts';

/** `ETag` and `Last-Modified` of a row, as far as it has them. */
export function validatorsOf({ name }: ObjectDefinition, row: DataRow): Record<string, string> {
  const { LastModifiedDate: modified } = row;
  return {
    ...(name === 'Account' ? { ETag: etagOf(row) } : {}),
    ...(typeof modified === 'string' ? { 'Last-Modified': new Date(instantOf(modified)).toUTCString() } : {}),
  };
}

function etagOf(row: DataRow): string {
  return `"${createHash('sha256').update(JSON.stringify(row)).digest('base64')}"`;
}

/** Whether the caller has this already. */
export function isNotModified({ headers }: RestCall, validators: Readonly<Record<string, string>>): boolean {
  const { ETag: etag, 'Last-Modified': modified } = validators;
  const none = headers['if-none-match'];
  if (none !== undefined && etag !== undefined) return names(none, etag);
  const since = Date.parse(headers['if-modified-since'] ?? '');
  return modified !== undefined && Date.parse(modified) <= since;
}

/** @throws Refusal when the row is another than the caller saw */
export function checkPreconditions(call: RestCall, validators: Readonly<Record<string, string>>): void {
  const { headers } = call;
  const { ETag: etag, 'Last-Modified': modified } = validators;
  const match = headers['if-match'];
  if (match !== undefined && etag !== undefined) {
    check(call, 'rest.precondition', names(match, etag), { header: 'If-Match', seen: match, is: etag });
  }
  const none = headers['if-none-match'];
  if (none !== undefined && etag !== undefined) {
    check(call, 'rest.precondition', !names(none, etag), { header: 'If-None-Match', seen: none, is: etag });
  }
  const since = headers['if-unmodified-since'];
  const at = Date.parse(since ?? '');
  if (since === undefined || modified === undefined || Number.isNaN(at)) return;
  const isUnmodified = Date.parse(modified) <= at;
  check(call, 'rest.precondition', isUnmodified, {
    header: 'If-Unmodified-Since',
    seen: since,
    is: modified,
  });
}

/** Values of the header are separated by commas; with gzip Salesforce's end in `--gzip`. */
function names(header: string, etag: string): boolean {
  const wanted = header.split(',').map((value) => value.trim().replace('--gzip', ''));
  return wanted.includes(etag) || wanted.includes('*');
}
