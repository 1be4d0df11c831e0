/** Which tokens of the details are what; null for what they do not have. */
export type DetailsPlan = {
  readonly name: number;
  readonly reason: number | null;
  readonly transport: number | null;
};

/** What a rule of the grammar matched. */
type Matched = readonly unknown[];

export const nameAlone = (matched: Matched): DetailsPlan => ({
  name: indexOf(matched[0]) ?? 0,
  reason: null,
  transport: null,
});
export const withReason = (matched: Matched): DetailsPlan => ({
  ...nameAlone(matched),
  reason: indexOf(matched[2]),
});
export const withTransport = (matched: Matched): DetailsPlan => ({
  ...withReason(matched),
  transport: indexOf(matched[4]),
});

/** True for what the grammar makes. */
export const isDetailsPlan = (value: unknown): value is DetailsPlan =>
  typeof value === 'object' && value !== null && 'transport' in value;

const indexOf = (token: unknown): number | null =>
  typeof token === 'object' && token !== null && 'index' in token ? Number(token.index) : null;
