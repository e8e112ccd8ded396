/** What pages of Setup are made of: texts, tables, details and forms. Every text is plain: the templates escape it. */
import { readForm } from '../../wire/form.ts';
import type { Field } from './fields.ts';

/** A way to another page. */
export interface Link {
  readonly kind: 'link';
  readonly label: string;
  /** Path below the host's base, with its query. */
  readonly to: string;
  readonly id?: string;
  /** What a list of links that are called the same tells apart: `Edit Order Portal`. */
  readonly about?: string;
}

/** A button that opens another page, as Classic pages have them: a form that is sent by GET. */
export interface Go {
  readonly kind: 'go';
  readonly label: string;
  readonly to: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly id?: string;
  /** What the button itself sends, where a page must know which was pressed. */
  readonly name?: string;
}

/** A button that changes something: a form of its own, with the proof that this page sent it. */
export interface Action {
  readonly kind: 'action';
  readonly label: string;
  /** Path of the page that takes it. */
  readonly to: string;
  readonly token: string;
  readonly fields?: Readonly<Record<string, string>>;
  readonly id?: string;
  /** What the button itself sends. */
  readonly name?: string;
  readonly about?: string;
}

/** A mark for yes and no, with its word for who does not see it. */
export interface Mark {
  readonly kind: 'mark';
  readonly isOn: boolean;
}

/** Text to copy: a key, a secret, a token. */
export interface Copied {
  readonly kind: 'copied';
  readonly text: string;
  readonly id: string;
  /** What the button beside it is for. */
  readonly label: string;
}

export type Part = string | Link | Go | Action | Mark | Copied;
/** What a cell of a table or a detail shows. */
export type Value = Part | readonly Part[];

export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'message'; readonly tone: 'info' | 'error' | 'done'; readonly text: string }
  | { readonly kind: 'buttons'; readonly parts: readonly Part[] }
  | Details
  | Table
  | { readonly kind: 'code'; readonly heading: string; readonly text: string; readonly id: string }
  | FormBlock;

export interface Details {
  readonly kind: 'details';
  readonly heading: string;
  readonly rows: readonly (readonly [label: string, value: Value])[];
}

export interface Table {
  readonly kind: 'table';
  readonly caption: string;
  /** Above the rows. */
  readonly buttons?: readonly Part[];
  /** A header that is a link sorts by its column. */
  readonly columns: readonly (string | Link)[];
  readonly rows: readonly (readonly Value[])[];
  /** What stands there if there is no row. */
  readonly empty: string;
  readonly pager?: Pager;
}

/** Where other pages of a long list are. */
export interface Pager {
  readonly first: number;
  readonly last: number;
  readonly all: number;
  /** Paths; undefined at either end. */
  readonly previous: string | undefined;
  readonly next: string | undefined;
}

export interface FormBlock {
  readonly kind: 'form';
  /** Path that it is sent to. */
  readonly to: string;
  readonly token: string;
  /** Of the record as the form shows it. */
  readonly version: string;
  /** Problems that belong to no field. */
  readonly problems: readonly string[];
  /** Whether any field has a problem, or the form has. */
  readonly isRefused: boolean;
  readonly sections: readonly Section[];
  readonly save: { readonly name: string; readonly label: string };
  readonly cancel: string;
}

export interface Section {
  readonly heading: string;
  readonly note?: string;
  readonly fields: readonly Field[];
}

/** A page of Setup: what the frame shows in its middle. */
export interface Page {
  readonly kind: 'page';
  readonly status?: number;
  /** The only h1, and the beginning of the browser's title. */
  readonly heading: string;
  /** Stands above the heading: what kind of thing it names. */
  readonly above?: string;
  readonly blocks: readonly Block[];
}

/** After a form was sent: the browser goes on by GET. */
export interface Onward {
  readonly kind: 'onward';
  /** Path below the host's base, with its query. */
  readonly to: string;
}

export type Answer = Page | Onward;

export function onward(to: string): Onward {
  return { kind: 'onward', to };
}

export function link(label: string, to: string, more: Partial<Link> = {}): Link {
  return { kind: 'link', label, to, ...more };
}

/** A button that opens a page. @param to with its query */
export function button(label: string, to: string, more: Pick<Go, 'id' | 'name'> = {}): Go {
  const [path = '', query = ''] = to.split('?', 2);
  return { kind: 'go', label, to: path, fields: Object.fromEntries(readForm(query)), ...more };
}

export function mark(isOn: boolean): Mark {
  return { kind: 'mark', isOn };
}
