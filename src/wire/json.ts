/** JSON as Salesforce writes it: compact, or Jackson's pretty form for `X-PrettyPrint: 1` (identity-and-resources.md 0.1). */

/** @param pretty whether the request carried `X-PrettyPrint: 1` */
export function json(value: unknown, pretty = false): string {
  return pretty ? prettyJson(value, '') : JSON.stringify(value);
}

function prettyJson(value: unknown, indent: string): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return '[ ]';
    return `[ ${value.map((item) => prettyJson(item ?? null, indent)).join(', ')} ]`;
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    if (members.length === 0) return '{ }';
    const inner = `${indent}  `;
    const lines = members.map(
      ([key, member]) => `${inner}${JSON.stringify(key)} : ${prettyJson(member, inner)}`,
    );
    return `{\n${lines.join(',\n')}\n${indent}}`;
  }
  return JSON.stringify(value);
}

/** Undefined for a text that is no JSON object. */
export function readJsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
