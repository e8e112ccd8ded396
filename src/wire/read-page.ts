/** Reads pages of ours as a browser does, as far as it takes to fill in their forms. */

/** A field or a button of a form. */
export interface Input {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

export function inputsOf(html: string): Input[] {
  return (html.match(/<input\s[^<>]*>/g) ?? []).map((tag) => ({
    id: attribute(tag, 'id'),
    name: attribute(tag, 'name'),
    type: attribute(tag, 'type'),
    value: attribute(tag, 'value'),
  }));
}

/** Where the only form of a page is sent. */
export function formAction(html: string): string {
  return attribute(/<form[^<>]*>/.exec(html)?.[0] ?? '', 'action');
}

function attribute(tag: string, name: string): string {
  return unescapeHtml(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

function unescapeHtml(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_entity, name: string) => ENTITIES[name] ?? '');
}

/** The URL to which Salesforce's page redirects by script. */
export function scriptedLocation(html: string): string | undefined {
  const quoted = /window\.location\.replace\('([^']*)'\)/.exec(html)?.[1];
  return quoted?.replace(/\\x([0-9A-F]{2})/g, (_escape, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

export function titleOf(html: string): string {
  return unescapeHtml(/<title>([^<]*)<\/title>/.exec(html)?.[1] ?? '');
}
