/** Callback URLs as Setup takes them: what is good depends on the kind of app (authorize.md 11). */
import { callbackUrlComplaint } from '../org/callback.ts';
import { isRecord } from '../wire/json.ts';
import type { Path } from './problems.ts';
import { recordsOf } from './records.ts';
import { type Finding, fieldOf } from './shape.ts';

/** Entries that are not text are skipped: the schema reports them. */
export function callbackFindings(document: unknown): Finding[] {
  return recordsOf(document, 'apps').flatMap(({ path, fields }) => {
    const { kind, callbackUrls, earlier } = fields;
    const appKind = kind === 'externalClientApp' ? kind : 'connectedApp';
    const complaints = (urls: unknown, at: Path): Finding[] =>
      Array.isArray(urls) ? urls.flatMap((url, i) => finding(document, [...at, i], url, appKind)) : [];
    return [
      ...complaints(callbackUrls, [...path, 'callbackUrls']),
      ...(isRecord(earlier) ? complaints(earlier.callbackUrls, [...path, 'earlier', 'callbackUrls']) : []),
    ];
  });
}

function finding(
  document: unknown,
  at: Path,
  url: unknown,
  kind: Parameters<typeof callbackUrlComplaint>[1],
): Finding[] {
  const complaint = typeof url === 'string' ? callbackUrlComplaint(url, kind) : undefined;
  if (complaint === undefined) return [];
  return [{ path: at, of: 'value', message: `${fieldOf(document, at)}: ${complaint}` }];
}
