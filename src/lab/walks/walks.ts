/** The walks that are under way: begins them, and takes each a hop further. They are in memory alone, the newest of them. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { keepCookie } from '../../wire/cookies.ts';
import { asWord } from '../../wire/json.ts';
import type { World } from '../../world/world.ts';
import { LabProblem } from '../plane/answer-problem.ts';
import { sendToSelf } from '../plane/own-request.ts';
import { codeAsked } from './code-asked.ts';
import { firstHop } from './first-hop.ts';
import { nextHop } from './next-hop.ts';
import type { End, Planned, Walk } from './walk.ts';

const MOST_WALKS = 50;

/** No flow is as long, with every page that an org can ask for. */
const MOST_HOPS = 20;

export class Walks {
  readonly #app: FastifyInstance;
  readonly #world: World;
  readonly #walks = new Map<string, Walk>();

  constructor(app: FastifyInstance, world: World) {
    this.#app = app;
    this.#world = world;
  }

  /** Nothing is sent yet. */
  begin(who: Pick<Walk, 'flow' | 'app' | 'user' | 'origin' | 'redirectUri' | 'scope'>): Walk {
    const { entropy } = this.#world;
    const verifier = entropy.bytes(32).toString('base64url');
    const walk: Walk = {
      ...who,
      id: entropy.bytes(9).toString('base64url'),
      verifier,
      cookies: new Map(),
      hops: [],
      next: firstHop({ ...who, verifier }),
      end: undefined,
    };
    const [oldest] = this.#walks.keys();
    if (oldest !== undefined && this.#walks.size >= MOST_WALKS) this.#walks.delete(oldest);
    this.#walks.set(walk.id, walk);
    return walk;
  }

  /** @throws LabProblem when it is not there */
  find(id: string): Walk {
    const walk = this.#walks.get(id);
    if (walk) return walk;
    throw new LabProblem(404, `there is no walk '${asWord(id)}': the newest ${MOST_WALKS} are kept`);
  }

  /**
   * Sends the next request, or all that are left.
   *
   * @throws LabProblem while another call does so, and when the walk has ended
   */
  async go(walk: Walk, { headers, socket }: FastifyRequest, all: boolean): Promise<void> {
    if (walk.isBusy) throw new LabProblem(400, 'this walk is under way: wait for the hop before');
    if (!walk.next) throw new LabProblem(400, 'this walk has ended: begin another');
    walk.isBusy = true;
    try {
      do await this.#send(walk, walk.next, { host: headers.host, remoteAddress: socket.remoteAddress });
      while (all && walk.next);
    } catch (error) {
      if (!(error instanceof LabProblem)) throw error;
      walk.next = undefined;
      walk.end = { state: 'stuck', said: error.message };
    } finally {
      walk.isBusy = false;
    }
  }

  async #send(walk: Walk, planned: Planned, from: From): Promise<void> {
    const { answer, entry } = await sendToSelf(this.#app, this.#world, requestOf(walk, planned, from));
    const { statusCode, headers, body } = answer;
    for (const line of [headers['set-cookie'] ?? []].flat()) keepCookie(walk.cookies, line);
    walk.hops.push({ what: planned.what, entry: entry ?? '' });
    const location = headers.location;
    const refusal = entry === undefined ? undefined : this.#world.journal.entry(entry)?.refusal;
    if (refusal) walk.refused = `${refusal.name}: ${refusal.why}`;
    const isOver = location === undefined && (refusal || statusCode >= 400);
    const found: Planned | End = isOver
      ? { state: 'refused', said: walk.refused ?? `It was answered ${statusCode}.` }
      : walk.hops.length >= MOST_HOPS
        ? { state: 'stuck', said: `It is not over after ${MOST_HOPS} hops.` }
        : refusedBefore(
            walk,
            await nextHop(walk, planned, { location, text: body }, () => this.#codeOf(walk)),
          );
    const hasEnded = 'state' in found;
    walk.next = hasEnded ? undefined : found;
    walk.end = hasEnded ? found : undefined;
  }

  async #codeOf({ user }: Walk): Promise<string> {
    return user ? codeAsked(this.#world, user) : '';
  }
}

/** A refusal may be told by a redirect, whose target says less than the refusal. */
function refusedBefore({ refused }: Walk, found: Planned | End): Planned | End {
  if (refused === undefined || !('state' in found)) return found;
  return { state: 'refused', said: refused };
}

/** As whom the walk calls: the same as whoever asked for it. */
interface From {
  readonly host: string | undefined;
  readonly remoteAddress: string | undefined;
}

function requestOf(
  { cookies }: Walk,
  { method, path, form, accessToken }: Planned,
  { host, remoteAddress }: From,
) {
  const cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ');
  return {
    method,
    url: path,
    headers: {
      ...(host && { host }),
      ...(cookie && { cookie }),
      ...(accessToken && { authorization: `Bearer ${accessToken}` }),
      ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    ...(remoteAddress && { remoteAddress }),
    ...(form && { payload: new URLSearchParams(form).toString() }),
  };
}
