/** Shows and moves the clocks. */
import type { FastifyInstance } from 'fastify';
import type { LabClock } from '../../ground/clock.ts';
import { DURATION, readDuration } from '../../ground/duration.ts';
import { asWord } from '../../wire/json.ts';
import type { World } from '../../world/world.ts';
import { flag, instant, instantOrMs, type JsonSchema, named, object, text } from '../document/json-schema.ts';
import type { Operation } from '../document/operation.ts';
import type { LabWorld } from '../lab-world.ts';
import { LabProblem } from '../plane/answer-problem.ts';
import { isDate, readInstant, readObject, readQuery } from '../plane/input.ts';
import { NO_SUCH_ORG, orgOf } from './org-routes.ts';

const ORDERS = ['reset', 'set', 'advance', 'freeze'] as const;

export function clockRoutes(app: FastifyInstance, world: LabWorld): void {
  app.get('/clock', { config: { operation: SHOW_CLOCK } }, ({ query }) => {
    const org = readOrg(world, query);
    return shownClock(org ? world.clock.ofOrg(org) : world.clock);
  });
  app.post('/clock', { config: { operation: MOVE_CLOCK } }, async ({ query, body }) => {
    const org = readOrg(world, query);
    // Asked for anew each time: what another process did replaces the clocks of orgs.
    const clock = () => (org ? world.clock.ofOrg(org) : world.clock);
    await world.sharedLab.change(() => obey(clock(), readOrders(clock(), body)));
    return { ...shownClock(clock()), ...(await warning(world, org)) };
  });
}

/** The id of the org whose clock is meant; undefined for the clock of all. */
function readOrg(world: World, query: unknown): string | undefined {
  const { org } = readQuery(query, ['org']);
  return org === undefined ? undefined : orgOf(world, org).id;
}

/**
 * A clock may be set to before tokens were issued; the answer then warns, since such tokens live longer than their app's policy
 * says.
 */
async function warning({ store, clock }: World, orgId: string | undefined): Promise<{ warning?: string }> {
  // Asks for each org with its own clock too: instants of tokens are comparable only under one clock.
  const apart = Object.keys(clock.state().orgs ?? {}).map((id) => ({ orgId: id }));
  const filters = orgId === undefined ? [{}, ...apart] : [{ orgId }];
  const newest = (await Promise.all(filters.map((filter) => store.tokenList.newest(filter, 1)))).flat();
  const ahead = newest.filter((token) => token.createdAt > clock.of(token.orgId).now());
  if (ahead.length === 0) return {};
  const at = new Date(Math.max(...ahead.map(({ createdAt }) => createdAt))).toISOString();
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
 * Carries out the orders of one request: reset, freeze, set, advance. Freezing comes before setting, so that no time passes
 * between them. If one order is not understood, none is carried out.
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
  const reset = readTrue('reset', said.reset);
  const start = set ?? (reset ? clock.untold() : clock.now());
  if (advance !== 0 && !isDate(start + advance)) {
    throw new LabProblem(400, `advance '${said.advance}' leaves the calendar: move the clock by less`);
  }
  return { reset, set, advance, freeze: readTrue('freeze', said.freeze) };
}

function readAdvance(value: unknown): number {
  const duration = typeof value === 'string' ? readDuration(value) : undefined;
  if (duration === undefined) {
    throw new LabProblem(
      400,
      `advance '${asWord(value)}' is not a duration: write 90s, 15m, 2h, 3d or 1h30m`,
    );
  }
  return duration;
}

function readTrue(name: string, value: unknown): boolean {
  if (value !== undefined && value !== true) {
    throw new LabProblem(400, `${name} '${asWord(value)}' is not understood: the only value is true`);
  }
  return value === true;
}

function shownClock(clock: LabClock): { now: string; frozen: boolean } {
  return { now: new Date(clock.now()).toISOString(), frozen: clock.frozen };
}

const SHOW_CLOCK: Operation = {
  id: 'showClock',
  summary: 'What time it is, for all or for one org',
  query: ['org'],
  answer: { status: 200, schema: () => named('Clock', object(CLOCK)) },
  notFound: NO_SUCH_ORG,
};

const MOVE_CLOCK: Operation = {
  id: 'moveClock',
  summary: 'Move, set, freeze or reset time, for all or for one org',
  description: 'Several orders of one request are obeyed in the order reset, freeze, set, advance.',
  query: ['org'],
  body: { schema: () => named('ClockOrder', object(ORDER, { optional: 'all', minProperties: 1 })) },
  answer: { status: 200, schema: () => named('MovedClock', object(MOVED, { optional: ['warning'] })) },
  notFound: NO_SUCH_ORG,
};

const ORDER: Record<(typeof ORDERS)[number], JsonSchema> = {
  reset: { const: true, description: 'Back to the machine’s time; an org’s back to the time of all.' },
  freeze: { const: true, description: 'Stand still until the next order.' },
  set: instantOrMs('The time it is to be.'),
  advance: { ...text('How much later it is to be: 90s, 15m, 1h30m, 2d; -1h is earlier.'), pattern: DURATION },
};

const CLOCK = { now: instant('What time it is.'), frozen: flag('Whether it stands still.') };
const MOVED = { ...CLOCK, warning: text('Time is now behind tokens that were issued.') };
