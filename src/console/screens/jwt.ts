/** The JWT doctor: an assertion goes through the checks of the bearer grant, in their order. It is neither kept nor put into an address. */
import type { JournalEntry } from '../../journal/entry.ts';
import { type Block, blocks } from '../blocks.ts';
import { comparedIn } from '../entry/compared.ts';
import { setupLinks } from '../entry/setup-links.ts';
import { instantText, jsonText } from '../texts.ts';
import type { Page, Shown, Visit } from '../visit.ts';

/** The answer of `POST /assertion-check`. */
interface Checked extends Pick<JournalEntry, 'clientId' | 'username' | 'refusal' | 'checks'> {
  readonly host: string;
  readonly header: Readonly<Record<string, unknown>> | null;
  readonly claims: Readonly<Record<string, unknown>> | null;
}

/** The answer of `POST /token-check`. */
interface CheckedToken extends Pick<Checked, 'header' | 'claims' | 'username'> {
  readonly kind: string | null;
  readonly state: string;
  readonly org: string | null;
  readonly client_id: string | null;
  readonly app: string | null;
  readonly scope: string | null;
  readonly issued_at: string | null;
  readonly expires_at: string | null;
}

export const jwtPage: Page = {
  path: 'jwt',

  async show({ query }) {
    return page(query.get('entry') ?? '', []);
  },

  async act(visit) {
    const { form, lab } = visit;
    if (form.get('do') === 'token') {
      const token = await lab.send<CheckedToken>('POST', '/token-check', { token: form.get('token') ?? '' });
      return page('', toldOfToken(token));
    }
    const [entry, assertion, host] = ['entry', 'assertion', 'host'].map(
      (name) => form.get(name)?.trim() || undefined,
    );
    const checked = await lab.send<Checked>('POST', '/assertion-check', {
      ...(assertion ? { assertion } : { entry }),
      ...(host && { host }),
    });
    return page(entry ?? '', told(visit, checked));
  },
};

function page(entry: string, found: readonly Block[]): Shown {
  return blocks('JWT doctor', [
    {
      kind: 'text',
      text: 'Paste the assertion of a JWT bearer request. It goes through the real checks, no token is issued and nothing is kept. The private key is never needed.',
    },
    {
      kind: 'form',
      form: {
        fields: [
          { kind: 'area', name: 'assertion', label: 'Assertion' },
          { name: 'entry', label: 'Or the id of an entry that sent one', value: entry },
          { name: 'host', label: 'Posted to', help: 'login.salesforce.com, a My Domain; empty: this server' },
        ],
        button: 'Check',
        tone: 'primary',
      },
    },
    {
      kind: 'form',
      form: {
        does: 'token',
        fields: [{ kind: 'area', name: 'token', label: 'Or an access, refresh or ID token' }],
        button: 'Whose is it',
      },
    },
    ...found,
  ]);
}

function toldOfToken(token: CheckedToken): Block[] {
  const { kind, state, expires_at, issued_at, header, claims } = token;
  const isAlive = state === 'alive';
  const rows: [string, string | null][] = [
    ['Kind', kind],
    ['App', token.app ?? token.client_id],
    ['User', token.username],
    ['Org', token.org],
    ['Scope', token.scope],
    ['Issued', issued_at && `${instantText(issued_at)} UTC`],
    ['Ends', kind && (expires_at === null ? 'when it is revoked' : `${instantText(expires_at)} UTC`)],
  ];
  return [
    { kind: 'heading', text: isAlive ? 'It is alive' : 'It is no live token' },
    ...(isAlive ? [] : [{ kind: 'text', tone: 'said bad', text: state } as const]),
    { kind: 'facts', rows: rows.flatMap(([label, value]) => (value ? [[label, value] as const] : [])) },
    ...(claims ? saying(header, claims) : []),
  ];
}

function saying(header: Checked['header'], claims: NonNullable<Checked['claims']>): Block[] {
  return [
    { kind: 'heading', text: 'What it says' },
    { kind: 'facts', rows: instants(claims) },
    { kind: 'pre', id: 'jwt', label: 'Header and claims', text: jsonText({ header, claims }) },
  ];
}

function told({ appOf }: Visit, { host, clientId, refusal, checks, header, claims }: Checked): Block[] {
  const failed = checks.find(({ ok }) => !ok);
  const links = refusal ? setupLinks(refusal.fix, clientId === null ? undefined : appOf(clientId)) : [];
  const { pairs } = comparedIn(failed?.compared);
  const verdict: Block[] = refusal
    ? [
        { kind: 'text', tone: 'said bad', text: `${refusal.name}: ${refusal.why}` },
        ...pairs.map((pair): Block => ({ kind: 'pair', pair })),
        { kind: 'text', tone: 'lead', text: refusal.fix },
        { kind: 'links', links },
      ]
    : [{ kind: 'text', tone: 'said good', text: `It would be accepted by ${host}.` }];
  return [
    { kind: 'heading', text: refusal ? 'Refused' : 'Accepted' },
    ...verdict,
    { kind: 'heading', text: 'Checks' },
    { kind: 'checks', checks },
    ...(claims ? saying(header, claims) : []),
  ];
}

/** Seconds as instants, where a claim has them. */
function instants(claims: Readonly<Record<string, unknown>>): [string, string][] {
  return ['iat', 'nbf', 'exp'].flatMap((name): [string, string][] => {
    const seconds = Number(claims[name]);
    const at = new Date(seconds * 1000);
    return claims[name] === undefined || Number.isNaN(at.getTime())
      ? []
      : [[name, `${instantText(at.toISOString())} UTC`]];
  });
}
