/** Answers a request for a page of Setup: who asks, whether they may, what the page shows, and what becomes of a form. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { checkSameOrigin } from '../oauth/session/own-origin.ts';
import { type LiveSession, liveSession } from '../oauth/session/sessions.ts';
import { basePath } from '../org/hosts.ts';
import { logInPath } from '../pages/log-in-path.ts';
import { explanationOf } from '../pages/render.ts';
import type { Refusal } from '../refusals/catalogue.ts';
import { identify, refuse } from '../refusals/check.ts';
import { readForm } from '../wire/form.ts';
import { sendHtml } from '../wire/html.ts';
import { redirectByLocation } from '../wire/redirect.ts';
import { subjectOf } from '../world/subject.ts';
import type { World } from '../world/world.ts';
import { classicPathOf, pageAt } from './find-page.ts';
import { isConfirmed, Submissions } from './forms/proof.ts';
import { SentValues } from './forms/sent.ts';
import type { Answer, Page } from './frame/blocks.ts';
import { ALLOWED, renderPage } from './frame/render.ts';
import { HOME } from './home-path.ts';
import type { Entry } from './map.ts';
import { VIEW } from './needs.ts';
import { checkPermissions, mayDo } from './permitted.ts';
import { branchesFor } from './tree.ts';
import type { SetupPage, Visit } from './visit.ts';

/** What Salesforce says of a form that it cannot trust (authorize.md 2, recalled). */
const INVALID_FOR_SESSION =
  'The page you submitted was invalid for your session. Please click Save again to confirm your change.';

export class Setup {
  readonly #world: World;
  readonly #submissions = new Submissions();

  constructor(world: World) {
    this.#world = world;
  }

  async answer(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const { calledHost, trace } = request;
    const query = readForm(request.url.split('?').slice(1).join('?'));
    if (trace.path.startsWith('/lightning/')) {
      const classic = classicPathOf(trace.path, query);
      if (classic === undefined) return reply.callNotFound();
      return redirectByLocation(reply, calledHost.origin + classic);
    }
    const entry = pageAt(trace.path);
    if (!entry) return reply.callNotFound();
    const session = await liveSession(this.#world, request);
    if (!session) return redirectByLocation(reply, calledHost.origin + logInPath(request.url));
    identify(request, session);
    const visit = this.#visitOf(request, session, query);
    request.ownSurfaces = {
      html: (refusal) => this.#send(reply, visit, refusedPage(refusal), explanationOf(request)),
    };
    const answer = await this.#open(entry, visit, request);
    return answer.kind === 'onward'
      ? redirectByLocation(reply, calledHost.origin + answer.to)
      : this.#send(reply, visit, answer);
  }

  #visitOf(request: FastifyRequest, session: LiveSession, query: Visit['query']): Visit {
    const { org, user, row } = session;
    const subject = subjectOf(this.#world, session);
    return {
      world: this.#world,
      request,
      org,
      user,
      subject,
      session: row,
      host: request.calledHost,
      ip: request.ip,
      path: request.trace.path.replace(/(?<=.)\/$/, ''),
      query,
      sent: new SentValues(request.sentForm),
      cookies: request.headers.cookie,
    };
  }

  async #open(entry: Entry, visit: Visit, request: FastifyRequest): Promise<Answer> {
    checkPermissions(visit, entry.needs);
    const page = await entry.load();
    if (request.method !== 'POST') {
      await request.trace.passed('setup');
      return page.show(visit);
    }
    checkSameOrigin(request);
    checkPermissions(visit, page.saves ?? []);
    await request.trace.passed('setup');
    return this.#save(page, visit, request);
  }

  async #save(page: SetupPage, visit: Visit, request: FastifyRequest): Promise<Answer> {
    const { save, showAgain } = page;
    if (!save) refuse(request, 'request.method', { method: 'POST', allowed: 'GET, HEAD' });
    if (isConfirmed(visit)) return this.#submissions.once(visit, async () => save(visit));
    if (showAgain) return showAgain(visit, INVALID_FOR_SESSION);
    const { origin } = request.headers;
    return refuse(request, 'page.cross-site', { origin, own: request.calledHost.origin });
  }

  #send(reply: FastifyReply, visit: Visit, page: Page, why?: string): FastifyReply {
    const { org, user, subject, host, path, query } = visit;
    const sought = path === HOME ? (query.get('q') ?? '') : '';
    const html = renderPage(page, {
      username: user.username,
      org: org.name,
      seesSetup: mayDo(subject, VIEW),
      base: basePath(host),
      branches: branchesFor(subject, sought),
      here: pageAt(path)?.paths[0] ?? '',
      sought,
      why,
    });
    return sendHtml(reply.code(page.status ?? 200).header('Cache-Control', 'no-store'), html, ALLOWED);
  }
}

/** A refusal in the frame, with its reason. */
function refusedPage({ facts, description, why }: Refusal): Page {
  return {
    kind: 'page',
    status: facts.status,
    heading: facts.error,
    blocks: [
      { kind: 'message', tone: 'error', text: description },
      { kind: 'text', text: `fauxforce: ${why}.` },
    ],
  };
}
