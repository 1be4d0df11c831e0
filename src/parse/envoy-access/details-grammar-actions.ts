/** Token indexes of the parts of the details; null for a missing part. */
export type DetailsPlan = {
  readonly name: number;
  readonly reason: number | null;
  readonly transport: number | null;
};

/** The parts of a matched grammar rule. */
type MatchedTokens = readonly unknown[];

export const planName = (matched: MatchedTokens): DetailsPlan => ({
  name: readTokenIndex(matched[0]) ?? 0,
  reason: null,
  transport: null,
});
export const planNameAndReason = (matched: MatchedTokens): DetailsPlan => ({
  ...planName(matched),
  reason: readTokenIndex(matched[2]),
});
export const planNameReasonAndTransport = (matched: MatchedTokens): DetailsPlan => ({
  ...planNameAndReason(matched),
  transport: readTokenIndex(matched[4]),
});

/** True for the plans that the grammar returns. */
export const isDetailsPlan = (value: unknown): value is DetailsPlan =>
  typeof value === 'object' && value !== null && 'transport' in value;

const readTokenIndex = (token: unknown): number | null =>
  typeof token === 'object' && token !== null && 'index' in token ? Number(token.index) : null;
