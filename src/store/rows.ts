/** A row's number: the store finds the row by it. */
export type Row = number;
