/** Visits the inspector as a browser without JavaScript does. */
import type { Fauxforce } from '../../src/testing/index.ts';

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  /** What a reader sees of the page: no tags, no escapes, one space between words. */
  readonly text: string;
  readonly location: string | null;
}

/** @param path below `/_fauxforce/console` */
export async function visit(
  { url }: Pick<Fauxforce, 'url'>,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answered> {
  return answered(await fetch(`${url}/_fauxforce/console${path}`, { headers, redirect: 'manual' }));
}

/** Sends a form as a page of ours does. */
export async function submit(
  { url }: Pick<Fauxforce, 'url'>,
  path: string,
  form: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answered> {
  return answered(
    await fetch(`${url}/_fauxforce/console${path}`, {
      method: 'POST',
      headers: { origin: url, ...headers },
      body: new URLSearchParams(form),
      redirect: 'manual',
    }),
  );
}

async function answered(answer: Response): Promise<Answered> {
  const html = await answer.text();
  const { status, headers } = answer;
  return { status, headers, html, text: textOf(html), location: headers.get('location') };
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

function textOf(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/&(amp|lt|gt|quot|#39);/g, (_whole, name: string) => ENTITIES[name] ?? '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
