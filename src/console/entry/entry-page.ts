/** One request on a page: why it was answered so, each check with what it compared, the fix, and what can be done with it next. */
import type { JournalEntry } from '../../journal/entry.ts';
import { LabProblem } from '../../lab/plane/answer-problem.ts';
import { factsOf, type RefusalName } from '../../refusals/catalogue.ts';
import { evidenceInWords } from '../../refusals/refusal.ts';
import { CONSOLE_PATH } from '../../wire/paths.ts';
import { walksIn } from '../journal/walks.ts';
import { type Lab, queryOf } from '../lab.ts';
import { entryCell } from '../texts.ts';
import { type Onward, type Page, type Shown, unknownForm, type Visit } from '../visit.ts';
import { asCurl } from './as-curl.ts';
import { asTest } from './as-test.ts';
import { comparedIn } from './compared.ts';
import { answerText, requestText } from './message.ts';
import { type Sent, sentAnswerText, sentRequestText } from './sent-text.ts';
import { setupLinks } from './setup-links.ts';

/** Characters from which on a body is folded. */
const LONG = 65_536;

/** What a POST of the page did, in words. */
const DONE: Readonly<Record<string, string>> = {
  armed: 'Armed: the next request like this one is refused so.',
  replayed: 'Sent once more: this is the new entry.',
};

export const entryPage: Page = {
  path: 'journal/:id',

  async show(visit) {
    const entry = await entryOf(visit);
    return shown(visit, entry, { done: DONE[visit.query.get('done') ?? ''] });
  },

  async act(visit) {
    const { form, lab } = visit;
    const entry = await entryOf(visit);
    const id = encodeURIComponent(entry.id);
    switch (form.get('do')) {
      case 'replay': {
        const made = await lab.send<{ id: string }>('POST', `/journal/${id}/replay`);
        return { goTo: `/journal/${encodeURIComponent(made.id)}?done=replayed` };
      }
      case 'arm':
        await lab.send('POST', '/failures', armingOf(entry));
        return { goTo: `/journal/${id}?done=armed` };
      case 'reveal': {
        const sent = await lab.get<Sent>(`/journal/${id}/sent`);
        return shown(visit, entry, { sent });
      }
      default:
        throw unknownForm();
    }
  },
};

/** Leads to the newest entry, or the newest of those that the query means. */
export const latestEntryPage: Page = {
  path: 'journal/latest',
  async show({ query, lab }): Promise<Onward | Shown> {
    const { entries } = await lab.get<{ entries: JournalEntry[] }>('/journal', {
      ...Object.fromEntries(query),
      limit: '1',
    });
    const [latest] = entries;
    if (latest) return { goTo: `/journal/${encodeURIComponent(latest.id)}` };
    throw new LabProblem(404, 'the journal has no such entry yet');
  },
};

function entryOf({ lab, path }: Visit): Promise<JournalEntry> {
  return lab.get<JournalEntry>(`/journal/${encodeURIComponent(path[1] ?? '')}`);
}

/** The order that has the next request like this one refused as this one was. */
function armingOf({ refusal, clientId }: JournalEntry): object {
  if (!refusal) throw new LabProblem(400, 'this request was not refused: choose a refusal among all of them');
  return { refusal: refusal.name, times: 1, ...(clientId && { where: { client_id: clientId } }) };
}

interface More {
  readonly done?: string | undefined;
  readonly sent?: Sent;
}

async function shown(
  { lab, origin, appOf }: Visit,
  entry: JournalEntry,
  { done, sent }: More,
): Promise<Shown> {
  const { refusal, checks, clientId } = entry;
  const failed = checks.findLast(({ ok }) => !ok);
  const answer = sent ? sentAnswerText(sent) : answerText(entry);
  return {
    title: refusal ? `${refusal.name} · ${entry.method} ${entry.path}` : `${entry.method} ${entry.path}`,
    template: 'entry',
    data: {
      entry,
      done,
      checks,
      compared: comparedIn(failed?.compared),
      links: refusal ? setupLinks(refusal.fix, clientId === null ? undefined : appOf(clientId)) : [],
      walk: await walkOf(lab, entry),
      tools: toolsFor(entry),
      evidence: refusal && evidenceOf(refusal.name),
      who: whoOf(entry),
      request: sent ? sentRequestText(sent) : requestText(entry),
      answer,
      isLong: answer.length > LONG,
      isRevealed: sent !== undefined,
      curl: asCurl(entry, origin),
      test: asTest(entry),
    },
  };
}

function evidenceOf(name: RefusalName): { section: string; words: string; isSure: boolean } {
  const { evidence } = factsOf(name);
  const isSure = evidence.certainty !== 'recalled' && evidence.certainty !== 'unconfirmed';
  return { section: evidence.section, words: evidenceInWords(evidence), isSure };
}

/** Facts of the request with links to the journal of all that have the same. */
function whoOf(
  entry: JournalEntry,
): { label: string; value: string; filter: Record<string, string> | undefined }[] {
  const { org, clientId, username, grantType, endpoint, ip, via, token } = entry;
  const facts: [string, string | null | undefined, string | undefined][] = [
    ['Endpoint', endpoint, 'endpoint'],
    ['Grant type', grantType, undefined],
    ['App', clientId, 'client_id'],
    ['User', username, 'username'],
    ['Org', org, 'org'],
    ['Access token', token, undefined],
    ['From', via ? `${ip} by ${via}` : ip, undefined],
  ];
  return facts.flatMap(([label, value, name]) =>
    value ? [{ label, value, filter: name === undefined ? undefined : { [name]: value } }] : [],
  );
}

/** Screens that take this request further. */
function toolsFor({ id, request, clientId, grantType }: JournalEntry): { name: string; href: string }[] {
  const { redirect_uri: uri } = request;
  const callback = { app: clientId ?? undefined, uri };
  return [
    ...(clientId && uri
      ? [
          {
            name: 'Compare redirect_uri with every callback URL',
            href: `${CONSOLE_PATH}/redirects${queryOf(callback)}`,
          },
        ]
      : []),
    ...(grantType?.endsWith(':jwt-bearer') && request.assertion
      ? [{ name: 'Look at the assertion', href: `${CONSOLE_PATH}/jwt${queryOf({ entry: id })}` }]
      : []),
  ];
}

/** Requests around it that are looked at. */
const AROUND = '200';

/** The other requests of its walk, oldest first, among those before it and the newest. */
async function walkOf(lab: Lab, entry: JournalEntry) {
  const entriesOf = async (before: string | undefined) =>
    (await lab.get<{ entries: JournalEntry[] }>('/journal', { before, limit: AROUND })).entries;
  const [newest, earlier] = await Promise.all([entriesOf(undefined), entriesOf(entry.id)]);
  const known = new Map([...newest, entry, ...earlier].map((one) => [one.id, one]));
  const walk = walksIn([...known.values()]).find((one) => one.some(({ id }) => id === entry.id)) ?? [];
  return walk.length < 2
    ? []
    : walk.map((one) => ({
        ...entryCell(one),
        isThis: one.id === entry.id,
        isBad: one.outcome === 'refused',
        status: one.status,
      }));
}
