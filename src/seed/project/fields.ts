/** Elements -> the fields of a seed. A value of a wrong type is passed on as text, and the schema reports it. */
import { didYouMean } from '../../ground/nearest.ts';
import { type Located, located } from './located.ts';
import type { Report } from './report.ts';
import type { Element } from './xml.ts';

/** The text of an element; undefined when it is absent or empty. */
export function textField(element: Element | undefined): Located | undefined {
  const text = element?.text;
  return element && text ? located(text, element.at) : undefined;
}

export function flagField(element: Element | undefined): Located | undefined {
  const text = element?.text;
  if (!element || !text) return undefined;
  const flag = text === 'true' || text === '1' ? true : text === 'false' || text === '0' ? false : text;
  return located(flag, element.at);
}

export function numberField(element: Element | undefined): Located | undefined {
  const text = element?.text;
  return element && text ? located(/^-?\d{1,9}$/.test(text) ? Number(text) : text, element.at) : undefined;
}

/** The texts of the elements that are not empty. */
export function textList(elements: readonly Element[]): Located[] {
  return elements.flatMap((element) => textField(element) ?? []);
}

/** Splits a text, and removes white space and empty pieces. */
export function piecesOf(element: Element | undefined, separator: RegExp): Located[] {
  if (!element) return [];
  return element.text
    .split(separator)
    .map((piece) => piece.trim())
    .filter(Boolean)
    .map((piece) => located(piece, element.at));
}

/** A list field; undefined when the element that would hold it is absent. */
export function listField(items: readonly Located[], holder: Element | undefined): Located | undefined {
  return items.length > 0 && holder ? located(items, holder.at) : undefined;
}

/**
 * The value, as the seed spells it. Case does not count.
 *
 * @param choices the seed's spelling by the Metadata API's
 */
export function choiceField<Value extends string | boolean | number>(
  element: Element | undefined,
  choices: Readonly<Record<string, Value>>,
  report: Report,
): Located | undefined {
  const text = element?.text;
  if (!element || !text) return undefined;
  const found = Object.entries(choices).find(([name]) => name.toLowerCase() === text.toLowerCase());
  if (found) return located(found[1], element.at);
  report.problem(element.place, `${element.name} is '${text}'${choiceHint(text, Object.keys(choices))}`);
  return undefined;
}

/** The end of a sentence about an unknown value: the nearest choice or the one with the same beginning; otherwise all choices. */
export function choiceHint(text: string, choices: readonly string[]): string {
  const near = didYouMean(text, choices);
  const longer = choices.find((choice) => choice.toLowerCase().startsWith(text.toLowerCase()));
  return near || (longer ? `: did you mean '${longer}'?` : `: it must be one of ${choices.join(', ')}`);
}

/** Whether the element says true; `initially` if it is absent or empty. */
export function isOn(element: Element | undefined, initially: boolean): boolean {
  const text = element?.text;
  return text ? text === 'true' || text === '1' : initially;
}
