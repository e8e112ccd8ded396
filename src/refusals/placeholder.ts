/** What stands in the sentences of the catalogue where nothing was compared. */

/**
 * Stands for any value: reads as `<name>` in a sentence, and so do its members, whatever a sentence does with them
 * (`accepted.join(', ')` reads as `<accepted>`).
 *
 * @param known members that have a value after all
 */
export function placeholder(name: string, known: Readonly<Record<string, unknown>> = {}): unknown {
  const say = () => `<${name}>`;
  return new Proxy(() => undefined, {
    get(_target, member) {
      if (member === Symbol.toPrimitive || member === 'toString' || member === 'toJSON') return say;
      if (member === Symbol.iterator) return () => [placeholder(name)][Symbol.iterator]();
      if (typeof member === 'symbol') return undefined;
      if (Object.hasOwn(known, member)) return known[member];
      return placeholder(name === 'value' ? member : isMethod(member) ? name : member);
    },
    apply: () => placeholder(name),
  });
}

/** Methods of strings and arrays leave the name of what they are called on. */
function isMethod(member: string): boolean {
  return member in Array.prototype || member in String.prototype;
}
