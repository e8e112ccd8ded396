/** Refusals of the web server itself, before any endpoint. */
import { refusal } from './refusal.ts';

export const serverRefusals = {
  'page.not-found': refusal<{ path: string }>({
    surface: 'html',
    status: 404,
    error: 'URL No Longer Exists',
    description: 'You have attempted to reach a URL that no longer exists on salesforce.com.',
    why: ({ path }) => `no Salesforce page or endpoint that fauxforce knows lives at ${path}`,
    fix: 'Check the path; docs/limits.md lists the endpoints of Salesforce that are not there.',
    evidence: { section: 'token.md 1.6', certainty: 'documented' },
    recipe: { steps: [{ method: 'GET', path: '/no/such/page' }] },
  }),
  // Status and rule are documented; what the body says is not known.
  'cors.origin': refusal<{ origin: string; allowed: readonly string[] }>({
    surface: 'html',
    status: 403,
    error: 'Forbidden',
    description: 'The origin of this request is not allowed.',
    why: ({ origin, allowed }) =>
      `origin ${origin} must be on the CORS allowlist, which has ${allowed.join(', ') || 'nothing'}`,
    fix: 'Setup > CORS > Allowed Origins List: add the scheme, host and port of the page. OAuth endpoints also need Enable CORS for OAuth endpoints.',
    evidence: { section: 'identity-and-resources.md 0.1', certainty: 'documented' },
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
  }),
  // Salesforce's own text for a service that is down is not known; that it is a page and not JSON is.
  'server.unavailable': refusal<{ reason: string }>({
    surface: 'html',
    status: 503,
    error: 'Service Unavailable',
    description: 'The service is temporarily unavailable. Please try again later.',
    why: ({ reason }) => `fauxforce cannot use its store: ${reason}`,
    fix: 'Do what the sentence says; GET /_fauxforce/health answers 200 again once the store can be used. Of a real org: wait, and look at status.salesforce.com.',
    evidence: { section: 'token.md 1.6', certainty: 'recalled' },
    recipe: {
      steps: [
        { method: 'POST', path: '/_fauxforce/failures', body: '{"refusal":"server.unavailable"}' },
        { method: 'GET', path: '/services/data' },
      ],
    },
  }),
  'request.too-large': refusal<{ limit: number }>({
    surface: 'html',
    status: 413,
    error: 'Request Entity Too Large',
    description: 'The request body is too large.',
    why: ({ limit }) => `the body is larger than ${limit} bytes`,
    fix: 'Send a smaller body; nothing in these flows needs more than a few kilobytes.',
    evidence: { section: 'token.md 1.10', certainty: 'unconfirmed' },
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
  }),
  'request.malformed': refusal<{ reason: string }>({
    surface: 'html',
    status: 400,
    error: 'Bad Request',
    description: 'The request could not be understood.',
    why: ({ reason }) => `the request is not well-formed HTTP: ${reason}`,
    fix: 'Correct the request line, headers or path escapes.',
    evidence: { section: 'token.md 1.2', certainty: 'unconfirmed' },
    recipe: { steps: [{ method: 'GET', path: '/%' }] },
  }),
  'request.headers-too-large': refusal({
    surface: 'html',
    status: 431,
    error: 'Request Header Fields Too Large',
    description: 'The URI and headers together are too large.',
    why: () => 'the URI and headers together are larger than 16384 bytes',
    fix: 'Send long parameters in a form body instead of the query, and fewer cookies.',
    evidence: { section: 'token.md 1.2', certainty: 'recalled' },
    recipe: {
      steps: [
        { method: 'GET', path: '/services/oauth2/authorize', headers: { 'x-padding': 'x'.repeat(20_000) } },
      ],
    },
  }),
  'request.method': refusal<{ method: string; allowed: string }>({
    surface: 'html',
    status: 405,
    error: 'Error 405',
    description: ({ allowed }) => `Only ${allowed} allowed`,
    why: ({ method, allowed }) => `the method is ${method}; this path answers ${allowed}`,
    fix: 'Use one of the methods that the Allow header of the answer names.',
    evidence: { section: 'identity-and-resources.md 9', certainty: 'unconfirmed' },
    recipe: { steps: [{ method: 'DELETE', path: '/.well-known/openid-configuration' }] },
  }),
};
