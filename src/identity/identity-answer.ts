/** The identity URL's answer in the form that was asked for: JSON, XML, urlencoded or JSONP (identity-and-resources.md 3.2). */
import { type FormParameters, writePairs } from '../wire/form.ts';
import { type Format, requestedFormat } from '../wire/formats.ts';
import { JSON_TYPE } from '../wire/headers.ts';
import { isRecord, json } from '../wire/json.ts';
import { xmlElement } from '../wire/xml.ts';

export type IdentityFormat = Format | 'jsonp';

/** Salesforce's current text wants `format=jsonp`; older pages say that `callback` alone is enough, which is not so. */
export function identityFormat(parameters: FormParameters, accept: string | undefined): IdentityFormat {
  return parameters.get('format') === 'jsonp' ? 'jsonp' : requestedFormat(parameters, accept);
}

/** A function that JSONP may call: names joined by dots. */
export function isCallbackName(text: string): boolean {
  return /^[A-Za-z_$][\w$]{0,99}(?:\.[A-Za-z_$][\w$]{0,99}){0,9}$/.test(text);
}

/** @param callback for JSONP: a checked name */
export function writeIdentity(
  document: Readonly<Record<string, unknown>>,
  format: IdentityFormat,
  callback: string,
  pretty: boolean,
): { contentType: string; body: string } {
  switch (format) {
    case 'json':
      return { contentType: JSON_TYPE, body: json(document, pretty) };
    case 'jsonp':
      return { contentType: 'application/javascript', body: `${callback}(${json(document)});` };
    case 'xml': {
      const user = xmlElement('user', document, ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"');
      return {
        contentType: 'application/xml;charset=UTF-8',
        body: `<?xml version="1.0" encoding="UTF-8"?>${user}`,
      };
    }
    case 'urlencoded':
      return {
        contentType: 'application/x-www-form-urlencoded;charset=UTF-8',
        body: writePairs(pairsOf(document)),
      };
  }
}

/** Members of members get dotted names, and a name comes once for each value that it has: no sample of the real form was found. */
function pairsOf(members: Readonly<Record<string, unknown>>, prefix = ''): [string, string][] {
  return Object.entries(members).flatMap(([name, value]) =>
    [value].flat().flatMap((one): [string, string][] => {
      if (one === undefined) return [];
      return isRecord(one) ? pairsOf(one, `${prefix}${name}.`) : [[prefix + name, String(one ?? '')]];
    }),
  );
}
