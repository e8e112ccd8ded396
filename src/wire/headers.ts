/** The headers Salesforce's edge puts on every answer (wire facts: identity-and-resources.md 0.1, token.md 1.4). */

export const JSON_TYPE = 'application/json;charset=UTF-8';
export const HTML_TYPE = 'text/html;charset=UTF-8';

/** In the order recorded in 2023. `Date` is the server's own. */
export const EDGE_HEADERS: Readonly<Record<string, string>> = {
  'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  'X-XSS-Protection': '1; mode=block',
  'X-Robots-Tag': 'none',
  'Cache-Control': 'no-cache,must-revalidate,max-age=0,no-store,private',
};

/** Discovery, keys and auth-configuration answer every origin. */
export const PUBLIC_CORS: Readonly<Record<string, string>> = {
  'Access-Control-Allow-Credentials': 'false',
  'Access-Control-Allow-Origin': '*',
};

export const LONG_AGO = 'Thu, 01 Jan 1970 00:00:00 GMT';
