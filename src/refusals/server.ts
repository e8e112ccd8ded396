/** Refusals of the web server itself, before any endpoint. */

import { family } from './family.ts';
import { place } from './place.ts';
import { quote } from './quote.ts';

export interface UnknownHost {
  readonly host: string;
  /** Some of the hosts that there are. */
  readonly known: readonly string[];
  /** How many others there are. */
  readonly more: number;
  readonly nearest: string | undefined;
}

const SHARED = { at: place('server'), surface: 'html', status: 400, section: 'token.md 1.2' } as const;

export const serverRefusals = {
  ...family('page', SHARED, {
    'not-found': {
      status: 404,
      error: 'URL No Longer Exists',
      description: 'You have attempted to reach a URL that no longer exists on salesforce.com.',
      why: ({ path }: { path: string }) =>
        `no Salesforce page or endpoint that fauxforce knows lives at ${quote(path)}`,
      fix: 'Check the path; docs/limits.md lists the endpoints of Salesforce that are not there.',
      section: 'token.md 1.6',
      evidence: 'documented',
      recipe: { steps: [{ method: 'GET', path: '/no/such/page' }] },
    },
    'cross-site': {
      status: 403,
      error: 'Invalid Page',
      description:
        'The page you submitted was invalid for your session. Please click Save again to confirm your change.',
      why: ({ origin, own }: { origin: string | undefined; own: string }) =>
        `the form was sent from ${origin === undefined ? 'no page' : quote(origin)}; only ${own} may send it`,
      fix: "Send the browser to the authorize endpoint and let the user fill in Salesforce's own pages.",
      section: 'authorize.md 2',
      evidence: 'recalled',
      recipe: {
        steps: [
          {
            method: 'POST',
            path: '/',
            headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
            form: { username: 'ada@acme.example', pw: 'correct-horse' },
          },
        ],
      },
    },
  }),
  ...family('host', SHARED, {
    // The page is documented for an org that is gone; that a name without an org gets it, and the status, is not known.
    unknown: {
      status: 404,
      error: 'URL No Longer Exists',
      description: 'You have attempted to reach a URL that no longer exists on salesforce.com.',
      why: ({ host, known, more, nearest }: UnknownHost) =>
        `the request was sent to ${quote(host)}, which must be a host of an org here; there are ${known.join(', ')}${more > 0 ? ` and ${more} more` : ''}${nearest === undefined ? '' : `; did you mean ${nearest}?`}`,
      typical: { more: 0, nearest: undefined },
      fix: "Call one of those, or let the seed have an org of this name: org.myDomain, org.type and org.cloud say what its hosts are called. Setup > My Domain tells a real org's.",
      section: 'token.md 1.6',
      evidence: 'unconfirmed',
      recipe: {
        steps: [
          {
            method: 'GET',
            path: '/services/oauth2/authorize',
            headers: { host: 'nowhere.my.salesforce.com' },
          },
        ],
      },
    },
  }),
  ...family('cors', SHARED, {
    // Status and rule are documented; what the body says is not known.
    origin: {
      status: 403,
      error: 'Forbidden',
      description: 'The origin of this request is not allowed.',
      why: ({ origin, allowed }: { origin: string; allowed: readonly string[] }) =>
        `origin ${origin} must be on the CORS allowlist, which has ${allowed.join(', ') || 'nothing'}`,
      fix: 'Setup > CORS > Allowed Origins List: add the scheme, host and port of the page. OAuth endpoints also need Enable CORS for OAuth endpoints.',
      section: 'identity-and-resources.md 0.1',
      evidence: 'documented',
      recipe: {
        given: { settings: { corsAllowedOrigins: ['https://app.example'] } },
        steps: [
          {
            method: 'GET',
            path: '/services/data/v60.0',
            headers: { origin: 'https://elsewhere.example' },
          },
        ],
      },
    },
  }),
  ...family('server', SHARED, {
    // Salesforce's own text for a service that is down is not known; that it is a page and not JSON is.
    unavailable: {
      status: 503,
      error: 'Service Unavailable',
      description: 'The service is temporarily unavailable. Please try again later.',
      why: ({ reason }: { reason: string }) => `fauxforce cannot use its store: ${reason}`,
      fix: 'Do what the sentence says; GET /_fauxforce/health answers 200 again once the store can be used. Of a real org: wait, and look at status.salesforce.com.',
      section: 'token.md 1.6',
      evidence: 'recalled',
      recipe: {
        steps: [
          { method: 'POST', path: '/_fauxforce/failures', body: '{"refusal":"server.unavailable"}' },
          { method: 'GET', path: '/services/data' },
        ],
      },
    },
  }),
  ...family('request', SHARED, {
    'too-large': {
      status: 413,
      error: 'Request Entity Too Large',
      description: 'The request body is too large.',
      why: ({ limit }: { limit: number }) => `the body is larger than ${limit} bytes`,
      fix: 'Send a smaller body; nothing in these flows needs more than a few kilobytes.',
      section: 'token.md 1.10',
      evidence: 'unconfirmed',
      recipe: {
        steps: [
          {
            method: 'POST',
            path: '/services/oauth2/token',
            headers: { 'content-type': 'application/x-www-form-urlencoded' },
            body: 'x'.repeat(1024 * 1024 + 1),
          },
        ],
      },
    },
    malformed: {
      error: 'Bad Request',
      description: 'The request could not be understood.',
      why: ({ reason }: { reason: string }) => `the request is not well-formed HTTP: ${reason}`,
      fix: 'Correct the request line, headers or path escapes.',
      evidence: 'unconfirmed',
      recipe: { steps: [{ method: 'GET', path: '/%' }] },
    },
    'headers-too-large': {
      status: 431,
      error: 'Request Header Fields Too Large',
      description: 'The URI and headers together are too large.',
      why: () => 'the URI and headers together are larger than 16384 bytes',
      fix: 'Send long parameters in a form body instead of the query, and fewer cookies.',
      evidence: 'recalled',
      recipe: {
        steps: [
          { method: 'GET', path: '/services/oauth2/authorize', headers: { 'x-padding': 'x'.repeat(20_000) } },
        ],
      },
    },
    method: {
      status: 405,
      error: 'Error 405',
      description: ({ allowed }) => `Only ${allowed} allowed`,
      why: ({ method, allowed }: { method: string; allowed: string }) =>
        `the method is ${method}; this path answers ${allowed}`,
      fix: 'Use one of the methods that the Allow header of the answer names.',
      section: 'identity-and-resources.md 9',
      evidence: 'unconfirmed',
      recipe: { steps: [{ method: 'DELETE', path: '/.well-known/openid-configuration' }] },
    },
  }),
};
