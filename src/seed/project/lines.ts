/** Line and column of an offset in a text, both from 1. */
export class Lines {
  readonly #text: string;
  #starts: readonly number[] | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  position(offset: number): { line: number; column: number } {
    this.#starts ??= [0, ...Array.from(this.#text.matchAll(/\n/g), ({ index }) => index + 1)];
    const line = countBefore(this.#starts, (start) => start <= offset);
    return { line, column: offset - (this.#starts[line - 1] ?? 0) + 1 };
  }
}

/** Counts the items that meet the condition, in a list where these come first. */
export function countBefore<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(items[middle] as Item)) low = middle + 1;
    else high = middle;
  }
  return low;
}
