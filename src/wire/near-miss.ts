/** How a text that does not fit was mangled on its way: encodings are the commonest cause of refusals in public reports. */

/** What a sender may have meant, and how that differs from what came: the end of a sentence that says it would fit. */
export interface Reading {
  readonly text: string;
  readonly how: string;
}

/** Of what is read anew: assertions are the longest. */
const LONGEST = 32_768;

/** Of what is read anew in two ways, one after the other. */
const LONGEST_OF_PAIRS = 4_096;

interface Way {
  readonly how: string;
  readonly read: (text: string) => string;
}

/** What stands around a text: it goes with any other cause. */
const AROUND: readonly Way[] = [
  { how: 'without the white space around it', read: (text) => text.trim() },
  { how: 'without the quotation marks around it', read: (text) => text.replace(/^(["'])(.*)\1$/s, '$2') },
];

const WAYS: readonly Way[] = [
  ...AROUND,
  { how: 'without the < and > around it', read: (text) => text.replace(/^<(.*)>$/s, '$1') },
  { how: 'without the white space in it', read: (text) => text.replace(/\s/g, '') },
  { how: 'with + for its spaces: a form must send + as %2B', read: (text) => text.replaceAll(' ', '+') },
  { how: 'URL-decoded once more: it was encoded twice', read: urlDecoded },
  { how: 'with spaces for its +: it was form-encoded twice', read: (text) => text.replaceAll('+', ' ') },
  { how: 'form-decoded once more: it was encoded twice', read: formDecoded },
  {
    how: 'URL-encoded once more: a % of its own must be sent as %25',
    read: (text) => encodeURIComponent(text.toWellFormed()),
  },
  { how: 'with its HTML entities read: it went through HTML', read: withoutEntities },
  {
    how: 'without its backslashes, which a shell or JSON wanted',
    read: (text) => text.replace(/\\(.)/gs, '$1'),
  },
];

const PAIRS: readonly Way[] = AROUND.flatMap((around) =>
  WAYS.filter((way) => way !== around).flatMap((way) => [inTurn(around, way), inTurn(way, around)]),
);

function inTurn(first: Way, second: Way): Way {
  return {
    how: `${first.how}, and ${second.how}`,
    read: (text) => {
      const once = first.read(text);
      return once === text ? text : second.read(once);
    },
  };
}

/** The readings that differ from what came and from each other, the simplest first; some fifty at the most. */
export function readingsOf(sent: string): Reading[] {
  if (sent.length > LONGEST) return [];
  const ways = sent.length > LONGEST_OF_PAIRS ? WAYS : [...WAYS, ...PAIRS];
  const readings = new Map<string, Reading>();
  for (const { how, read } of ways) {
    const text = read(sent);
    if (text !== sent && text !== '' && !readings.has(text)) readings.set(text, { text, how });
  }
  return [...readings.values()];
}

/** A clause that says how the text would fit; undefined if nothing simple makes it fit. */
export function nearMiss(sent: string, fits: (text: string) => boolean): string | undefined {
  const reading = readingsOf(sent).find(({ text }) => fits(text));
  return reading && wouldFit(reading);
}

/** The same where the right text is known. It is never printed. */
export function nearMissOf(sent: string, right: string): string | undefined {
  return nearMiss(sent, (text) => text === right) ?? notEncoded(sent, right) ?? misspelling(sent, right);
}

export function wouldFit({ how }: Pick<Reading, 'how'>): string {
  return `it would fit ${how}`;
}

function notEncoded(sent: string, right: string): string | undefined {
  return formDecoded(right) === sent && sent !== right
    ? 'it was sent without encoding: a % of its own must be sent as %25, a + as %2B'
    : undefined;
}

/** How the text differs from the right one, if by its case, its ends or what was cut off. */
export function misspelling(sent: string, right: string): string | undefined {
  if (sent === '' || right === '') return undefined;
  if (sent.toLowerCase() === right.toLowerCase()) return 'only upper and lower case differ, which count';
  if (right.startsWith(sent)) return shortened(right.slice(sent.length), 'end');
  if (right.endsWith(sent)) return shortened(right.slice(0, -sent.length), 'beginning');
  if (sent.startsWith(right))
    return `it fits but for what follows it: ${counted(sent.length - right.length)}`;
  return undefined;
}

/** Characters at which a form or URL that is not encoded ends a value. */
const ENDS = /^[&#;]/;

function shortened(missing: string, where: 'beginning' | 'end'): string | undefined {
  if (where === 'end' && ENDS.test(missing)) {
    return 'it was cut off at an &, # or ;, which must be sent as %26, %23 and %3B';
  }
  return missing.length <= 2 ? `${counted(missing.length)} missing at its ${where}` : undefined;
}

function counted(characters: number): string {
  return characters === 1 ? 'one character' : `${characters} characters`;
}

function urlDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function formDecoded(text: string): string {
  return new URLSearchParams(`v=${text.replaceAll('&', '%26')}`).get('v') ?? '';
}

const ENTITY = /&(?:(amp|lt|gt|quot|apos)|#(\d{1,4})|#x([\da-f]{1,4}));/gi;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function withoutEntities(text: string): string {
  return text.replace(ENTITY, (_all, name?: string, decimal?: string, hex = '') => {
    if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? '';
    return String.fromCharCode(decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal));
  });
}
