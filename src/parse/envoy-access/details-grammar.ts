/** Which tokens of the details are what; null for what they do not have. */
export type DetailsPlan = {
  readonly name: number;
  readonly reason: number | null;
  readonly transport: number | null;
};

/** What a rule of the grammar matched. */
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

/** True for what the grammar makes. */
export const isDetailsPlan = (value: unknown): value is DetailsPlan =>
  typeof value === 'object' && value !== null && 'transport' in value;

const readTokenIndex = (token: unknown): number | null =>
  typeof token === 'object' && token !== null && 'index' in token ? Number(token.index) : null;
