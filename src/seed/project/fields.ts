/** Elements -> the fields of a seed. What is not of its type is passed on as text: the schema says what is wrong with it. */
import { didYouMean } from '../../ground/nearest.ts';
import { type Located, located } from './located.ts';
import type { Report } from './report.ts';
import type { Element } from './xml.ts';

/** Undefined when the element is absent or empty. */
export function textField(element: Element | undefined): Located | undefined {
  const text = element?.text;
  return element && text ? located(text, () => element.place) : undefined;
}

export function flagField(element: Element | undefined): Located | undefined {
  const text = element?.text;
  if (!element || !text) return undefined;
  const flag = text === 'true' || text === '1' ? true : text === 'false' || text === '0' ? false : text;
  return located(flag, () => element.place);
}

export function numberField(element: Element | undefined): Located | undefined {
  const text = element?.text;
  return element && text
    ? located(/^-?\d{1,9}$/.test(text) ? Number(text) : text, () => element.place)
    : undefined;
}

/** The non-empty ones, a text each. */
export function textList(elements: readonly Element[]): Located[] {
  return elements.flatMap((element) => textField(element) ?? []);
}

/** The pieces of one text, without white space around them and without empty ones. */
export function pieces(element: Element | undefined, separator: RegExp): Located[] {
  if (!element) return [];
  return element.text
    .split(separator)
    .map((piece) => piece.trim())
    .filter(Boolean)
    .map((piece) => located(piece, () => element.place));
}

/** A list field; undefined when the element that would hold it is absent. */
export function listField(items: readonly Located[], holder: Element | undefined): Located | undefined {
  return items.length > 0 && holder ? located(items, () => holder.place) : undefined;
}

/**
 * One of the values that the Metadata API knows, as the seed spells it. Case does not count.
 *
 * @param choices by the Metadata API's spelling
 */
export function choiceField<Value extends string | boolean | number>(
  element: Element | undefined,
  choices: Readonly<Record<string, Value>>,
  report: Report,
): Located | undefined {
  const text = element?.text;
  if (!element || !text) return undefined;
  const found = Object.entries(choices).find(([name]) => name.toLowerCase() === text.toLowerCase());
  if (found) return located(found[1], () => element.place);
  report.problem(element.place, `${element.name} is '${text}'${choiceHint(text, Object.keys(choices))}`);
  return undefined;
}

/** The end of a sentence that names a value: the choice that is near to it or begins like it, or all of them. */
export function choiceHint(text: string, choices: readonly string[]): string {
  const near = didYouMean(text, choices);
  const longer = choices.find((choice) => choice.toLowerCase().startsWith(text.toLowerCase()));
  return near || (longer ? `: did you mean '${longer}'?` : `: it must be one of ${choices.join(', ')}`);
}

/** True unless the element says false. */
export function isOn(element: Element | undefined, initially: boolean): boolean {
  const text = element?.text;
  return text ? text === 'true' || text === '1' : initially;
}
