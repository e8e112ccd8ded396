/** XML as Salesforce writes it: one line, no namespace prefixes, nested objects as nested elements. */

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}

/** Null becomes `<name xsi:nil="true"/>`, an object its members; undefined is left out. */
export function xmlElement(name: string, value: unknown, attributes = ''): string {
  if (value === undefined) return '';
  if (value === null) return `<${name} xsi:nil="true"/>`;
  const content =
    typeof value === 'object'
      ? Object.entries(value)
          .map(([member, inner]) => xmlElement(member, inner))
          .join('')
      : escapeXml(String(value));
  return `<${name}${attributes}>${content}</${name}>`;
}
