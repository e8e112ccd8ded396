/** Families of refresh tokens as the journal has them: each use of a token with what came of it. */
import type { JournalEntry } from '../../journal/entry.ts';
import { isRecord } from '../../wire/json.ts';
import type { Cell, Node } from '../blocks.ts';
import { isFingerprint } from '../fingerprint.ts';
import { entryCell, instantCell, times } from '../texts.ts';

/** Families that are shown, the newest first, and uses of one. */
const MOST = 20;
const MOST_USES = 200;

/** @param entries of the token endpoint, newest first */
export function familiesIn(entries: readonly JournalEntry[]): Node[] {
  const uses = Map.groupBy(
    entries.toReversed().filter(({ request }) => isFingerprint(request.refresh_token ?? '')),
    ({ request }) => request.refresh_token ?? '',
  );
  const births = entries.filter(
    (entry) => bornIn(entry) !== undefined && entry.request.refresh_token === undefined,
  );
  let left = MOST_USES;
  const grown = (entry: JournalEntry): Node => {
    // A token that does not rotate is answered again with itself: its uses stand side by side, not within each other.
    const isSame = bornIn(entry) === entry.request.refresh_token;
    const token = isSame ? undefined : bornIn(entry);
    const all = token === undefined ? [] : (uses.get(token) ?? []);
    const shown = all.slice(0, left);
    left -= shown.length;
    const more = all.length - shown.length;
    const cells = cellsOf(entry, token, all);
    return {
      cells: more === 0 ? cells : [...cells, { text: `${more} more in the journal` }],
      children: shown.map(grown),
    };
  };
  return births.slice(0, MOST).map((entry) => {
    left = MOST_USES;
    return grown(entry);
  });
}

/** Fingerprint of the refresh token that the answer hands out. */
function bornIn({ response }: JournalEntry): string | undefined {
  const token = isRecord(response.body) ? response.body.refresh_token : undefined;
  return typeof token === 'string' && isFingerprint(token) ? token : undefined;
}

function cellsOf(entry: JournalEntry, token: string | undefined, uses: readonly JournalEntry[]): Cell[] {
  const { refusal, username, ip } = entry;
  const used = uses.filter(({ outcome }) => outcome === 'answered').length;
  return [
    instantCell(entry.at),
    entryCell(entry),
    { text: [username, ip && `from ${ip}`].filter(Boolean).join(' ') },
    ...(refusal ? [{ text: `✗ ${refusal.name}: ${refusal.why}`, mark: 'bad' } as const] : []),
    ...(token === undefined ? [] : [{ text: `→ ${token.slice(7)}`, isCode: true }]),
    ...(uses.some(({ refusal: why }) => why?.name === 'refresh.rotated-out')
      ? [{ text: 'used again after it was rotated: the family ended', mark: 'bad' } as const]
      : used > 1
        ? [{ text: `used ${times(used)}` }]
        : []),
  ];
}
