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

export const jwtPage: Page = {
  path: 'jwt',

  async show({ query }) {
    return page(query.get('entry') ?? '', []);
  },

  async act(visit) {
    const { form, lab } = visit;
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
    ...found,
  ]);
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
        ...(links.length > 0 ? [{ kind: 'links', links } as const] : []),
      ]
    : [{ kind: 'text', tone: 'said good', text: `It would be accepted by ${host}.` }];
  return [
    { kind: 'heading', text: refusal ? 'Refused' : 'Accepted' },
    ...verdict,
    { kind: 'heading', text: 'Checks' },
    { kind: 'checks', checks },
    ...(claims
      ? [
          { kind: 'heading', text: 'What it says' } as const,
          { kind: 'facts', rows: instants(claims) } as const,
          { kind: 'pre', id: 'jwt', label: 'Header and claims', text: jsonText({ header, claims }) } as const,
        ]
      : []),
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
