/** A request of the journal as a curl command. In the place of each secret stands a variable of the shell. */
import type { JournalEntry } from '../../journal/entry.ts';
import { isFingerprint } from '../fingerprint.ts';
import { messageOf } from './message.ts';
import { variableFor } from './variables.ts';

/** @param origin of the server: `http://localhost:7332` */
export function asCurl(entry: JournalEntry, origin: string): string {
  const { method, target, form } = messageOf(entry);
  const query = form === undefined && Object.keys(entry.request).length > 0 && target.includes('?');
  const parameters = form ?? (query ? entry.request : {});
  return [
    `curl -i${method === 'GET' || form ? '' : ` -X ${method}`} ${single(origin + entry.path)}`,
    ...(query ? ['--get'] : []),
    ...(entry.token === undefined ? [] : ['-H "Authorization: Bearer $ACCESS_TOKEN"']),
    ...Object.entries(parameters).map(([name, value]) => `--data-urlencode ${argument(name, value)}`),
  ].join(' \\\n  ');
}

function argument(name: string, value: string): string {
  return isFingerprint(value)
    ? `"${name.replace(/[^\w.-]/g, '_')}=$${variableFor(name)}"`
    : single(`${name}=${value}`);
}

/** In single quotes, which a shell reads as they stand. */
function single(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
