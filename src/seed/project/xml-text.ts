/** The text of an XML file. The parser sees only the relevant part of it; positions always refer to the whole text. */
import { countBefore, Lines } from './lines.ts';

export class XmlText {
  readonly file: string;
  readonly text: string;
  readonly #cuts: readonly Cut[];
  readonly #lines: Lines;

  /**
   * @param skipped names of elements to leave out, at any depth. An element without an end is kept, so that the parser reports
   *   it.
   */
  constructor(file: string, text: string, skipped: readonly string[]) {
    this.file = file;
    this.text = text;
    this.#cuts = skipped.length > 0 ? cutsIn(text, skipped) : [];
    this.#lines = new Lines(text);
  }

  /** The text without skipped elements: nine tenths of a profile are field permissions. Not kept: it is needed once. */
  relevant(): string {
    return this.#cuts.length > 0 ? withoutCuts(this.text, this.#cuts) : this.text;
  }

  /** The skipped elements of a name, in their order. */
  *leftOut(name: string): Iterable<LeftOut> {
    for (const cut of this.#cuts) if (cut.name === name) yield new LeftOutElement(this, cut);
  }

  hasLeftOut(name: string): boolean {
    return this.#cuts.some((cut) => cut.name === name);
  }

  /** Turns an offset in what is relevant into one in `text`. */
  written(offset: number): number {
    return offset + (lastBefore(this.#cuts, ({ at }) => at <= offset)?.missing ?? 0);
  }

  /** Line and column, both from 1. */
  place(offset: number): LeftOut['place'] {
    return { file: this.file, ...this.#lines.position(offset) };
  }

  /** Turns a line and column of what is relevant into a position in `text`. */
  positionOf(line: number, column: number): { line: number; column: number } {
    const relevant = this.relevant();
    let start = 0;
    for (let i = 1; i < line; i++) start = relevant.indexOf('\n', start) + 1;
    return this.#lines.position(this.written(start + column - 1));
  }
}

/** An element that was skipped. */
export interface LeftOut {
  /** As it is written, with its tags. */
  readonly text: string;
  readonly place: { readonly file: string; readonly line: number; readonly column: number };
}

class LeftOutElement implements LeftOut {
  readonly #source: XmlText;
  readonly #cut: Cut;

  constructor(source: XmlText, cut: Cut) {
    this.#source = source;
    this.#cut = cut;
  }

  get text(): string {
    return this.#source.text.slice(this.#cut.start, this.#cut.end);
  }

  get place(): LeftOut['place'] {
    return this.#source.place(this.#cut.start);
  }
}

interface Cut {
  readonly name: string;
  /** The offset in `relevant` at which it was cut out. */
  readonly at: number;
  readonly start: number;
  readonly end: number;
  /** The number of characters that are missing up to there. */
  readonly missing: number;
}

function cutsIn(text: string, names: readonly string[]): Cut[] {
  const opening = new RegExp(`<!--|<!\\[CDATA\\[|<(${names.join('|')})>`, 'g');
  const cuts: Cut[] = [];
  for (let found = opening.exec(text); found; found = opening.exec(text)) {
    const [mark, name] = found;
    const closing = name ? `</${name}>` : mark === '<!--' ? '-->' : ']]>';
    const end = text.indexOf(closing, opening.lastIndex);
    if (end < 0) break;
    opening.lastIndex = end + closing.length;
    if (!name) continue;
    const missing = cuts.at(-1)?.missing ?? 0;
    const start = found.index;
    cuts.push({
      name,
      at: start - missing,
      start,
      end: opening.lastIndex,
      missing: missing + opening.lastIndex - start,
    });
  }
  return cuts;
}

function withoutCuts(text: string, cuts: readonly Cut[]): string {
  const kept = cuts.map(({ start }, i) => text.slice(cuts[i - 1]?.end ?? 0, start));
  return kept.join('') + text.slice(cuts.at(-1)?.end ?? 0);
}

function lastBefore<Item>(items: readonly Item[], holds: (item: Item) => boolean): Item | undefined {
  return items[countBefore(items, holds) - 1];
}
