/** The redirect matcher: a redirect_uri against every callback URL of an app, each difference named, and a button that adds it. */
import { LabProblem } from '../../lab/plane/answer-problem.ts';
import { type callbackDifferences, firstDifference } from '../../org/callback-differences.ts';
import { type Block, blocks } from '../blocks.ts';
import { pairOf } from '../entry/compared.ts';
import { setupLinks } from '../entry/setup-links.ts';
import { queryOf } from '../lab.ts';
import type { Page, Visit } from '../visit.ts';

/** The answer of `GET /callback-check`. */
interface Checked {
  readonly app: string;
  readonly matches: boolean;
  readonly callbacks: readonly {
    readonly url: string;
    readonly matches: boolean;
    readonly differences: ReturnType<typeof callbackDifferences>;
  }[];
}

const PLACE = 'Setup > App Manager > (app) > Edit > Callback URL';

export const redirectsPage: Page = {
  path: 'redirects',

  async show(visit) {
    const app = visit.query.get('app') ?? '';
    const uri = visit.query.get('uri') ?? '';
    const done = visit.query.get('done') === 'added';
    return blocks('Redirect matcher', [
      {
        kind: 'text',
        text: 'What an app sends as redirect_uri must be one of its callback URLs, character by character; only scheme and host have no case.',
      },
      done && { kind: 'text', tone: 'said good', text: 'Added: the app may be called back there now.' },
      {
        kind: 'form',
        form: {
          method: 'get',
          fields: [
            { name: 'app', label: 'Consumer key', value: app, isRequired: true },
            { name: 'uri', label: 'redirect_uri', value: uri, isRequired: true },
          ],
          button: 'Compare',
          tone: 'primary',
        },
      },
      ...(app && uri ? await found(visit, app, uri) : []),
    ]);
  },

  async act({ form, lab, appOf }) {
    const key = form.get('app') ?? '';
    const uri = form.get('uri') ?? '';
    const app = appOf(key);
    if (form.get('do') !== 'add' || !app) throw new LabProblem(400, 'the form names no app that there is');
    await lab.send('PATCH', `/apps/${encodeURIComponent(key)}?org=${app.orgId}`, {
      callbackUrls: [...app.callbackUrls, uri],
    });
    return { goTo: `/redirects${queryOf({ app: key, uri, done: 'added' })}` };
  },
};

async function found({ lab, appOf }: Visit, app: string, uri: string): Promise<Block[]> {
  const { matches, callbacks } = await lab.get<Checked>('/callback-check', {
    client_id: app,
    redirect_uri: uri,
  });
  const links = setupLinks(PLACE, appOf(app));
  return [
    { kind: 'heading', text: matches ? 'It is registered' : 'It is not registered' },
    ...nearestFirst(callbacks, uri).flatMap(({ url, matches: isSame, differences }): Block[] =>
      isSame
        ? [{ kind: 'text', tone: 'said good', text: `${url} is this callback.` }]
        : [
            { kind: 'pair', pair: { ...pairOf(['redirect uri', 'callback'], uri, url), meanings: [] } },
            {
              kind: 'facts',
              rows: differences.map(({ cause, sent, registered, meaning }) => [
                cause,
                { text: `${sent || '(none)'} and ${registered || '(none)'}`, isCode: true, more: meaning },
              ]),
            },
          ],
    ),
    ...(callbacks.length === 0
      ? [{ kind: 'text', tone: 'soft', text: 'The app has no callback URL.' } as const]
      : []),
    ...(matches ? [] : [add(app, uri)]),
    { kind: 'links', links },
  ];
}

function nearestFirst(callbacks: Checked['callbacks'], uri: string): Checked['callbacks'] {
  return callbacks.toSorted((a, b) => firstDifference(uri, b.url) - firstDifference(uri, a.url));
}

function add(app: string, uri: string): Block {
  const fields = [
    { kind: 'hidden', name: 'app', value: app },
    { kind: 'hidden', name: 'uri', value: uri },
  ] as const;
  return { kind: 'form', form: { does: 'add', fields, button: 'Add this callback' } };
}
