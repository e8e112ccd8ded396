/** JSON as Salesforce writes it: compact, or Jackson's pretty form for `X-PrettyPrint: 1` (identity-and-resources.md 0.1). */
import type { IncomingHttpHeaders } from 'node:http';
import { JSON_TYPE } from './headers.ts';

/** What an answer is put on, and the request that it answers; Fastify's reply is one. */
export interface JsonReply<Self> {
  readonly request: { readonly headers: IncomingHttpHeaders };
  type(contentType: string): Self;
  send(body: string): Self;
}

/** In the form that the request asks for. */
export function sendJson<Reply extends JsonReply<Reply>>(reply: Reply, value: unknown): Reply {
  return reply.type(JSON_TYPE).send(json(value, isPretty(reply.request.headers)));
}

export function isPretty(headers: IncomingHttpHeaders): boolean {
  return headers['x-prettyprint'] === '1';
}

export function json(value: unknown, pretty = false): string {
  return pretty ? prettyJson(value, '') : JSON.stringify(value);
}

/** Both are in every Node that is supported, and not yet in TypeScript's library. */
const { rawJSON, isRawJSON } = JSON as unknown as {
  rawJSON(text: string): unknown;
  isRawJSON(value: unknown): boolean;
};

/** A number that is no int, as Java writes it: `23.0`, and `5.6E8` from ten millions on and below a thousandth (rest-data.md 2.7). */
export function decimal(value: number): unknown {
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-3 && size < 1e7)) {
    const plain = String(value);
    return rawJSON(plain.includes('.') ? plain : `${plain}.0`);
  }
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return rawJSON(`${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`);
}

function prettyJson(value: unknown, indent: string): string {
  if (isRawJSON(value)) return JSON.stringify(value);
  if (Array.isArray(value)) {
    if (value.length === 0) return '[ ]';
    return `[ ${value.map((item) => prettyJson(item ?? null, indent)).join(', ')} ]`;
  }
  if (isRecord(value)) {
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

/** Characters of a value that a sentence shows. */
const LONGEST_WORD = 300;

/** Any JSON value as a word of a sentence: a text as it is, anything else as JSON. Never throws, and never makes the sentence long. */
export function asWord(value: unknown): string {
  return typeof value === 'string' ? shortened(value) : asJson(value);
}

/** The same with quotation marks around a text. */
export function asJson(value: unknown): string {
  try {
    return shortened(JSON.stringify(value) ?? String(value));
  } catch {
    return 'a value that is nested too deeply to be shown';
  }
}

/** How a text stands in a JSON text, between its quotation marks. */
export function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function shortened(text: string): string {
  return text.length > LONGEST_WORD ? `${text.slice(0, LONGEST_WORD)}…` : text;
}

/** A text whole, anything else as JSON: the `toString` of an object that somebody sent may be anything. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : asWord(value);
}

/** Whether a value is an object with members: no list, and not null. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Undefined for a text that is no JSON object. */
export function readJsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
