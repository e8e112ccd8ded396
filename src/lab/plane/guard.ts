/** Who may use the lab: this machine's own programs, not those that a proxy on it serves, or whoever holds the lab token; never a page of another site. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isInRanges } from '../../org/ip.ts';
import { tokenAfter } from '../../wire/authorization.ts';
import { sameText } from '../../wire/secrets.ts';
import { LabProblem } from './answer-problem.ts';
import { holdsLabCookie } from './lab-cookie.ts';

export interface LabGuard {
  readonly baseUrl?: string;
  readonly labToken?: string;
  /** Whether other machines can reach the server. */
  readonly exposed?: boolean;
}

const LOOPBACK = /^(?:localhost|[a-z0-9-]+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;
const LOOPBACK_RANGES = [
  { start: '127.0.0.0', end: '127.255.255.255' },
  { start: '::1', end: '::1' },
];
/** What proxies say of the requests that they pass on. */
const FORWARDING = [
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'forwarded',
  'via',
];

/** @param isOpen whether everybody may send this request: it tells nothing and changes nothing */
export function guardLab(
  app: FastifyInstance,
  { baseUrl, labToken, exposed = false }: LabGuard,
  isOpen: (request: FastifyRequest) => boolean,
): void {
  const ownHost = baseUrl === undefined ? undefined : new URL(baseUrl).host;
  app.addHook('onRequest', async (request) => {
    refuseForeignOrigin(request, baseUrl);
    if (isOpen(request)) return;
    if (labToken !== undefined) wantToken(request, labToken);
    else if (exposed) throw closed();
    else {
      wantLocalName('Host', request.headers.host ?? '', ownHost);
      // What a trusted proxy was called by.
      wantLocalName('X-Forwarded-Host', request.host, ownHost);
      wantLocalClient(request);
    }
  });
}

/** A page of another site sends its own Origin; programs send none, our own pages ours. */
function refuseForeignOrigin(
  { headers, calledHost, protocol }: FastifyRequest,
  baseUrl: string | undefined,
): void {
  const { origin } = headers;
  if (origin === undefined) return;
  const own = [calledHost.origin, `${protocol}://${headers.host}`, baseUrl && new URL(baseUrl).origin];
  if (!own.includes(origin.toLowerCase())) {
    throw new LabProblem(
      403,
      `Origin ${origin} is another site's: the lab is not for web pages of other sites`,
    );
  }
}

/** A name that an attacker's DNS points at 127.0.0.1 arrives in Host, and through a trusted proxy in X-Forwarded-Host. */
function wantLocalName(header: string, name: string, ownHost: string | undefined): void {
  if (LOOPBACK.test(name) || name.toLowerCase() === ownHost) return;
  throw new LabProblem(
    403,
    `${header} ${name} is not this machine: call the lab as localhost, or start fauxforce with --lab-token and send it`,
  );
}

/**
 * A proxy on this machine calls from it, whomever it serves: its client counts, as far as trusted proxies name it. Not
 * `request.ip`, which a test may choose.
 */
function wantLocalClient({ headers, ips, socket }: FastifyRequest): void {
  const chain = ips ?? [socket.remoteAddress ?? ''];
  const stranger = chain.find((address) => !isInRanges(address, LOOPBACK_RANGES));
  if (stranger !== undefined) {
    throw new LabProblem(
      403,
      `this request is from ${stranger}, beyond this machine: start fauxforce with --lab-token and send it`,
    );
  }
  if (chain.length === 1 && FORWARDING.some((name) => name in headers)) {
    throw new LabProblem(
      403,
      'a proxy passed this request on, and nothing says that its client is this machine: call the lab directly, or start fauxforce with --lab-token and send it',
    );
  }
}

function wantToken({ headers }: FastifyRequest, labToken: string): void {
  const given = tokenAfter(['bearer'], headers.authorization) ?? headers['x-fauxforce-token'];
  if (typeof given === 'string' && sameText(given, labToken)) return;
  if (given === undefined && holdsLabCookie(headers.cookie, labToken)) return;
  throw new LabProblem(
    401,
    `${given === undefined ? 'no lab token came with the request' : 'the lab token is not the right one'}: send Authorization: Bearer <the value of --lab-token>`,
  );
}

function closed(): LabProblem {
  return new LabProblem(
    403,
    'the lab is closed because other machines can reach this server: start fauxforce with --lab-token and send the token',
  );
}
