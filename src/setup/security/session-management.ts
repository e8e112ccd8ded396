/** Session Management: the live access tokens of the org's users, and a button that ends those of a user and app (setup-pages.md 12). */
import { appOfRecord } from '../../tokens/approval-records.ts';
import { tokenFor } from '../forms/proof.ts';
import { onward } from '../frame/blocks.ts';
import { paged } from '../frame/paging.ts';
import { timeText } from '../frame/words.ts';
import { MANAGE_USERS } from '../needs.ts';
import type { SetupPage, Visit } from '../visit.ts';
import { SESSION_MANAGEMENT } from './paths.ts';

const MOST_SHOWN = 1_000;

export const sessionManagement: SetupPage = {
  saves: MANAGE_USERS,
  async show(visit) {
    const { world, org, query } = visit;
    const token = tokenFor(visit, SESSION_MANAGEMENT);
    const { rows, pager } = paged(await liveTokens(visit), SESSION_MANAGEMENT, query);
    return {
      kind: 'page',
      heading: 'Session Management',
      blocks: [
        {
          kind: 'text',
          text: `Sessions of apps, the newest ${MOST_SHOWN} at most. Removing one ends every session of its user with the app; refresh tokens stay. Sessions of browsers end when their users log out, or are frozen.`,
        },
        {
          kind: 'table',
          caption: 'Sessions',
          columns: ['Action', 'Username', 'Session Type', 'Application', 'Created', 'Updated', 'Valid For'],
          rows: rows.map(({ userId, consumerKey, createdAt, lastUsedAt, timeout = 0 }) => {
            const username = world.orgs.user(userId)?.username ?? '';
            const label = appOfRecord(world.orgs, { orgId: org.id, consumerKey })?.label ?? '';
            return [
              {
                kind: 'action',
                label: 'Remove',
                to: SESSION_MANAGEMENT,
                token,
                fields: { userId, consumerKey },
                about: `${username} ${label}`,
              },
              username,
              label === '' ? 'API' : 'OAuth2',
              label,
              timeText(createdAt),
              timeText(lastUsedAt),
              `${timeout / 60} minutes`,
            ];
          }),
          empty: 'No sessions.',
          ...(pager && { pager }),
        },
      ],
    };
  },
  async save({ world, org, sent }) {
    const now = world.clock.of(org.id).now();
    const filter = { orgId: org.id, userId: sent.text('userId'), consumerKey: sent.text('consumerKey') };
    await world.store.tokenList.revokeAccess(filter, now);
    return onward(SESSION_MANAGEMENT);
  },
};

async function liveTokens({ world, org }: Visit) {
  const now = world.clock.of(org.id).now();
  const tokens = await world.store.tokenList.newest({ orgId: org.id }, MOST_SHOWN);
  return tokens.filter(
    ({ kind, endedAt, lastUsedAt, timeout = 0 }) =>
      kind === 'access' && endedAt === undefined && now < lastUsedAt + timeout * 1000,
  );
}
