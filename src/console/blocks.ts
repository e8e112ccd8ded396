/** What most pages are made of: headings, facts, tables and forms. A page says what stands in them, `templates/blocks.ts` writes them. */
import type { Pair } from './entry/compared.ts';
import type { Shown } from './visit.ts';

/** A text of a table or a fact, and what it leads to or means. */
export interface Cell {
  readonly text: string;
  readonly href?: string | undefined;
  readonly isCode?: boolean;
  readonly mark?: 'good' | 'bad' | undefined;
  /** An ISO instant, shown as a time. */
  readonly at?: string | undefined;
  /** A second line. */
  readonly more?: string | undefined;
  /** Text that a click unfolds. */
  readonly fold?: string | undefined;
}

export interface Field {
  readonly kind?: 'text' | 'area' | 'select' | 'hidden' | 'check';
  readonly name: string;
  readonly label?: string;
  readonly value?: string | undefined;
  readonly options?: readonly (readonly [value: string, label: string])[];
  readonly help?: string;
  readonly isRequired?: boolean;
}

export interface Form {
  /** A path below `/_fauxforce/console`; the page's own when left out. */
  readonly to?: string;
  readonly method?: 'get' | 'post';
  /** What it does, as the page's `act` calls it. */
  readonly does?: string;
  readonly fields?: readonly Field[];
  readonly button: string;
  readonly tone?: 'primary' | 'danger';
  /** What the button is about, for those who do not see its row. */
  readonly about?: string;
}

export interface Node {
  readonly cells: readonly Cell[];
  readonly children: readonly Node[];
}

export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly tone?: 'soft' | 'lead' | 'said good' | 'said bad';
    }
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [label: string, value: Cell | string])[] }
  | {
      readonly kind: 'table';
      readonly caption: string;
      readonly columns: readonly string[];
      readonly rows: readonly {
        readonly cells: readonly (Cell | string)[];
        readonly forms?: readonly Form[];
      }[];
      /** Said in the place of a table without rows. */
      readonly empty: string;
    }
  | { readonly kind: 'forms'; readonly forms: readonly Form[] }
  | { readonly kind: 'form'; readonly form: Form }
  | { readonly kind: 'pre'; readonly id: string; readonly label: string; readonly text: string }
  | { readonly kind: 'pair'; readonly pair: Pair }
  | {
      readonly kind: 'checks';
      readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly detail: string }[];
    }
  | { readonly kind: 'links'; readonly links: readonly { readonly name: string; readonly href: string }[] }
  | { readonly kind: 'tree'; readonly nodes: readonly Node[] };

export function blocks(title: string, all: readonly (Block | undefined | false)[]): Shown {
  return { title, template: 'blocks', data: { blocks: all.filter(Boolean) } };
}
