/** Time on command. */
import type { FastifyInstance } from 'fastify';
import type { World } from '../world.ts';
import { LabProblem } from './answer-problem.ts';
import type { LabClock } from './clock.ts';
import { readDuration } from './duration.ts';
import { isDate, readInstant, readObject, readQuery } from './input.ts';
import { orgOf } from './org-routes.ts';

const ORDERS = ['reset', 'set', 'advance', 'freeze'] as const;

export function clockRoutes(app: FastifyInstance, world: World): void {
  app.get('/clock', ({ query }) => {
    const org = readOrg(world, query);
    return show(org ? world.clock.ofOrg(org) : world.clock);
  });
  app.post('/clock', async ({ query, body }) => {
    const org = readOrg(world, query);
    const clock = org ? world.clock.ofOrg(org) : world.clock;
    obey(clock, readOrders(clock, body));
    return { ...show(clock), ...(await warning(world, org)) };
  });
}

/** The id of the org whose clock is meant; undefined for the clock of all. */
function readOrg(world: World, query: unknown): string | undefined {
  const { org } = readQuery(query, ['org']);
  return org === undefined ? undefined : orgOf(world, org).id;
}

/** Time that went back behind a token is allowed, and told: such a token lives longer than its app's policy says. */
async function warning({ store, clock }: World, orgId: string | undefined): Promise<{ warning?: string }> {
  const [newest] = await store.tokens(orgId === undefined ? {} : { orgId }, 1);
  if (!newest || newest.createdAt <= clock.of(newest.orgId).now()) return {};
  const at = new Date(newest.createdAt).toISOString();
  return {
    warning: `the clock is behind tokens that were issued: the newest is of ${at}, and lives that much longer`,
  };
}

interface Orders {
  readonly reset: boolean;
  /** Milliseconds since the epoch. */
  readonly set: number | undefined;
  /** Milliseconds. */
  readonly advance: number;
  readonly freeze: boolean;
}

/**
 * Several orders of one request are obeyed in the order reset, freeze, set, advance, so that no time passes between
 * setting and freezing; none if one is not understood.
 */
function obey(clock: LabClock, { reset, set, advance, freeze }: Orders): void {
  if (reset) clock.reset();
  if (freeze) clock.freeze();
  if (set !== undefined) clock.set(set);
  if (advance !== 0) clock.advance(advance);
}

function readOrders(clock: LabClock, body: unknown): Orders {
  const said = readObject(body, ORDERS);
  if (Object.keys(said).length === 0) {
    throw new LabProblem(400, `the body orders nothing: give one of ${ORDERS.join(', ')}`);
  }
  const set = said.set === undefined ? undefined : readInstant('set', said.set);
  const advance = said.advance === undefined ? 0 : readAdvance(said.advance);
  if (!isDate((set ?? clock.now()) + advance)) {
    throw new LabProblem(400, `advance '${said.advance}' leaves the calendar: move the clock by less`);
  }
  return { reset: readTrue('reset', said.reset), set, advance, freeze: readTrue('freeze', said.freeze) };
}

function readAdvance(value: unknown): number {
  const duration = typeof value === 'string' ? readDuration(value) : undefined;
  if (duration === undefined) {
    throw new LabProblem(400, `advance '${value}' is not a duration: write 90s, 15m, 2h, 3d or 1h30m`);
  }
  return duration;
}

function readTrue(name: string, value: unknown): boolean {
  if (value !== undefined && value !== true) {
    throw new LabProblem(400, `${name} '${value}' is not understood: the only value is true`);
  }
  return value === true;
}

function show(clock: LabClock): { now: string; frozen: boolean } {
  return { now: new Date(clock.now()).toISOString(), frozen: clock.frozen };
}
