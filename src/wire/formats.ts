/** The forms of an OAuth answer: JSON, or XML or urlencoded on request (token.md 1.9). */
import type { IncomingHttpHeaders } from 'node:http';
import { type FormParameters, writeQuery } from './form.ts';
import { JSON_TYPE } from './headers.ts';
import { isPretty, json } from './json.ts';
import { xmlElement } from './xml.ts';

export type Format = 'json' | 'xml' | 'urlencoded';

/** `format` wins over `Accept`; anything else, `*` + `/*` included, is JSON. */
export function requestedFormat(parameters: FormParameters, accept: string | undefined): Format {
  const asked = parameters.get('format');
  if (asked === 'json' || asked === 'xml' || asked === 'urlencoded') return asked;
  for (const range of accept?.split(',') ?? []) {
    const type = range.split(';')[0]?.trim().toLowerCase();
    if (type === 'application/xml') return 'xml';
    if (type === 'application/x-www-form-urlencoded') return 'urlencoded';
    if (type === 'application/json' || type === '*/*') return 'json';
  }
  return 'json';
}

/** A flat object in the form that the request asks for. The XML root `OAuth` is recalled, not observed. */
export function writeAnswer(
  members: Readonly<Record<string, unknown>>,
  { parameters, headers }: { readonly parameters: FormParameters; readonly headers: IncomingHttpHeaders },
): { contentType: string; body: string } {
  const format = requestedFormat(parameters, headers.accept);
  if (format === 'xml') {
    return {
      contentType: 'application/xml;charset=UTF-8',
      body: `<?xml version="1.0" encoding="UTF-8"?>${xmlElement('OAuth', members)}`,
    };
  }
  if (format === 'urlencoded') {
    const words = Object.fromEntries(Object.entries(members).map(([name, value]) => [name, String(value)]));
    return { contentType: 'application/x-www-form-urlencoded;charset=UTF-8', body: writeQuery(words) };
  }
  return { contentType: JSON_TYPE, body: json(members, isPretty(headers)) };
}
