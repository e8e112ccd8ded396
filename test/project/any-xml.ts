/** Arbitrary XML of elements that are known: each there or not, right or wrong. */
import fc from 'fast-check';

export const flag = fc.constantFrom('true', 'true', 'false', 'perhaps');

type Elements = Readonly<Record<string, fc.Arbitrary<string>>>;

/** Any of the elements, each with any of its values. */
export const someOf = (elements: Elements) =>
  fc
    .record(elements, { requiredKeys: [] })
    .map((chosen) => xml(Object.entries(chosen).map(([name, text = '']) => [name, text])));

export function xml(fields: readonly (readonly [string, string])[]): string {
  return fields.map(([name, text]) => element(name, escaped(text))).join('\n');
}

export function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

export const flags = (...names: readonly string[]): Elements =>
  Object.fromEntries(names.map((name) => [name, flag]));
export const holder = (name: string, content: fc.Arbitrary<string>) =>
  content.map((inner) => element(name, inner));
export const listOf = (name: string, content: fc.Arbitrary<string>, maxLength = 2) =>
  fc.array(holder(name, content), { maxLength }).map((items) => items.join('\n'));
export const escapedWords = (values: fc.Arbitrary<string>) => values.map(escaped);
export const all = (...parts: readonly fc.Arbitrary<string>[]) =>
  fc.tuple(...parts).map((texts) => texts.join('\n'));
export const maybe = (content: fc.Arbitrary<string>) => fc.option(content, { nil: '' });
export const pieces = (values: fc.Arbitrary<string>) =>
  fc.array(values, { maxLength: 3 }).map((items) => items.join(', '));
