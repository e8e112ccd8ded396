/** Words about requests that came by http where Salesforce takes https only. */

export function byHttps({ needsHttps }: { needsHttps: boolean }): string {
  return needsHttps
    ? 'the request came by http, where https is wanted'
    : 'the request came by https, or by http to a server that takes that too';
}

export const CALL_BY_HTTPS =
  'Call the https URL. fauxforce itself takes http, but not of a Salesforce host that it is the proxy for (a client that calls http://login.salesforce.com), nor with --require-https.';
