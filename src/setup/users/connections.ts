/** OAuth Connected Apps of a user: an approval in each row, as the app may have several, and a button that revokes it (setup-pages.md 15, 16). */
import type { User } from '../../org/model.ts';
import { appOfRecord, approvalId, approvalWithId } from '../../tokens/approval-records.ts';
import { tokenFor } from '../forms/proof.ts';
import type { Block } from '../frame/blocks.ts';
import { timeText } from '../frame/words.ts';
import type { Visit } from '../visit.ts';

/** What an action of these pages is named by. */
export const REVOKE = 'revoke';

const MOST_SHOWN = 200;

/** @param to path of the page that takes the button */
export async function oauthConnections(visit: Visit, user: User, to: string): Promise<Block> {
  const { world, org } = visit;
  const approvals = await world.store.approvals.newest({ orgId: org.id, userId: user.id }, MOST_SHOWN);
  const token = tokenFor(visit, to);
  return {
    kind: 'table',
    caption: 'OAuth Connected Apps',
    columns: ['Action', 'Application', 'Created', 'Last Used', 'Use Count'],
    rows: approvals.map((approval) => {
      const label = appOfRecord(world.orgs, approval)?.label ?? approval.consumerKey;
      const { row, createdAt, lastUsedAt, useCount } = approval;
      const fields = { [REVOKE]: approvalId(row) };
      return [
        { kind: 'action', label: 'Revoke', to, token, fields, about: label },
        label,
        timeText(createdAt),
        timeText(lastUsedAt),
        String(useCount),
      ];
    }),
    empty: 'No connected apps.',
  };
}

/** Ends the approval that a button of the list named, and the tokens that came of it; one that is gone ends no more. */
export async function revokeConnection({ world, org, sent }: Visit, user: User): Promise<void> {
  const among = { orgId: org.id, userId: user.id };
  const approval = await approvalWithId(world.store, sent.text(REVOKE), among);
  if (approval) await world.store.approvals.revoke(approval.row, world.clock.of(org.id).now());
}
