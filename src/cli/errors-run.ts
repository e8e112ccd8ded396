/** `fauxforce errors <name> --run`: reproduces a refusal in an org of its own, and shows what was sent, answered and compared. */
import type { JournalEntry } from '../journal/entry.ts';
import type { RefusalInWords } from '../refusals/in-words.ts';

/** The most requests that are shown. Of a recipe that sends a hundred, the last ones matter. */
const MOST_SHOWN = 10;

export interface Reproduction {
  readonly name: string;
  /** Whether it was refused as the catalogue says. */
  readonly reproduced: boolean;
  /** Oldest first; secrets are fingerprints. */
  readonly requests: readonly JournalEntry[];
}

export async function reproduce(refusal: RefusalInWords): Promise<Reproduction> {
  const { followRecipe } = await import('../recipes/run-recipe.ts');
  const requests = await followRecipe(refusal.recipe);
  const refused = requests.findLast(({ outcome }) => outcome === 'refused');
  return { name: refusal.name, reproduced: isAsSaid(refusal, refused), requests };
}

function isAsSaid(
  { name, error, status, surface }: RefusalInWords,
  entry: JournalEntry | undefined,
): boolean {
  // After a log-in the same redirect to the callback is a page that redirects by script (authorize.md 2).
  const statuses = surface === 'callback' ? [302, 200] : [status];
  return entry?.refusal?.name === name && entry.refusal.error === error && statuses.includes(entry.status);
}

export function reproductionText({ name, reproduced, requests }: Reproduction): string {
  const shown = requests.slice(-MOST_SHOWN);
  const earlier = requests.length - shown.length;
  const refused = requests.findLast(({ outcome }) => outcome === 'refused');
  return [
    ...(earlier > 0 ? [`(${earlier} requests before these)`, ''] : []),
    ...shown.flatMap((entry) => [...exchangeLines(entry), '']),
    ...(refused ? explanation(refused) : []),
    reproduced ? `refused as the catalogue says: ${name}` : `NOT refused as the catalogue says: ${name}`,
    '',
  ].join('\n');
}

function exchangeLines({ method, path, request, status, response }: JournalEntry): string[] {
  const { body, location } = response;
  return [
    `> ${method} ${path}`,
    ...Object.entries(request).map(([name, value]) => `>   ${name}=${clipped(value)}`),
    `< ${status}`,
    ...(location === undefined ? [] : [`<   location: ${clipped(location)}`]),
    ...(body === undefined ? [] : [`<   ${clipped(typeof body === 'string' ? body : JSON.stringify(body))}`]),
  ];
}

function explanation({ checks, refusal }: JournalEntry): string[] {
  return [
    ...checks.map(({ name, ok, detail }) => `${ok ? 'passed ' : 'refused'}  ${name}: ${clipped(detail)}`),
    ...(refusal ? [`fix      ${refusal.fix}`, ''] : []),
  ];
}

/** Shortens a text that a client sent and removes control characters, which could move the terminal's cursor. */
function clipped(text: string): string {
  const line = text.replace(/\p{Cc}/gu, ' ');
  return line.length <= 400 ? line : `${line.slice(0, 400)}… (${line.length} characters)`;
}
