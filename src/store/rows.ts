/** A number that finds what was kept. */
export type Row = number;
