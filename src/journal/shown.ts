/**
 * What may be shown of a text that somebody sent: of a long one its beginning, its length and a fingerprint; of secrets that
 * are known by what they look like a fingerprint alone.
 */
import { hash } from 'node:crypto';
import { isRecord } from '../wire/json.ts';

/** Characters of one value. */
export const LONGEST_VALUE = 1_024;
/** Characters of a sentence or URL, which may have several values in it. */
export const LONGEST_TEXT = 4_096;

/** Equal secrets have equal fingerprints. */
export function fingerprint(secret: string): string {
  return `sha256:${hash('sha256', secret).slice(0, 12)}`;
}

export function shown(text: string, longest = LONGEST_VALUE): string {
  if (text.length <= longest) return text;
  return `${text.slice(0, longest).toWellFormed()}… (${text.length} characters, ${fingerprint(text)})`;
}

/**
 * Makes a function that copies the values of a check. The copy has long texts shortened, so that sentences made of them keep
 * their ends, and fingerprints in the place of secrets, so that no secret chooses which words of a sentence are left out. A text
 * that several values have is shortened once.
 *
 * @param hide what else is hidden in a text
 */
export function shortener(
  secrets: Iterable<string>,
  hide: (text: string) => string,
): <Values>(values: Values) => Values {
  const known = new Map<string, string>();
  for (const secret of secrets) known.set(secret, fingerprint(secret));
  const tell = (text: string): string => {
    const told = known.get(text) ?? hide(shown(text));
    known.set(text, told);
    return told;
  };
  return <Values>(values: Values) => toldValue(values, tell) as Values;
}

function toldValue(value: unknown, tell: (text: string) => string): unknown {
  if (typeof value === 'string') return tell(value);
  if (Array.isArray(value)) return value.map((item) => toldValue(item, tell));
  if (!isRecord(value) || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    // A near miss is a clause of ours, which repeats nothing that was sent.
    Object.entries(value).map(([name, member]) => [
      name,
      name === 'nearMiss' ? member : toldValue(member, tell),
    ]),
  );
}

/** Every secret below contains one of these. Looking for them first is much quicker: each begins with a rare letter. */
const MARKS = ['!A', '21A', 'Aep861', 'Prx', 'yJ', 'PHNhbW', 'PD94bW', 'PRIVATE KEY'];

/**
 * Access tokens and session ids, refresh tokens, codes (token.md 2, authorize.md 4.3), JWTs and JWEs, SAML documents in
 * base64, private keys; also where `!` is escaped for a URL and where a token is cut short, which the exact forms of
 * world/token-codec.ts do not match. None goes beyond the end of a JSON string. What begins as one of
 * them is read to its end in any case, so that the time is linear.
 */
const SECRETS = new RegExp(
  [
    String.raw`00D\w{12,15}(?:!|%(?:25)*21)A[\w.]{7,}`,
    String.raw`5Aep861[\w.]{16,}`,
    String.raw`aPrx[\w.]{16,}(?:={1,2}|(?:%(?:25)*3D){1,2})?`,
    String.raw`eyJ[\w-]*(?:\.[\w-]*)*`,
    String.raw`(?:PHNhbW|PD94bW)[\w+/-]{16,}={0,2}`,
    String.raw`-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----(?:[^"\\]|\\[nr])*`,
  ].join('|'),
  'g',
);

/** A text or a JSON document with what looks like a secret as fingerprints. */
export function withoutSecrets(text: string): string {
  if (!MARKS.some((mark) => text.includes(mark))) return text;
  return text.replace(SECRETS, (found) => (isHarmless(found) ? found : fingerprint(found)));
}

/** JSON in base64, as many a `state` has it, begins as a JWT does. */
function isHarmless(found: string): boolean {
  return found.startsWith('eyJ') && !/\.[\w-]+/.test(found);
}
