/** Refusals of the port as a forward proxy. Salesforce is none: the sentences are ours, and go out as plain text. */
import { family } from './family.ts';
import { place } from './place.ts';

const SHARED = { at: place('server'), surface: 'html', status: 403, section: 'token.md 1.2' } as const;

export const proxyRefusals = family('proxy', SHARED, {
  refused: {
    error: 'Forbidden',
    description: 'The proxy does not do that.',
    why: ({ reason }: { reason: string }) => `the proxy refused what it was asked for: ${reason}`,
    fix: 'Do what the sentence says: docs/https.md has which hosts end here, how others are tunnelled or kept out by NO_PROXY, and what the password is.',
    evidence: 'unconfirmed',
    recipe: { steps: [{ method: 'GET', path: 'http://www.example.org/' }] },
  },
  unreachable: {
    status: 502,
    error: 'Bad Gateway',
    description: 'The proxy cannot reach that host.',
    why: ({ reason }: { reason: string }) =>
      `the proxy was asked for a host that is not Salesforce's, and did not reach it: ${reason}`,
    fix: 'See that the host answers this machine, and that HTTPS_PROXY and HTTP_PROXY, where fauxforce was started, name a proxy that leads there.',
    evidence: 'unconfirmed',
    recipe: {
      steps: [
        { method: 'POST', path: '/_fauxforce/failures', body: '{"refusal":"proxy.unreachable"}' },
        { method: 'GET', path: '/services/data' },
      ],
    },
  },
});
