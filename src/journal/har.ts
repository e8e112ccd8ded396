/** The journal as an HTTP Archive 1.2, for the tools that read one. Secrets are fingerprints, headers are not kept. */
import { STATUS_CODES } from '../ground/node-http.ts';
import type { JournalEntry } from './entry.ts';

/**
 * @param entries newest first
 * @param origin that the URLs begin with
 */
export function harOf(entries: readonly JournalEntry[], origin: string): object {
  return {
    log: {
      version: '1.2',
      creator: { name: 'fauxforce', version: '1' },
      entries: entries.toReversed().map((entry) => harEntry(entry, origin)),
    },
  };
}

const UNKNOWN = { httpVersion: 'HTTP/1.1', cookies: [], headers: [], headersSize: -1, bodySize: -1 };

function harEntry(entry: JournalEntry, origin: string): object {
  const { id, at, ms, method, status, response, org, endpoint, grantType, clientId, username } = entry;
  const text = response.body === undefined ? undefined : textOf(response.body);
  return {
    startedDateTime: at,
    time: ms,
    request: { ...UNKNOWN, method, ...sent(entry, origin) },
    response: {
      ...UNKNOWN,
      status,
      statusText: STATUS_CODES[status] ?? '',
      redirectURL: response.location ?? '',
      content: {
        size: text === undefined ? 0 : Buffer.byteLength(text),
        mimeType:
          typeof response.body === 'object'
            ? 'application/json'
            : text === undefined
              ? 'x-unknown'
              : 'text/plain',
        ...(text === undefined ? {} : { text }),
      },
    },
    cache: {},
    timings: { send: 0, wait: ms, receive: 0 },
    _fauxforce: {
      id,
      org,
      endpoint,
      grantType,
      clientId,
      username,
      refusal: entry.refusal,
      checks: entry.checks,
    },
  };
}

/** Parameters are shown where the method usually has them: the journal keeps query and body as one. */
function sent({ method, path, request }: JournalEntry, origin: string): object {
  const params = Object.entries(request).map(([name, value]) => ({ name, value }));
  const text = new URLSearchParams(request).toString();
  if (method === 'POST' && params.length > 0) {
    const mimeType = 'application/x-www-form-urlencoded';
    return { url: origin + urlPath(path), queryString: [], postData: { mimeType, params, text } };
  }
  return { url: origin + urlPath(path) + (text && `?${text}`), queryString: params };
}

/** Escaped again, as far as a URL wants it. */
function urlPath(path: string): string {
  return path.toWellFormed().replace(/[^!-~]+/g, encodeURIComponent);
}

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}
