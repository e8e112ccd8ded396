/** No refusal of a log-in whose user is known lacks a text in the login history: the recipe of each one is followed. */
import { describe, expect, test } from 'vitest';
import type { JournalEntry } from '../../src/journal/entry.ts';
import { follow } from '../../src/recipes/run-recipe.ts';
import { catalogue, factsOf, type RefusalName } from '../../src/refusals/catalogue.ts';
import { freshServers } from '../helpers/fresh.ts';
import { logIns } from './helpers.ts';

const fresh = freshServers();

/** Where users log in: not where tokens are used, shown or revoked, and not where apps register. */
const LOG_IN_PATHS = /^\/(?:$|_ui\/identity|setup\/|services\/oauth2\/(?:authorize|token)$)/;

/** Of known users, and yet no failed log-in. */
const NO_FAILURE: readonly string[] = [
  // The user said no, or was not to be asked.
  'authorize.denied',
  'authorize.immediate',
  'device.denied',
  // A registration with a name that somebody has.
  'headless.username-taken',
  // An asset token is a device's.
  'asset.actor-token',
  'asset.not-enabled',
];

/** Their recipes name no user; a log-in of a known one can be refused so too. */
const USER_UNKNOWN: readonly string[] = [
  'app.blocked',
  'device.expired',
  'device.other-client',
  'refresh.unknown',
  'user.unknown',
];

describe('the login history has a text for', () => {
  test.each(Object.keys(catalogue) as RefusalName[])('%s', async (name) => {
    const { recipe, loginHistory } = factsOf(name);
    const sf = await fresh({
      allowClientIpHeader: true,
      ...(recipe.given ? { demo: recipe.given } : {}),
    });
    await follow(sf, recipe.steps);
    const { id, path, username } = sf.journal.last({ refusal: name }) as JournalEntry;
    const found = (await logIns(sf)).find((logIn) => logIn.id === id);
    const status = USER_UNKNOWN.includes(name) ? undefined : loginHistory;
    expect(found?.status).toBe(status?.text);
    const isOfUser = sf.world.orgs.userByUsername(username ?? '') !== undefined;
    const isFailure = isOfUser && LOG_IN_PATHS.test(path) && !NO_FAILURE.includes(name);
    if (isFailure) expect(status, `${name} refused ${username} a log-in`).toBeDefined();
  });
});
