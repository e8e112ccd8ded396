/** Answers a visit: finds its page, carries out its form, renders what the page shows or leads the browser on. */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LabProblem } from '../lab/plane/answer-problem.ts';
import { labCookie } from '../lab/plane/lab-cookie.ts';
import { checkSameOrigin, relativePath } from '../oauth/session/own-origin.ts';
import { Refusal } from '../refusals/catalogue.ts';
import { StoreUnavailable } from '../store/port.ts';
import { cookieNamed } from '../wire/cookies.ts';
import { HTML_TYPE } from '../wire/headers.ts';
import { CONSOLE_PATH } from '../wire/paths.ts';
import { sameText } from '../wire/secrets.ts';
import type { World } from '../world/world.ts';
import { assetNamed } from './assets/assets.ts';
import { hopper } from './hop.ts';
import { labOf } from './lab.ts';
import { pageFor } from './pages.ts';
import { render } from './render.ts';
import { isTheme, type Theme, themeCookie } from './theme.ts';
import type { Onward, Shown, Visit } from './visit.ts';

export interface Door {
  readonly app: FastifyInstance;
  readonly world: World;
  readonly labToken: string | undefined;
}

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export async function answerVisit(
  door: Door,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const path = segmentsOf(request);
  const asset = assetNamed(path.join('/'));
  if (asset && isRead(request.method)) return reply.type(asset.type).send(asset.text);
  if (request.method === 'POST') {
    checkSameOrigin(request);
    if (path[0] === 'sign-in') return signIn(door, request, reply);
    if (path[0] === 'theme') return changeTheme(request, reply);
  }
  const visit: Visit = {
    path,
    query: request.query as ReadonlyMap<string, string>,
    form: formOf(request),
    lab: labOf(door.app, request, door.labToken),
    hop: hopper(door.app, door.world, request),
    appOf: (consumerKey) => door.world.orgs.app(consumerKey),
    origin: request.calledHost.origin,
    key: door.world.key,
  };
  return send(door, request, reply, await answerOf(visit, request.method, reply));
}

async function answerOf(visit: Visit, method: string, reply: FastifyReply): Promise<Shown | Onward> {
  const page = pageFor(visit.path);
  if (!page) {
    throw new LabProblem(
      404,
      `the inspector has no page ${visit.path.join('/')}: the ones that there are stand in the navigation`,
    );
  }
  if (isRead(method)) return page.show(visit);
  if (method === 'POST' && page.act) return page.act(visit);
  reply.header('Allow', page.act ? 'GET, HEAD, POST' : 'GET, HEAD');
  throw new LabProblem(405, `${method} is not a method of this page`);
}

function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

async function send(
  { world: { clock } }: Pick<Door, 'world'>,
  request: FastifyRequest,
  reply: FastifyReply,
  answer: Shown | Onward,
): Promise<FastifyReply> {
  if ('goTo' in answer)
    return reply
      .code(303)
      .header('Location', CONSOLE_PATH + answer.goTo)
      .send();
  const html = await render(answer, {
    path: request.url,
    theme: themeOf(request),
    now: new Date(clock.now()).toISOString(),
    isFrozen: clock.frozen,
  });
  return sendPage(reply.code(answer.status ?? 200), html);
}

function sendPage(reply: FastifyReply, html: string): FastifyReply {
  return reply
    .header('Content-Security-Policy', POLICY)
    .header('X-Frame-Options', 'DENY')
    .header('X-Content-Type-Options', 'nosniff')
    .header('Referrer-Policy', 'same-origin')
    .header('Cache-Control', 'no-store')
    .type(HTML_TYPE)
    .send(html);
}

/** The error handler: what the lab or the guard refused, as a page. Mistakes of our own are passed on. */
export async function answerError(
  door: Pick<Door, 'world'>,
  error: FastifyError | LabProblem | Refusal | StoreUnavailable,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const status = statusOf(error);
  if (status === undefined) throw error;
  const sentence = error instanceof Refusal ? error.why : error.message;
  const title =
    status === 401 ? 'The lab token, please' : status === 404 ? 'Not found' : 'That cannot be done';
  const back = request.method === 'POST' ? request.trace.path : undefined;
  const to = request.method === 'GET' ? request.url : CONSOLE_PATH;
  return send(door, request, reply, {
    title,
    template: 'problem',
    status,
    data: { sentence, wantsToken: status === 401, back, to },
  });
}

function statusOf(error: FastifyError | LabProblem | Refusal | StoreUnavailable): number | undefined {
  if (error instanceof LabProblem) return error.status;
  if (error instanceof Refusal) return error.facts.status;
  if (error instanceof StoreUnavailable) return 503;
  const { statusCode } = error;
  return statusCode !== undefined && statusCode >= 400 && statusCode < 500 ? statusCode : undefined;
}

/** The token typed once, for the cookie. */
function signIn({ labToken }: Door, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const form = formOf(request);
  if (labToken === undefined || !sameText(form.get('token') ?? '', labToken))
    throw new LabProblem(401, 'that is not the lab token: it is the value of --lab-token');
  return reply
    .code(303)
    .header('Set-Cookie', labCookie(labToken, request.calledHost.origin.startsWith('https:')))
    .header('Location', ownPath(form.get('to')))
    .send();
}

function changeTheme(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const form = formOf(request);
  const theme = form.get('theme');
  if (!isTheme(theme)) throw new LabProblem(400, 'theme is auto, light or dark');
  return reply
    .code(303)
    .header('Set-Cookie', themeCookie(theme))
    .header('Location', ownPath(form.get('to')))
    .send();
}

/** A path of the inspector; its first page for any other text. */
function ownPath(text = ''): string {
  const path = relativePath(text) ?? '';
  const isOwn = path === CONSOLE_PATH || ['/', '?'].some((mark) => path.startsWith(CONSOLE_PATH + mark));
  return isOwn ? path : CONSOLE_PATH;
}

function formOf({ body }: FastifyRequest): ReadonlyMap<string, string> {
  return body instanceof Map ? body : new Map();
}

function themeOf({ headers }: FastifyRequest): Theme {
  const theme = cookieNamed('fauxforce_theme', headers.cookie);
  return isTheme(theme) ? theme : 'auto';
}

function segmentsOf({ url }: FastifyRequest): string[] {
  const [path = ''] = url.split('?');
  return path.slice(CONSOLE_PATH.length).split('/').filter(Boolean).map(decoded);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
