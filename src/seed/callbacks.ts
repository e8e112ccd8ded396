/** Callback URLs as Setup takes them: what is good depends on the kind of app (authorize.md 11). */
import { callbackUrlComplaint } from '../org/callback.ts';
import { recordsOf } from './records.ts';
import { type Finding, fieldOf } from './shape.ts';

/** Entries that are not text are skipped: the schema reports them. */
export function callbackFindings(document: unknown): Finding[] {
  return recordsOf(document, 'apps').flatMap(({ path, fields }) => {
    const { kind, callbackUrls } = fields;
    if (!Array.isArray(callbackUrls)) return [];
    return callbackUrls.flatMap((url: unknown, i): Finding[] => {
      const appKind = kind === 'externalClientApp' ? kind : 'connectedApp';
      const complaint = typeof url === 'string' ? callbackUrlComplaint(url, appKind) : undefined;
      if (complaint === undefined) return [];
      const at = [...path, 'callbackUrls', i];
      return [{ path: at, of: 'value', message: `${fieldOf(document, at)}: ${complaint}` }];
    });
  });
}
