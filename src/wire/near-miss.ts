/** How a text that does not fit was mangled on its way: encodings are the commonest cause of refusals in public reports. */

/** What a sender may have meant, and how that differs from what came: the end of a sentence that says it would fit. */
export interface Reading {
  readonly text: string;
  readonly how: string;
}

/** Of what is read anew: assertions are the longest. */
const LONGEST = 32_768;

/** The readings that differ from what came; eight at the most. */
export function readingsOf(sent: string): Reading[] {
  if (sent.length > LONGEST) return [];
  const readings: Reading[] = [
    { text: sent.trim(), how: 'without the white space around it' },
    { text: sent.replace(/\s/g, ''), how: 'without the white space in it' },
    { text: sent.replaceAll(' ', '+'), how: 'with + for its spaces: a form must send + as %2B' },
    { text: urlDecoded(sent), how: 'URL-decoded once more: it was encoded twice' },
    { text: sent.replaceAll('+', ' '), how: 'with spaces for its +: it was form-encoded twice' },
    {
      text: encodeURIComponent(sent.toWellFormed()),
      how: 'URL-encoded once more: a % of its own must be sent as %25',
    },
    { text: sent.replaceAll('&amp;', '&'), how: 'with & for &amp;: it went through HTML' },
    { text: sent.replace(/^(["'])(.*)\1$/s, '$2'), how: 'without the quotation marks around it' },
  ];
  return readings.filter(({ text }) => text !== sent && text !== '');
}

/** A clause that says how the text would fit; undefined if nothing simple makes it fit. */
export function nearMiss(sent: string, fits: (text: string) => boolean): string | undefined {
  const reading = readingsOf(sent).find(({ text }) => fits(text));
  return reading && wouldFit(reading);
}

/** The same where the right text is known. It is never printed. */
export function nearMissOf(sent: string, right: string): string | undefined {
  return nearMiss(sent, (text) => text === right) ?? misspelling(sent, right);
}

export function wouldFit({ how }: Pick<Reading, 'how'>): string {
  return `it would fit ${how}`;
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
