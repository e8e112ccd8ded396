/** XML as Salesforce writes it: one line, no namespace prefixes, nested objects as nested elements. */

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}

/** What XML 1.0 has no way to write (2.2). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are meant
const NO_CHARACTERS = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

/** Of XML 1.0 (2.3), without the colon, which sets off a prefix. */
const NAME_START =
  'A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}\\u{200D}\\u{2070}-\\u{218F}' +
  '\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}';
const NAME_PART = `${NAME_START}\\-.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}-\\u{2040}`;
/** What looks like the escape of a character has its underscore escaped. */
const NO_NAME = new RegExp(`^[^${NAME_START}]|[^${NAME_PART}]|_(?=x[0-9A-Fa-f]{4,8}_)`, 'gu');

/** As ISO 9075-14 makes XML names of others: `1st` becomes `_x0031_st`. How Salesforce does it is not known. */
function elementName(key: string): string {
  return key.replace(NO_NAME, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `_x${code.toString(16).toUpperCase().padStart(4, '0')}_`;
  });
}

/** A value as the text of an element or attribute; what XML cannot write is replaced. */
export function xmlText(value: string | number | boolean): string {
  return escapeXml(String(value).toWellFormed().replace(NO_CHARACTERS, '\uFFFD'));
}

/** Null becomes `<name xsi:nil="true"/>`, an object its members, an array an element for each of its items; undefined is left out. */
export function xmlElement(key: string, value: unknown, attributes = ''): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map((item) => xmlElement(key, item, attributes)).join('');
  const name = elementName(key);
  if (value === null) return `<${name} xsi:nil="true"/>`;
  const content =
    typeof value === 'object'
      ? Object.entries(value)
          .map(([member, inner]) => xmlElement(member, inner))
          .join('')
      : xmlText(String(value));
  return `<${name}${attributes}>${content}</${name}>`;
}
