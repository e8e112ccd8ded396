/** Reset My Security Token: the new one is mailed, and shown nowhere (setup-pages.md 16). */
import { noTokenToReset } from '../../org/security-token.ts';
import { resetSecurityToken } from '../../world/reset-secrets.ts';
import { tokenFor } from '../forms/proof.ts';
import { type Block, onward, type Page } from '../frame/blocks.ts';
import type { SetupPage, Visit } from '../visit.ts';
import { RESET_TOKEN } from './paths.ts';

export const resetMySecurityToken: SetupPage = {
  show(visit) {
    const obstacle = noTokenToReset(visit.subject);
    if (obstacle !== undefined)
      return pageOf([
        { kind: 'message', tone: 'error', text: `You can't reset your security token: ${obstacle}.` },
      ]);
    if (visit.query.has('sent')) return pageOf([sent(visit)]);
    return pageOf([
      {
        kind: 'text',
        text: 'When you access Salesforce from an IP address that is not trusted for your company, and use a desktop client or the API, you need a security token to log in. It is case-sensitive, tied to your password, and reset with it. It is not shown in your settings: it is mailed to you.',
      },
      {
        kind: 'text',
        text: `Clicking the button below invalidates your existing token, and mails a new one to ${visit.user.email}.`,
      },
      {
        kind: 'buttons',
        parts: [
          {
            kind: 'action',
            label: 'Reset Security Token',
            to: RESET_TOKEN,
            token: tokenFor(visit, RESET_TOKEN),
          },
        ],
      },
    ]);
  },
  async save(visit) {
    const { world, org, user, subject } = visit;
    if (noTokenToReset(subject) === undefined) await resetSecurityToken(world, org, user);
    return onward(`${RESET_TOKEN}?sent=1`);
  },
};

function sent({ user }: Visit): Block {
  const text = `Your new security token was mailed to ${user.email}, and stands in the outbox. The old one is no longer good.`;
  return { kind: 'message', tone: 'done', text };
}

function pageOf(blocks: readonly Block[]): Page {
  return { kind: 'page', heading: 'Reset Security Token', above: 'My Personal Information', blocks };
}
