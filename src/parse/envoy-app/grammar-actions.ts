/** Which tokens of an application log record are what; -1 for what it does not have. */
export type AppPlan = {
  readonly program: 'envoy' | 'agent';
  readonly time: number;
  readonly level: number;
  readonly message: number;
};

/** What a rule of the grammar matched. */
type MatchedTokens = readonly unknown[];

export const planEnvoyRecord = (matched: MatchedTokens): AppPlan => ({
  program: 'envoy',
  ...indexParts(matched),
});
export const planAgentRecord = (matched: MatchedTokens): AppPlan => ({
  program: 'agent',
  ...indexParts(matched),
});

/** True for what the grammar makes. */
export const isAppPlan = (value: unknown): value is AppPlan =>
  typeof value === 'object' && value !== null && 'program' in value;

/** Layouts differ in the order of the parts, never in what a part is. */
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
