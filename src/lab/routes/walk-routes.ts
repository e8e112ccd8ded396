/** Walks through a flow against an app, hop by hop. The server asks itself alone; the app's callback is never called. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { App } from '../../org/model.ts';
import { asWord } from '../../wire/json.ts';
import type { World } from '../../world/world.ts';
import { flag, type JsonSchema, list, named, object, orNull, text, word } from '../document/json-schema.ts';
import type { Operation } from '../document/operation.ts';
import { LabProblem } from '../plane/answer-problem.ts';
import { readObject, readQuery, readWord } from '../plane/input.ts';
import { FLOWS, type Walk, type WalkedFlow } from '../walks/walk.ts';
import type { Walks } from '../walks/walks.ts';

const MEMBERS = ['client_id', 'flow', 'username', 'redirect_uri', 'scope'] as const;
const LONGEST_SCOPE = 4_096;

export function walkRoutes(app: FastifyInstance, world: World): void {
  let walks: Walks | undefined;
  const loaded = async () => {
    const { Walks } = await import('../walks/walks.ts');
    walks ??= new Walks(app, world);
    return walks;
  };

  app.post('/walks', { config: { operation: BEGIN_WALK } }, async (request, reply) => {
    readQuery(request.query, []);
    const asked = readAsked(world, request);
    reply.code(201);
    return shown(await (await loaded()).begin(asked));
  });

  app.get<{ Params: { id: string } }>(
    '/walks/:id',
    { config: { operation: SHOW_WALK } },
    async ({ params, query }) => {
      readQuery(query, []);
      return shown(await (await loaded()).find(params.id));
    },
  );

  app.post<{ Params: { id: string } }>(
    '/walks/:id/next',
    { config: { operation: GO_ON } },
    async (request) => {
      readQuery(request.query, []);
      const { all = false } = readObject(request.body ?? {}, ['all']);
      if (typeof all !== 'boolean')
        throw new LabProblem(400, `all '${asWord(all)}' is neither true nor false`);
      return shown(await (await loaded()).go(request.params.id, request, all));
    },
  );
}

function readAsked({ orgs }: World, { body }: FastifyRequest) {
  const { client_id, flow: said, username, redirect_uri, scope } = readObject(body, MEMBERS);
  const flow = readWord('flow', said, FLOWS);
  const app = typeof client_id === 'string' ? orgs.app(client_id) : undefined;
  if (!app) throw new LabProblem(400, `client_id '${asWord(client_id)}' is no app's`);
  const found = typeof username === 'string' ? orgs.userByUsername(username) : undefined;
  if (!found && (username !== undefined || flow !== 'client credentials'))
    throw new LabProblem(400, `username '${asWord(username)}' is no user's`);
  if (scope !== undefined && (typeof scope !== 'string' || scope.length > LONGEST_SCOPE))
    throw new LabProblem(400, `scope is no text of at most ${LONGEST_SCOPE} characters`);
  return {
    flow,
    app,
    user: found?.user,
    redirectUri: readCallback(app, flow, redirect_uri),
    scope: scope || undefined,
  };
}

/** One of the app's own, the first when left out: a walk has no target that a caller could choose. */
function readCallback({ callbackUrls }: App, flow: WalkedFlow, said: unknown): string {
  if (said !== undefined) return readWord('redirect_uri', said, callbackUrls);
  const [first] = callbackUrls;
  if (first === undefined && (flow === 'web server' || flow === 'user-agent'))
    throw new LabProblem(400, `the app has no callback URL, which the ${flow} flow needs`);
  return first ?? '';
}

function shown({ id, app, flow, username, hops, next, end }: Walk) {
  return {
    id,
    client_id: app.consumerKey,
    app: app.name,
    flow,
    username: username ?? null,
    state: end?.state ?? 'going',
    said: end?.said ?? null,
    next: next ? { what: next.what, method: next.method, path: next.path.split('?')[0] ?? '' } : null,
    hops,
  };
}

const BEGIN_WALK: Operation = {
  id: 'beginWalk',
  summary: 'Begin a walk through a flow, against an app',
  description:
    'Nothing is sent yet. The server plays app, browser and user; the callback is never called. The newest 50 walks are kept, until the state is reset or replaced.',
  body: {
    schema: () => named('NewWalk', object(ASKED, { optional: ['username', 'redirect_uri', 'scope'] })),
  },
  answer: { status: 201, schema: walkSchema },
};

const SHOW_WALK: Operation = {
  id: 'showWalk',
  summary: 'How far a walk has come',
  path: { id: 'Its id.' },
  answer: { status: 200, schema: walkSchema },
  notFound: 'There is no such walk.',
};

const GO_ON: Operation = {
  id: 'goOn',
  summary: 'Send the next request of a walk, or all that are left',
  path: { id: 'Its id.' },
  body: {
    schema: () => object({ all: flag('Until it ends.') }, { optional: 'all' }),
    isOptional: true,
  },
  answer: { status: 200, schema: walkSchema },
  notFound: 'There is no such walk.',
};

const ASKED: Record<(typeof MEMBERS)[number], JsonSchema> = {
  client_id: text('Consumer key of the app.'),
  flow: word(FLOWS),
  username: text('Who logs in, with the password of the seed. Not needed for client credentials.'),
  redirect_uri: text('One of the app’s callbacks. Left out: the first.'),
  scope: text('Names with spaces between them. Left out: all of the app’s.'),
};

function walkSchema(): JsonSchema {
  const hop = object({ what: text('Who does what.'), entry: text('Id of its entry in the journal.') });
  const planned = object({ what: text('Who does what.'), method: word(['GET', 'POST']), path: text() });
  return named(
    'Walk',
    object({
      id: text(),
      client_id: text('Consumer key.'),
      app: text('Name of the app.'),
      flow: word(FLOWS),
      username: orNull(text()),
      state: word(['going', 'done', 'refused', 'stuck'], 'stuck: at a page that a walk does not fill in.'),
      said: orNull(text('How it ended.')),
      next: orNull(planned),
      hops: list(hop, 'What was sent, in order.'),
    }),
  );
}
