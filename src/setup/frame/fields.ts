/** The controls of a form. A name is what the form sends; labels and options are Salesforce's. */

interface Common {
  readonly name: string;
  readonly label: string;
  readonly id?: string;
  /** Salesforce marks it with a red bar. */
  readonly isRequired?: boolean;
  readonly help?: string;
  /** What is wrong with it, without the word `Error`. */
  readonly errors?: readonly string[];
}

export interface Option {
  readonly value: string;
  readonly label: string;
}

export interface TextField extends Common {
  readonly kind: 'text';
  readonly type?: 'text' | 'email' | 'url' | 'number' | 'password' | 'tel';
  readonly value: string;
  /** What follows the input: `minutes`. */
  readonly unit?: string;
  /** Name of the field that this one is filled from, when that is left and this one is empty. */
  readonly filledFrom?: string;
}

export interface AreaField extends Common {
  readonly kind: 'area';
  readonly value: string;
  readonly rows?: number;
}

/** A check box; what it unfolds is there only while it is ticked. */
export interface CheckField extends Common {
  readonly kind: 'check';
  readonly isOn: boolean;
  readonly unfolds?: readonly Field[];
  /** Asked by a dialog when it is ticked. */
  readonly warning?: string;
  /** Shown, and cannot be changed. */
  readonly isLocked?: boolean;
  /** What ticking it writes into an empty Callback URL. */
  readonly fills?: string;
}

export interface SelectField extends Common {
  readonly kind: 'select';
  readonly options: readonly Option[];
  readonly value: string;
  /** A value that a dialog warns of when it is chosen. */
  readonly warning?: { readonly value: string; readonly text: string };
}

/** Radio buttons; some have a number and a unit. */
export interface RadioField extends Common {
  readonly kind: 'radio';
  readonly value: string;
  readonly options: readonly (Option & { readonly period?: Period })[];
}

export interface Period {
  readonly name: string;
  readonly count: string;
  readonly unit: string;
  readonly units: readonly Option[];
}

/** Two lists, and buttons that move what is chosen from one to the other. */
export interface PickerField extends Common {
  readonly kind: 'picker';
  readonly availableLabel: string;
  readonly available: readonly Option[];
  readonly selected: readonly Option[];
  /** Older words for some of it, which guides still have. */
  readonly alsoCalled?: readonly (readonly [older: string, now: string])[];
}

export interface FileField extends Common {
  readonly kind: 'file';
  readonly accept: string;
  /** What was uploaded before, in words. */
  readonly now?: string;
  /** The text of a file that came with a form which could not be saved yet. */
  readonly kept?: string;
}

/** A check box for each of a list. */
export interface ChecksField extends Common {
  readonly kind: 'checks';
  readonly options: readonly (Option & { readonly isOn: boolean })[];
}

/** Rows of inputs, with buttons that add and remove one. */
export interface RowsField extends Common {
  readonly kind: 'rows';
  readonly columns: readonly { readonly key: string; readonly label: string }[];
  readonly rows: readonly (readonly string[])[];
  readonly addLabel: string;
}

/** Shown only. */
export interface FixedField extends Common {
  readonly kind: 'fixed';
  readonly value: string;
}

export type Field =
  | TextField
  | AreaField
  | CheckField
  | SelectField
  | RadioField
  | PickerField
  | FileField
  | ChecksField
  | RowsField
  | FixedField;
