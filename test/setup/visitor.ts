/** A browser without JavaScript at the pages of Setup: keeps its session, sends forms as they stand but for what is changed. */
import type { Fauxforce } from '../../src/testing/index.ts';

export interface Shown {
  readonly status: number;
  readonly url: string;
  readonly html: string;
  readonly headers: Headers;
  /** The text alone, its spaces as one. */
  readonly text: string;
}

export type Filled = Readonly<Record<string, string | readonly string[] | Blob | null>>;

export class SetupVisitor {
  readonly #url: string;
  #cookies = new Map<string, string>();

  private constructor(url: string) {
    this.#url = url;
  }

  static async logIn({ url }: Pick<Fauxforce, 'url'>, username = 'ada@acme.example'): Promise<SetupVisitor> {
    const visitor = new SetupVisitor(url);
    const answer = await visitor.fetch('/', {
      method: 'POST',
      body: new URLSearchParams({ un: username, pw: 'correct-horse' }),
    });
    if (answer.status !== 302) throw new Error(`${username} could not log in: ${answer.status}`);
    return visitor;
  }

  /** One request, without following redirects. */
  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(init.headers as Record<string, string>), cookie };
    const answer = await fetch(new URL(path, this.#url), { ...init, headers, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.#cookies.set(name, value);
    }
    return answer;
  }

  async open(path: string, init: RequestInit = {}): Promise<Shown> {
    let at = path;
    let answer = await this.fetch(at, init);
    for (let hops = 0; answer.status === 302 && hops < 10; hops++) {
      at = answer.headers.get('location') ?? '';
      answer = await this.fetch(at);
    }
    const html = await answer.text();
    return {
      status: answer.status,
      url: new URL(at, this.#url).href,
      html,
      headers: answer.headers,
      text: textOf(html),
    };
  }

  /** Sends the form of a page. @param changes values by name; null leaves one out, as a box that is cleared is */
  async send(page: Pick<Shown, 'html'>, changes: Filled = {}): Promise<Shown> {
    const { action, body } = formOf(page.html, 'editPage', changes);
    return this.open(action, { method: 'POST', body });
  }

  /** Presses a button that is a form of its own. @param label with the words that only a screen reader says */
  async press(page: Pick<Shown, 'html'>, label: string): Promise<Shown> {
    const forms = page.html.match(/<form method="post"[\s\S]*?<\/form>/g) ?? [];
    const form = forms.find((one) => labelOf(one) === label);
    if (!form) throw new Error(`no button ${label} in: ${forms.map(textOf).join(', ')}`);
    const name = NAMED_BUTTON.exec(form)?.[1];
    const { action, body } = readForm(form, name === undefined ? {} : { [name]: label });
    return this.open(action, { method: 'POST', body: new URLSearchParams(body as never) });
  }
}

/** A button that sends its own name. */
const NAMED_BUTTON = /<input class="button" type="submit" name="([^"]*)" value="([^"]*)"/;

function labelOf(form: string): string {
  return NAMED_BUTTON.exec(form)?.[2] ?? textOf(/<button[\s\S]*<\/button>/.exec(form)?.[0] ?? '');
}

function textOf(html: string): string {
  const body = html.replace(/<(style|script)[\s\S]*?<\/\1>/g, '');
  return plainOf(
    body
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  );
}

function plainOf(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

function formOf(html: string, id: string, changes: Filled): { action: string; body: FormData } {
  const form = new RegExp(`<form id="${id}"[\\s\\S]*?</form>`).exec(html)?.[0];
  if (!form) throw new Error(`no form ${id} in: ${textOf(html)}`);
  return readForm(form, changes);
}

function readForm(form: string, changes: Filled): { action: string; body: FormData } {
  const body = new FormData();
  for (const [name, value] of controlsOf(form)) if (!Object.hasOwn(changes, name)) body.append(name, value);
  for (const [name, value] of Object.entries(changes)) {
    if (value instanceof Blob) body.append(name, value, 'file.crt');
    else for (const one of value === null ? [] : [value].flat()) body.append(name, one);
  }
  return { action: plainOf(/action="([^"]*)"/.exec(form)?.[1] ?? ''), body };
}

/** What a browser would send of a form that nobody touched. */
function* controlsOf(form: string): Generator<[name: string, value: string]> {
  for (const [tag] of form.matchAll(
    /<input\b[^>]*>|<select\b[\s\S]*?<\/select>|<textarea\b[\s\S]*?<\/textarea>/g,
  )) {
    const name = attribute(tag, 'name');
    if (name === undefined || tag.includes(' disabled')) continue;
    if (tag.startsWith('<textarea')) yield [name, plainOf(/>\n?([\s\S]*)<\/textarea>/.exec(tag)?.[1] ?? '')];
    else if (tag.startsWith('<select')) {
      const chosen = /<option value="([^"]*)" selected>/.exec(tag) ?? /<option value="([^"]*)"/.exec(tag);
      if (!tag.includes(' multiple') && chosen) yield [name, plainOf(chosen[1] ?? '')];
    } else if (!['checkbox', 'radio'].includes(attribute(tag, 'type') ?? '') || tag.includes(' checked')) {
      if (!['submit', 'file'].includes(attribute(tag, 'type') ?? ''))
        yield [name, attribute(tag, 'value') ?? ''];
    }
  }
}

function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];
  return found === undefined ? undefined : plainOf(found);
}
