/** Try it: a flow against an app, hop by hop, with what was sent and what came back. */

import type { OrgFacts, WholeOrg } from '../../lab/answers.ts';
import { LabProblem } from '../../lab/plane/answer-problem.ts';
import { findCallback } from '../../org/callback.ts';
import type { App } from '../../org/model.ts';
import { isRecord } from '../../wire/json.ts';
import { CONSOLE_PATH, entryPath } from '../../wire/paths.ts';
import { type Block, blocks, type Field, type Form } from '../blocks.ts';
import { orgOfList, queryOf } from '../lab.ts';
import type { Onward, Page, Shown, Visit } from '../visit.ts';
import { authorizePath, callbackHere, hopOf, type NamedHop, SECRET } from './hops.ts';
import { appIn, challengeOf, newState } from './proof.ts';
import { walkBlocks } from './walk-page.ts';

export const tryPage: Page = {
  path: 'try',

  async show(visit) {
    const app = visit.appOf(visit.query.get('app') ?? '');
    if (!app) return chooseApp(visit);
    const org = await visit.lab.get<WholeOrg>(`/orgs/${app.orgId}`);
    const flows = org.apps.find(({ consumerKey }) => consumerKey === app.consumerKey)?.flows ?? [];
    return blocks(`Try ${app.name}`, [
      { kind: 'text', tone: 'soft', text: `It is for: ${flows.join(', ') || 'nothing yet'}.` },
      ...(flows.includes('web server') ? webServer(visit, app) : []),
      ...(flows.includes('client credentials')
        ? [start('Client credentials', { does: 'client-credentials', button: 'Ask for a token' }, app)].flat()
        : []),
      ...(flows.includes('username-password')
        ? start(
            'Username and password',
            { does: 'password', fields: [userField(org)], button: 'Log in' },
            app,
          )
        : []),
      ...(flows.includes('device') ? start('Device', { does: 'device', button: 'Ask for a code' }, app) : []),
      ...walkBlocks(app, org),
      { kind: 'links', links: [{ name: 'Another app', href: `${CONSOLE_PATH}/try` }] },
    ]);
  },

  async act(visit): Promise<Shown | Onward> {
    const { form, lab, appOf, origin } = visit;
    const app = appOf(form.get('app') ?? '');
    if (!app) throw new LabProblem(400, 'the form names no app that there is');
    if (form.get('do') === 'add-callback') {
      const callbackUrls = [...app.callbackUrls, callbackHere(origin)];
      await lab.send('PATCH', `/apps/${encodeURIComponent(app.consumerKey)}?org=${app.orgId}`, {
        callbackUrls,
      });
      return { goTo: `/try${queryOf({ app: app.consumerKey })}` };
    }
    const username = form.get('username');
    const org = username === undefined ? undefined : await lab.get<WholeOrg>(`/orgs/${app.orgId}`);
    const hop = hopOf(
      visit,
      app,
      org?.users.find((user) => user.username === username),
    );
    return blocks(`Try ${app.name}`, await hopBlocks(visit, app, hop));
  },
};

/** Where the browser comes back to: the walk goes on with the code, or ends with what was refused. */
export const tryCallbackPage: Page = {
  path: 'try/callback',

  async show({ query, appOf }) {
    const state = query.get('state') ?? '';
    const app = appOf(appIn(state));
    const code = query.get('code');
    const error = query.get('error');
    if (!app || (code === undefined && error === undefined))
      throw new LabProblem(400, 'no walk of the inspector leads here: begin at Try it');
    return blocks(`Try ${app.name}`, [
      {
        kind: 'heading',
        text:
          error === undefined
            ? 'The app was called back with a code'
            : 'The app was called back with an error',
      },
      error !== undefined && {
        kind: 'text',
        tone: 'said bad',
        text: [error, query.get('error_description')].filter(Boolean).join(': '),
      },
      code !== undefined && {
        kind: 'form',
        form: next(app, {
          does: 'exchange',
          fields: [hidden('code', code), hidden('state', state)],
          button: 'Exchange it',
          tone: 'primary',
        }),
      },
      {
        kind: 'links',
        links: [{ name: 'Begin again', href: `${CONSOLE_PATH}/try${queryOf({ app: app.consumerKey })}` }],
      },
    ]);
  },
};

async function chooseApp({ lab, query }: Visit): Promise<Shown> {
  const { orgs } = await lab.get<{ orgs: readonly OrgFacts[] }>('/orgs');
  const [first] = orgs;
  const apps = (first && (await orgOfList(lab, first.id))?.apps.slice(0, 50)) ?? [];
  const asked = query.get('app');
  return blocks('Try it', [
    asked !== undefined && {
      kind: 'text',
      tone: 'said bad',
      text: `There is no app with the consumer key '${asked}'.`,
    },
    {
      kind: 'form',
      form: {
        method: 'get',
        fields: [{ name: 'app', label: 'Consumer key', isRequired: true }],
        button: 'Choose',
        tone: 'primary',
      },
    },
    {
      kind: 'links',
      links: apps.map(({ name, consumerKey, flows }) => ({
        name: `${name}: ${flows.join(', ')}`,
        href: `${CONSOLE_PATH}/try${queryOf({ app: consumerKey })}`,
      })),
    },
  ]);
}

function webServer(visit: Visit, app: App): Block[] {
  const { origin } = visit;
  const heading: Block = { kind: 'heading', text: 'Web server flow, with PKCE' };
  const callback = callbackHere(origin);
  if (!findCallback(app, callback)) {
    return [
      heading,
      {
        kind: 'text',
        text: `The app cannot be called back here yet: ${callback} is not among its callback URLs.`,
      },
      { kind: 'form', form: next(app, { does: 'add-callback', button: 'Add it' }) },
    ];
  }
  const state = newState(app.consumerKey);
  const href = authorizePath(app, origin, state, challengeOf(state, visit));
  return [
    heading,
    { kind: 'pre', id: 'authorize', label: 'The address that the browser opens', text: origin + href },
    { kind: 'links', links: [{ name: 'Open it: log in, allow access, and come back', href }] },
  ];
}

function start(title: string, form: Form, app: App): Block[] {
  return [
    { kind: 'heading', text: title },
    { kind: 'form', form: next(app, form) },
  ];
}

function userField({ users }: WholeOrg): Field {
  const options = users.slice(0, 100).map(({ username }) => [username, username] as const);
  return { kind: 'select', name: 'username', label: 'User', options };
}

async function hopBlocks({ hop: send }: Visit, app: App, hop: NamedHop): Promise<Block[]> {
  const { status, body, entry } = await send(hop);
  return [
    { kind: 'heading', text: hop.title },
    { kind: 'pre', id: 'sent', label: 'What was sent', text: sentText(hop) },
    { kind: 'pre', id: 'answer', label: 'What was answered', text: `${status}\n\n${body}` },
    ...(entry === undefined
      ? []
      : [
          {
            kind: 'links',
            links: [{ name: 'Why: its entry in the journal', href: entryPath(entry) }],
          } as const,
        ]),
    ...nextForms(app, body).map((form): Block => ({ kind: 'form', form })),
    {
      kind: 'links',
      links: [{ name: 'Begin again', href: `${CONSOLE_PATH}/try${queryOf({ app: app.consumerKey })}` }],
    },
  ];
}

function sentText({ method, path, form, bearer }: NamedHop): string {
  const lines = Object.entries(form ?? {}).map(
    ([name, value]) => `${name}=${SECRET.has(name) ? '••••••••' : value}`,
  );
  return [
    `${method} ${path}`,
    ...(bearer === undefined ? [] : ['Authorization: Bearer ••••••••']),
    '',
    lines.join('\n&'),
  ]
    .join('\n')
    .trimEnd();
}

/** What can be done with an answer. */
function nextForms(app: App, body: string): Form[] {
  const answer = jsonOf(body);
  const has = (name: string) => (typeof answer[name] === 'string' ? [hidden(name, answer[name])] : []);
  const verification = answer.verification_uri;
  return [
    ...has('access_token').flatMap((field) => [
      next(app, { does: 'userinfo', fields: [field], button: 'Ask who it is (userinfo)' }),
      next(app, { does: 'revoke', fields: [field], button: 'Revoke it' }),
    ]),
    ...has('refresh_token').map((field) =>
      next(app, { does: 'refresh', fields: [field], button: 'Refresh' }),
    ),
    ...has('device_code').map((field) =>
      next(app, {
        does: 'poll',
        fields: [field],
        button: `Poll, once ${answer.user_code} is typed at ${verification}`,
      }),
    ),
  ];
}

function jsonOf(body: string): Readonly<Record<string, unknown>> {
  try {
    const answer: unknown = JSON.parse(body);
    return isRecord(answer) ? answer : {};
  } catch {
    return {};
  }
}

function next(app: App, form: Form): Form {
  return { to: '/try', ...form, fields: [hidden('app', app.consumerKey), ...(form.fields ?? [])] };
}

function hidden(name: string, value: string): Field {
  return { kind: 'hidden', name, value };
}
