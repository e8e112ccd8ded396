/** Tokens and approvals, and the families of refresh tokens that rotate: who used which when, and which was used twice. */
import type { JournalEntry } from '../../journal/entry.ts';
import type { ApprovalFacts, TokenFacts } from '../../lab/answers.ts';
import { blocks } from '../blocks.ts';
import { queryOf } from '../lab.ts';
import { instantCell, times } from '../texts.ts';
import { type Page, unknownForm } from '../visit.ts';
import { familiesIn } from './families.ts';

const SHOWN = '50';

export const tokensPage: Page = {
  path: 'tokens',

  async show({ lab, query }) {
    const filter = {
      client_id: query.get('client_id'),
      username: query.get('username'),
      org: query.get('org'),
    };
    const [{ tokens }, { approvals }, { entries }] = await Promise.all([
      lab.get<{ tokens: readonly TokenFacts[] }>('/tokens', { ...filter, limit: SHOWN }),
      lab.get<{ approvals: readonly ApprovalFacts[] }>('/approvals', { ...filter, limit: SHOWN }),
      lab.get<{ entries: JournalEntry[] }>('/journal', { ...filter, endpoint: 'token' }),
    ]);
    const families = familiesIn(entries);
    return blocks('Tokens and approvals', [
      query.get('done') === 'revoked' && { kind: 'text', tone: 'said good', text: 'Revoked.' },
      {
        kind: 'form',
        form: {
          method: 'get',
          fields: [
            { name: 'client_id', label: 'App (consumer key)', value: filter.client_id },
            { name: 'username', label: 'User', value: filter.username },
          ],
          button: 'Filter',
          tone: 'primary',
        },
      },
      { kind: 'heading', text: 'Rotation families' },
      families.length === 0
        ? { kind: 'text', tone: 'soft', text: 'The journal has no refresh token that was handed out.' }
        : { kind: 'tree', nodes: families },
      { kind: 'heading', text: 'Tokens' },
      {
        kind: 'table',
        caption: `The newest ${SHOWN} of each kind; the tokens themselves are kept nowhere`,
        columns: ['Made', 'Kind', 'State', 'App', 'User', 'Scope', 'Ends'],
        rows: tokens.map((token) => ({
          cells: [
            instantCell(token.created_at),
            token.kind,
            { text: token.state, mark: token.state === 'live' ? 'good' : 'bad' },
            token.app ?? token.client_id ?? 'a session',
            token.username ?? '',
            token.scope,
            token.state === 'ended'
              ? ''
              : token.expires_at === null
                ? 'never'
                : instantCell(token.expires_at),
          ],
        })),
        empty: 'No tokens.',
      },
      {
        kind: 'form',
        form: {
          does: 'revoke',
          fields: Object.entries(filter).flatMap(([name, value]) =>
            value ? [{ kind: 'hidden', name, value } as const] : [],
          ),
          button: Object.values(filter).some(Boolean)
            ? 'Revoke those the filter means'
            : 'Revoke all tokens and approvals',
          tone: 'danger',
        },
      },
      { kind: 'heading', text: 'Approvals' },
      {
        kind: 'table',
        caption: 'What users allowed apps: up to five times each',
        columns: ['Allowed', 'App', 'User', 'Scope', 'Refresh token', 'Used'],
        rows: approvals.map((approval) => ({
          cells: [
            instantCell(approval.created_at),
            approval.app ?? approval.client_id,
            approval.username ?? '',
            approval.scope,
            approval.holds_refresh_token ? 'yes' : 'no',
            times(approval.use_count),
          ],
          forms: [
            {
              does: 'revoke-approval',
              fields: [{ kind: 'hidden', name: 'id', value: approval.id }],
              button: 'Revoke',
              about: `${approval.app ?? ''} of ${approval.username ?? ''}`,
            },
          ],
        })),
        empty: 'No approvals.',
      },
    ]);
  },

  async act({ form, lab }) {
    switch (form.get('do')) {
      case 'revoke': {
        const filter = {
          client_id: form.get('client_id'),
          username: form.get('username'),
          org: form.get('org'),
        };
        await lab.send('DELETE', `/tokens${queryOf(filter)}`);
        return { goTo: `/tokens${queryOf({ ...filter, done: 'revoked' })}` };
      }
      case 'revoke-approval':
        await lab.send('DELETE', `/approvals/${encodeURIComponent(form.get('id') ?? '')}`);
        return { goTo: '/tokens?done=revoked' };
      default:
        throw unknownForm();
    }
  },
};
