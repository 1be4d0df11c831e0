/** A period from `from` (inclusive) to `to` (exclusive), epoch ms. */
export type Span = { readonly from: number; readonly to: number };
