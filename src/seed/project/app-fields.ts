/** What both kinds of app write alike: callback URLs, certificates, scopes, names of profiles and permission sets. */
import { SCOPES, type Scope } from '../../org/scopes.ts';
import { readCertificate } from '../certificate.ts';
import { nearestTo } from '../nearest.ts';
import { listField, pieces, textField } from './fields.ts';
import { type Placed, type PlacedFields, placed } from './placed.ts';
import type { Report } from './report.ts';
import type { Element } from './xml.ts';

/** What CI templates and the `replacements` of sfdx-project.json leave in files (model.md 6.1, 5.2). */
const PLACEHOLDER = /\{\{[^{}]*\}\}|\$\{[^{}]*\}|^YOUR[_-]/;

function isPlaceholder(text: string): boolean {
  return PLACEHOLDER.test(text);
}

/** A text that is no placeholder; a placeholder is named in the report and counts as absent. */
export function realText(element: Element | undefined, report: Report): Placed | undefined {
  const text = element?.text ?? '';
  if (!element || !isPlaceholder(text)) return textField(element);
  report.default(
    element.place,
    `${element.name} is the placeholder '${text.slice(0, 60)}': taken as left out`,
  );
  return undefined;
}

/** One URL per line of one element (model.md 1.2). */
export function callbackUrls(element: Element | undefined, report: Report): Placed | undefined {
  if (!element) return undefined;
  const urls = element.lines.flatMap(({ text, place }) => {
    if (!isPlaceholder(text)) return [placed(text, () => place)];
    report.default(place, `callbackUrl has the placeholder '${text.slice(0, 60)}': left out`);
    return [];
  });
  return placed(urls, () => element.place);
}

/** PEM, base64 of DER, or base64 of a whole PEM text. Never a path: a project says nothing about this machine's files. */
export function certificate(element: Element | undefined, report: Report): Placed | undefined {
  const field = realText(element, report);
  if (!element || typeof field?.value !== 'string') return undefined;
  const reading = readCertificate(field.value, undefined);
  if ('pem' in reading) return { ...field, value: reading.pem };
  report.problem(element.place, `${element.name} ${reading.complaint}`);
  return undefined;
}

const SCOPE_BY_METADATA_NAME = new Map(
  (Object.keys(SCOPES) as Scope[]).flatMap((scope) =>
    SCOPES[scope].metadata.map((name): [string, Scope] => [name, scope]),
  ),
);

/** Metadata names, spelled exactly, become OAuth names. */
export function scopes(
  names: readonly Placed[],
  holder: Element | undefined,
  report: Report,
): Placed | undefined {
  const known = names.flatMap((name): Placed[] => {
    const text = String(name.value);
    const scope = SCOPE_BY_METADATA_NAME.get(text);
    if (scope !== undefined) return [{ ...name, value: scope }];
    const nearest = nearestScope(text);
    report.problem(
      name.at('value'),
      `scope '${text}' is not one of the Metadata API${nearest ? `: did you mean '${nearest}'?` : ''}`,
    );
    return [];
  });
  return listField(known, holder);
}

/** `ID` means Basic, `ChatbotApi` Chatbot. */
function nearestScope(text: string): string | undefined {
  const oauthName = (Object.keys(SCOPES) as Scope[]).find((scope) => scope === text.toLowerCase());
  return oauthName ? SCOPES[oauthName].metadata[0] : nearestTo(text, [...SCOPE_BY_METADATA_NAME.keys()]);
}

/** Names, labels or both mixed; ids are of the org they came from, and mean nothing here. */
export function recordNames(
  names: readonly Placed[],
  holder: Element | undefined,
  report: Report,
): Placed | undefined {
  const usable = names.filter(({ value, at }) => {
    const text = String(value);
    if (/^(?:0PS|00e)[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/.test(text)) {
      report.problem(at('value'), `'${text}' is the id of a record of some other org: write its name`);
      return false;
    }
    if (!isPlaceholder(text)) return true;
    report.default(at('value'), `'${text.slice(0, 60)}' is a placeholder: left out`);
    return false;
  });
  return listField(usable, holder);
}

/** @param names of the elements that hold the first and the last address */
export function ipRanges(
  ranges: readonly Element[],
  [start, end]: readonly [string, string],
): Placed | undefined {
  const items = ranges.map((range) =>
    placed({ start: textField(range.child(start)), end: textField(range.child(end)) }, () => range.place),
  );
  return listField(items, ranges[0]);
}

/** Custom attributes: a mapping of key to formula; of equal keys the last counts. */
export function attributes(elements: readonly Element[]): Placed | undefined {
  const [first] = elements;
  const entries = elements.flatMap((element) => {
    const key = element.textOf('key');
    const formula = textField(element.child('formula'));
    return key && formula ? [[key, formula] as const] : [];
  });
  return first && entries.length > 0 ? placed(Object.fromEntries(entries), () => first.place) : undefined;
}

/** A mapping of those fields that are there; undefined when none is. */
export function mapping(fields: PlacedFields, holder: Element | undefined): Placed | undefined {
  return holder && Object.values(fields).some((field) => field !== undefined)
    ? placed(fields, () => holder.place)
    : undefined;
}

/** `idTokenAudience` and its like: several values in one text. */
export function audiences(element: Element | undefined): Placed | undefined {
  return listField(pieces(element, /[\s,;]+/), element);
}
