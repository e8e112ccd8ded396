/** The walks that are under way, in the store: any process on it begins, shows and goes on with one. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { realTime } from '../../ground/clock.ts';
import { keepCookie } from '../../wire/cookies.ts';
import { asWord } from '../../wire/json.ts';
import { seal, unseal } from '../../world/sealed.ts';
import type { World } from '../../world/world.ts';
import { LabProblem } from '../plane/answer-problem.ts';
import { sendToSelf } from '../plane/own-request.ts';
import { codeAsked } from './code-asked.ts';
import { firstHop } from './first-hop.ts';
import { nextHop } from './next-hop.ts';
import type { End, Planned, Walk, Walkers } from './walk.ts';

const MOST_WALKS = 50;

/** No flow is as long, with every page that an org can ask for. */
const MOST_HOPS = 20;

/** Milliseconds that a walk waits for a process that was killed on a hop: longer than any hop takes, armed delays included. */
const HELD = 180_000;

/** For what a walk is sealed in the store: it has passwords, cookies and tokens. */
const PURPOSE = 'walk';

export class Walks {
  readonly #app: FastifyInstance;
  readonly #world: World;

  constructor(app: FastifyInstance, world: World) {
    this.#app = app;
    this.#world = world;
  }

  /** Nothing is sent yet. */
  async begin({
    app,
    user,
    ...asked
  }: Walkers & Pick<Walk, 'flow' | 'redirectUri' | 'scope'>): Promise<Walk> {
    const { entropy, store } = this.#world;
    const verifier = entropy.bytes(32).toString('base64url');
    const walk: Walk = {
      ...asked,
      id: entropy.bytes(9).toString('base64url'),
      app: { consumerKey: app.consumerKey, name: app.name },
      username: user?.username,
      verifier,
      cookies: {},
      hops: [],
      next: firstHop({ ...asked, app, user, verifier }),
      end: undefined,
    };
    await store.walks.add(walk.id, seal(this.#world, PURPOSE, walk), MOST_WALKS);
    return walk;
  }

  /** @throws LabProblem when it is not there */
  async find(id: string): Promise<Walk> {
    return this.#read(id, await this.#world.store.walks.find(id));
  }

  /**
   * Sends the next request, or all that are left.
   *
   * @throws LabProblem when it is not there, while another call does so, and when it has ended
   */
  async go(id: string, { headers, socket, calledHost }: FastifyRequest, all: boolean): Promise<Walk> {
    const { origin } = calledHost;
    const from = { host: headers.host, remoteAddress: socket.remoteAddress, origin };
    const holder = this.#world.entropy.bytes(9).toString('base64url');
    const walk = await this.#take(id, holder);
    try {
      if (!walk.next) throw new LabProblem(400, 'this walk has ended: begin another');
      for (;;) {
        await this.#hop(walk, walk.next, from);
        if (!all || !walk.next) return walk;
        await this.#write(walk, { holder, until: realTime() + HELD });
      }
    } finally {
      await this.#write(walk, { holder, until: 0 });
    }
  }

  async #take(id: string, holder: string): Promise<Walk> {
    const at = realTime();
    const taken = await this.#world.store.walks.take(id, { holder, at, until: at + HELD });
    if (taken === 'busy') throw new LabProblem(400, 'this walk is under way: wait for the hop before');
    return this.#read(id, taken?.text);
  }

  async #write(walk: Walk, hold: { readonly holder: string; readonly until: number }): Promise<void> {
    const isHeld = await this.#world.store.walks.write(walk.id, seal(this.#world, PURPOSE, walk), hold);
    if (!isHeld)
      throw new LabProblem(
        400,
        'this walk was forgotten meanwhile, or took so long that another call went on with it: look at it again, or begin another',
      );
  }

  #read(id: string, text: string | undefined): Walk {
    const walk = text === undefined ? undefined : unseal<Walk>(this.#world, PURPOSE, text);
    if (walk) return walk;
    throw new LabProblem(404, `there is no walk '${asWord(id)}': the newest ${MOST_WALKS} are kept`);
  }

  async #hop(walk: Walk, planned: Planned, from: From): Promise<void> {
    const found = await this.#whatComes(walk, planned, from);
    const hasEnded = 'state' in found;
    walk.next = hasEnded ? undefined : found;
    walk.end = hasEnded ? found : undefined;
  }

  async #whatComes(walk: Walk, planned: Planned, from: From): Promise<Planned | End> {
    const walkers = this.#walkersOf(walk);
    if ('state' in walkers) return walkers;
    try {
      return await this.#send(walk, walkers, planned, from);
    } catch (error) {
      if (!(error instanceof LabProblem)) throw error;
      return { state: 'stuck', said: error.message };
    }
  }

  /** As they are now, or how the walk ends where one of them is gone. */
  #walkersOf({ app: { consumerKey, name }, username }: Walk): Walkers | End {
    const { orgs } = this.#world;
    const app = orgs.app(consumerKey);
    if (!app) return gone(`app ${name}`);
    const user = username === undefined ? undefined : orgs.userByUsername(username)?.user;
    if (username !== undefined && !user) return gone(`user ${username}`);
    return { app, user };
  }

  async #send(walk: Walk, { app, user }: Walkers, planned: Planned, from: From): Promise<Planned | End> {
    const { answer, entry } = await sendToSelf(this.#app, this.#world, requestOf(walk, planned, from));
    const { statusCode, headers, body } = answer;
    const { location } = headers;
    walk.cookies = withCookies(walk, [headers['set-cookie'] ?? []].flat());
    walk.hops.push({ what: planned.what, entry: entry ?? '' });
    const refusal = entry === undefined ? undefined : this.#world.journal.entry(entry)?.refusal;
    if (refusal) walk.refused = `${refusal.name}: ${refusal.why}`;
    if (location === undefined && (refusal || statusCode >= 400))
      return { state: 'refused', said: walk.refused ?? `It was answered ${statusCode}.` };
    if (walk.hops.length >= MOST_HOPS)
      return { state: 'stuck', said: `It is not over after ${MOST_HOPS} hops.` };
    const codeOf = async () => (user ? codeAsked(this.#world, user) : '');
    const going = { walk, app, user, origin: from.origin, codeOf };
    return refusedBefore(walk, await nextHop(going, planned, { location, text: body }));
  }
}

function gone(whom: string): End {
  return { state: 'stuck', said: `The ${whom} is gone: begin a walk of another.` };
}

function withCookies({ cookies }: Walk, lines: readonly string[]): Readonly<Record<string, string>> {
  const kept = new Map(Object.entries(cookies));
  for (const line of lines) keepCookie(kept, line);
  return Object.fromEntries(kept);
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
  readonly origin: string;
}

function requestOf(
  { cookies }: Walk,
  { method, path, form, accessToken }: Planned,
  { host, remoteAddress }: From,
) {
  const cookie = Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');
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
