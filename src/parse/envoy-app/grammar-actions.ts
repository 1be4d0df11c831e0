/** Token indexes of the parts of an application log record; -1 for a missing part. */
export type AppPlan = {
  readonly program: 'envoy' | 'agent';
  readonly time: number;
  readonly level: number;
  readonly message: number;
};

/** The parts of a matched grammar rule. */
type MatchedTokens = readonly unknown[];

export const planEnvoyRecord = (matched: MatchedTokens): AppPlan => ({
  program: 'envoy',
  ...indexParts(matched),
});
export const planAgentRecord = (matched: MatchedTokens): AppPlan => ({
  program: 'agent',
  ...indexParts(matched),
});

/** True for the plans that the grammar returns. */
export const isAppPlan = (value: unknown): value is AppPlan =>
  typeof value === 'object' && value !== null && 'program' in value;

/** Layouts differ in the order of parts, not in their meaning. */
const indexParts = (matched: MatchedTokens) => ({
  time: findTokenIndex(matched, 'bracketed_time', 'tabbed_time'),
  level: findTokenIndex(matched, 'bracketed_level', 'tabbed_level', 'stamp'),
  message: findTokenIndex(matched, 'message'),
});

function findTokenIndex(matched: MatchedTokens, ...types: readonly string[]): number {
  for (const token of matched) {
    if (typeof token !== 'object' || token === null || !('type' in token) || !('index' in token)) continue;
    if (types.includes(String(token.type))) return Number(token.index);
  }
  return -1;
}
