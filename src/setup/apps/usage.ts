/** Connected Apps OAuth Usage, and OAuth Usage of External Client Apps: who uses which app, and how it ends (setup-pages.md 8, 10.5). */
import { type UsedApp, type UsedBy, usedApps } from '../../oauth/usage.ts';
import { isOwnApp } from '../../org/installed.ts';
import type { App } from '../../org/model.ts';
import type { TokenFilter } from '../../store/port.ts';
import { writeQuery } from '../../wire/form.ts';
import { tokenFor } from '../forms/proof.ts';
import { type Action, type Answer, button, link, onward, type Page, type Part } from '../frame/blocks.ts';
import { paged } from '../frame/paging.ts';
import { goneAway, timeText } from '../frame/words.ts';
import { EDIT_APPS } from '../needs.ts';
import { checkPermissions, mayDo } from '../permitted.ts';
import type { SetupPage, Visit } from '../visit.ts';
import { appId, appWithId, EXTERNAL_USAGE, externalPage, INSTALL, policiesOf, USAGE } from './paths.ts';
import { changePolicies } from './save-app.ts';

/** What differs between the pages of the two kinds. */
interface Kind {
  readonly kind: App['kind'];
  readonly path: string;
  readonly heading: string;
  readonly usersHeading: string;
}

const CONNECTED: Kind = {
  kind: 'connectedApp',
  path: USAGE,
  heading: 'Connected Apps OAuth Usage',
  usersHeading: 'Connected App Usage by User',
};

const EXTERNAL: Kind = {
  kind: 'externalClientApp',
  path: EXTERNAL_USAGE,
  heading: 'External Client Apps OAuth Usage',
  usersHeading: 'External Client Apps Usage by User',
};

export const appUsage: SetupPage = pageFor(CONNECTED);
export const externalUsage: SetupPage = pageFor(EXTERNAL);

function pageFor(kind: Kind): SetupPage {
  return {
    show: (visit) => (visit.query.has('app') ? users(visit, kind) : apps(visit, kind)),
    save: (visit) => act(visit, kind),
  };
}

async function apps(visit: Visit, kind: Kind): Promise<Page> {
  const used = await usedApps(visit.world, { orgId: visit.org.id });
  const { rows, pager } = paged(
    used.filter(({ app }) => app.kind === kind.kind),
    kind.path,
    visit.query,
  );
  return {
    kind: 'page',
    heading: kind.heading,
    blocks: [
      {
        kind: 'table',
        caption: 'Apps with tokens',
        columns: [
          kind === CONNECTED ? 'Connected App' : 'App',
          'Description',
          'Links',
          'User Count',
          'Actions',
        ],
        rows: rows.map((row) => rowOf(visit, kind, row)),
        empty: 'No app has tokens.',
        ...(pager && { pager }),
      },
    ],
  };
}

function usersOf(kind: Kind, app: App): string {
  return `${kind.path}?${writeQuery({ app: app.consumerKey })}`;
}

function rowOf(visit: Visit, kind: Kind, { app, users, refusedCount }: UsedApp) {
  const denied = refusedCount === undefined ? [] : [`${refusedCount} denied`];
  return [
    kind === CONNECTED ? app.label : link(app.label, externalPage(app)),
    app.description ?? '',
    kind === CONNECTED ? linksOf(visit, app) : '',
    [link(String(users.length), usersOf(kind, app), { about: `users of ${app.label}` }), ...denied],
    kind === CONNECTED ? actionsOf(visit, app) : '',
  ];
}

function mayEdit({ subject }: Visit): boolean {
  return mayDo(subject, EDIT_APPS);
}

/** An app of another org has no record here that could be changed. */
function linksOf(visit: Visit, app: App): Part[] {
  if (!isOwnApp(app, visit.org)) return ['of another org'];
  const about = app.label;
  if (app.state === 'uninstalled')
    return mayEdit(visit) ? [link('Install', `${INSTALL}?app_id=${appId('0Ci', app)}`, { about })] : [];
  return [
    link('Manage App Policies', policiesOf(app), { about }),
    ...(mayEdit(visit) && app.state === 'installed' ? [action(visit, CONNECTED, 'Uninstall', app)] : []),
  ];
}

function actionsOf(visit: Visit, app: App): Part[] {
  if (!isOwnApp(app, visit.org) || !mayEdit(visit)) return [];
  return [action(visit, CONNECTED, app.state === 'blocked' ? 'Unblock' : 'Block', app)];
}

function action(visit: Visit, { path }: Kind, label: string, app: App, userId = ''): Action {
  const about = userId === '' ? app.label : (visit.world.orgs.user(userId)?.username ?? '');
  const fields = { do: label, app: app.consumerKey, user: userId };
  return { kind: 'action', label, to: path, token: tokenFor(visit, path), fields, about };
}

/** The app of a consumer key, as this org has it or as it uses it. */
function appOf({ org, world }: Visit, key: string): App | undefined {
  return (
    org.apps.find(({ consumerKey }) => consumerKey === key) ?? world.orgs.app(key) ?? appWithId(org, key)
  );
}

async function users(visit: Visit, kind: Kind): Promise<Answer> {
  const app = appOf(visit, visit.query.get('app') ?? '');
  if (app?.kind !== kind.kind) return goneAway('app');
  const [used] = await usedApps(visit.world, { orgId: visit.org.id, consumerKey: app.consumerKey });
  // What another org's app is called is for those to know who use it.
  if (!used && !isOwnApp(app, visit.org)) return onward(kind.path);
  const { rows, pager } = paged(used?.users ?? [], usersOf(kind, app).replace(/\?.*$/s, ''), visit.query);
  return {
    kind: 'page',
    heading: app.label,
    above: kind.usersHeading,
    blocks: [
      {
        kind: 'table',
        caption: kind.usersHeading,
        buttons: [
          ...(rows.length > 0 ? [action(visit, kind, 'Revoke All', app)] : []),
          button('Back', kind.path),
        ],
        columns: ['User', 'First Used', 'Most Recently Used', 'Use Count', 'Action'],
        rows: rows.map((row) => userRow(visit, kind, app, row)),
        empty: 'No user has tokens of this app.',
        ...(pager && { pager }),
      },
    ],
  };
}

function userRow(visit: Visit, kind: Kind, app: App, { user, firstUsedAt, lastUsedAt, useCount }: UsedBy) {
  return [
    user.username,
    timeText(firstUsedAt),
    timeText(lastUsedAt),
    String(useCount),
    action(visit, kind, 'Revoke', app, user.id),
  ];
}

const STATES = new Map([
  ['Block', 'blocked'],
  ['Unblock', 'installed'],
  ['Uninstall', 'uninstalled'],
]);

async function act(visit: Visit, kind: Kind): Promise<Answer> {
  const { sent, org } = visit;
  const app = appOf(visit, sent.text('app'));
  if (app?.kind !== kind.kind) return goneAway('app');
  const what = sent.text('do');
  const state = kind === CONNECTED ? STATES.get(what) : undefined;
  if (state !== undefined) {
    checkPermissions(visit, EDIT_APPS);
    if (isOwnApp(app, org)) await changePolicies(visit, app, { state });
    return onward(kind.path);
  }
  if (what === 'Revoke All') await revoke(visit, app, {});
  if (what === 'Revoke' && sent.text('user') !== '') await revoke(visit, app, { userId: sent.text('user') });
  return onward(what === 'Revoke' ? usersOf(kind, app) : kind.path);
}

async function revoke({ world, org }: Visit, { consumerKey }: App, of: TokenFilter): Promise<void> {
  const now = Math.floor(world.clock.of(org.id).now());
  await world.store.tokenList.revoke({ orgId: org.id, consumerKey, ...of }, now);
}
