/**
 * The parameters of an operation: by their local names, in any namespace, else by their place. Shipping clients call them otherwise than
 * the WSDL does, or not at all (soap-data.md 2).
 */
import { elementsOf } from '../wire/read-xml.ts';
import { textOf } from './envelope.ts';

export class Parameters {
  readonly #names: readonly string[];
  readonly #children: readonly Element[];

  /** @param names in the order of the WSDL; only the last may be a list */
  constructor(operation: Element, names: readonly string[]) {
    this.#names = names;
    this.#children = elementsOf(operation);
  }

  /** Empty where it was not sent. */
  text(name: string): string {
    return textOf(this.#named(name)[0] ?? this.#placed(name)[0]);
  }

  /** All texts of a list. */
  texts(name: string): string[] {
    return this.elements(name).map(textOf);
  }

  /** All elements of a list. */
  elements(name: string): readonly Element[] {
    const named = this.#named(name);
    return named.length > 0 ? named : this.#placed(name);
  }

  #named(name: string): Element[] {
    return this.#children.filter(({ localName }) => localName === name);
  }

  /** From its place on, but for those that are another parameter by name. */
  #placed(name: string): Element[] {
    return this.#children
      .slice(this.#names.indexOf(name))
      .filter(({ localName }) => !this.#names.includes(localName ?? ''));
  }
}
