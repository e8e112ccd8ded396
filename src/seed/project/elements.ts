/** Checks an element against the table of its type: usable children are kept, and every other child is reported. */
import { nearestTo } from '../../ground/nearest.ts';
import { isPlaceholder } from './placeholder.ts';
import type { Report } from './report.ts';
import type { Element } from './xml.ts';

/** What the check does with an element. */
export interface Known {
  /** The element may be repeated. */
  readonly isList?: true;
  /** The text holds several values: a placeholder is looked for in each, later. */
  readonly hasPieces?: true;
  /** The elements inside; undefined for an element that holds text. */
  readonly inner?: Elements;
  /** Why fauxforce ignores an element on which Salesforce acts. */
  readonly isIgnored?: string;
  /** Like isIgnored, for an element that most files have: reported once for all files of the type. */
  readonly isToldOnce?: string;
}

export type Elements = Readonly<Record<string, Known>>;

/** The element, reduced to the children that can be used. */
export function usable(root: Element, known: Elements, report: Report): Element {
  return new Check(root.name, report).usable(root, known);
}

class Check {
  readonly #type: string;
  readonly #report: Report;
  readonly #nearestOf = new Map<string, string | undefined>();

  constructor(type: string, report: Report) {
    this.#type = type;
    this.#report = report;
  }

  usable(element: Element, known: Elements): Element {
    const seen = new Set<string>();
    const children = element.children.flatMap((child) => {
      const facts = Object.hasOwn(known, child.name) ? known[child.name] : undefined;
      if (!facts) this.#tellUnknown(child, element, known);
      else if (!facts.isList && seen.has(child.name)) this.#tellRepeated(child, element, facts);
      else return this.#usableChild(child, facts, seen);
      return [];
    });
    return element.withChildren(children);
  }

  #usableChild(child: Element, facts: Known, seen: Set<string>): Element[] {
    seen.add(child.name);
    if (facts.isToldOnce !== undefined)
      this.#report.skipTogether(child.place, this.#type, child.name, facts.isToldOnce);
    else if (facts.isIgnored !== undefined) this.#tellIgnored(child, facts.isIgnored);
    else if (facts.inner) return [this.usable(child, facts.inner)];
    else if (child.children.length > 0)
      this.#report.problem(child.place, `${child.name} must be text, and holds an element: left out`);
    else if (!facts.hasPieces && isPlaceholder(child.text)) this.#report.placeholder(child.place, child);
    else return [child];
    return [];
  }

  /**
   * A name close to a known element is reported as a typing error; any other name may be from a newer version of the Metadata
   * API.
   */
  #tellUnknown({ name, place }: Element, { name: parent }: Element, known: Elements): void {
    const nearest = this.#nearest(name, parent, known);
    if (nearest)
      this.#report.problem(place, `${parent} has no element '${name}': did you mean '${nearest}'?`);
    else this.#report.skipOnce(place, `${parent} has no element '${name}' that is known here`);
  }

  /** Remembered, because a file may repeat the same wrong name many times. */
  #nearest(name: string, parent: string, known: Elements): string | undefined {
    const key = `${parent}/${name}`;
    if (!this.#nearestOf.has(key)) this.#nearestOf.set(key, nearestTo(name, Object.keys(known)));
    return this.#nearestOf.get(key);
  }

  #tellRepeated({ name, place }: Element, { name: parent }: Element, { hasPieces }: Known): void {
    const hint = hasPieces ? ': put all of it into one element' : '';
    this.#report.problem(place, `${parent} has a second ${name}, and the first counts${hint}`);
  }

  #tellIgnored({ name, place, text }: Element, why: string): void {
    if (text !== 'false') this.#report.skip(place, `${name} has no effect: ${why}`);
  }
}
