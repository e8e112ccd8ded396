/** The orgs, with their apps and users; secrets are shown after a click. */
import type { OrgFacts, WholeOrg } from '../../lab/answers.ts';
import { blocks, type Cell } from '../blocks.ts';
import { queryOf } from '../lab.ts';
import { fromOf, PAGE, paging } from '../paging.ts';
import { instantCell } from '../texts.ts';
import { type Page, type Shown, unknownForm, type Visit } from '../visit.ts';

export const orgsPage: Page = {
  path: 'orgs',

  async show({ lab, query }) {
    const { orgs } = await lab.get<{ orgs: readonly OrgFacts[] }>('/orgs');
    const from = fromOf(query, 'from');
    return blocks('Orgs', [
      {
        kind: 'table',
        caption: `${orgs.length} orgs`,
        columns: ['Name', 'Id', 'My Domain', 'Type', 'Ends'],
        rows: orgs.slice(from, from + PAGE).map(({ id, name, myDomain, type, isActive, expiresAt }) => ({
          cells: [
            { text: name, href: `/_fauxforce/console/orgs/${id}`, more: isActive ? undefined : 'not active' },
            { text: id, isCode: true },
            myDomain,
            type,
            expiresAt ? instantCell(expiresAt) : '',
          ],
        })),
        empty: 'No orgs.',
      },
      paging('/orgs', from, orgs.length),
      {
        kind: 'form',
        form: {
          does: 'make',
          fields: [
            { name: 'name', label: 'Name', help: 'Empty: one of its own' },
            { name: 'expiresIn', label: 'Lives for', value: '1h' },
          ],
          button: 'Make an org',
        },
      },
    ]);
  },

  async act({ form, lab }) {
    const [name, expiresIn] = [form.get('name')?.trim(), form.get('expiresIn')?.trim()];
    const { org } = await lab.send<WholeOrg>('POST', '/orgs', {
      ...(name && { org: { name } }),
      ...(expiresIn && { expiresIn }),
    });
    return { goTo: `/orgs/${org.id}` };
  },
};

export const orgPage: Page = {
  path: 'orgs/:id',

  show: (visit) => shown(visit, false),

  async act(visit) {
    const {
      form,
      lab,
      path: [, id = ''],
    } = visit;
    if (form.get('do') === 'reveal') return shown(visit, true);
    if (form.get('do') !== 'delete') throw unknownForm();
    await lab.send('DELETE', `/orgs/${encodeURIComponent(id)}`);
    return { goTo: '/orgs' };
  },
};

async function shown({ lab, path: [, id = ''], query }: Visit, isRevealed: boolean): Promise<Shown> {
  const { org, instanceUrl, apps, users } = await lab.get<WholeOrg>(`/orgs/${encodeURIComponent(id)}`);
  const [fromApp, fromUser] = [fromOf(query, 'apps'), fromOf(query, 'users')];
  const secret = (text: string): Cell => (isRevealed ? { text, isCode: true } : { text: '••••••••' });
  return blocks(org.name, [
    {
      kind: 'facts',
      rows: [
        ['Id', { text: org.id, isCode: true }],
        ['My Domain', org.myDomain],
        ['Type', org.type],
        ['URL', { text: instanceUrl, isCode: true }],
        [
          'Setup',
          { text: 'Setup of this org', href: '/ui/setup/Setup', more: 'for whoever logs in as its user' },
        ],
        ['Journal', { text: 'its requests', href: `/_fauxforce/console/journal${queryOf({ org: org.id })}` }],
      ],
    },
    ...(isRevealed
      ? []
      : [{ kind: 'form', form: { does: 'reveal', button: 'Show secrets and passwords' } } as const]),
    { kind: 'heading', text: 'Apps' },
    {
      kind: 'table',
      caption: `${apps.length} apps`,
      columns: ['App', 'Consumer key', 'Consumer secret', 'Callback URLs', 'For'],
      rows: apps.slice(fromApp, fromApp + PAGE).map((app) => ({
        cells: [
          {
            text: app.name,
            more: app.kind === 'externalClientApp' ? 'External Client App' : 'Connected App',
          },
          { text: app.consumerKey, isCode: true },
          secret(app.consumerSecret),
          app.callbackUrls.join(' '),
          app.flows.join(', '),
        ],
        forms: [
          {
            to: '/try',
            method: 'get',
            fields: [{ kind: 'hidden', name: 'app', value: app.consumerKey }],
            button: 'Try it',
            about: app.name,
          },
          {
            to: '/failures',
            method: 'get',
            fields: [{ kind: 'hidden', name: 'client_id', value: app.consumerKey }],
            button: 'Arm',
            about: `failures of ${app.name}`,
          },
        ],
      })),
      empty: 'No apps.',
    },
    paging(`/orgs/${org.id}`, fromApp, apps.length, 'apps'),
    { kind: 'heading', text: 'Users' },
    {
      kind: 'table',
      caption: `${users.length} users`,
      columns: ['User', 'Password', 'Security token', 'Profile'],
      rows: users.slice(fromUser, fromUser + PAGE).map((user) => ({
        cells: [user.username, secret(user.password), secret(user.securityToken), user.profile],
      })),
      empty: 'No users.',
    },
    paging(`/orgs/${org.id}`, fromUser, users.length, 'users'),
    { kind: 'form', form: { does: 'delete', button: 'Delete this org', tone: 'danger' } },
  ]);
}
