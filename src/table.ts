/** Rows under names, for a spreadsheet. Names are those of the stable JSON, `request.method` for what is nested there. */
export type Table = {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** How many rows there would be, where these are the first of more. */
  readonly whole?: number;
};
export type Cell = string | number | null;
