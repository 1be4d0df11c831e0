/** Which tokens of an application log record are what; -1 for what it does not have. */
export type AppPlan = {
  readonly program: 'envoy' | 'agent';
  readonly time: number;
  readonly level: number;
  readonly message: number;
};

/** What a rule of the grammar matched. */
type Matched = readonly unknown[];

export const ofEnvoy = (matched: Matched): AppPlan => ({ program: 'envoy', ...parts(matched) });
export const ofAgent = (matched: Matched): AppPlan => ({ program: 'agent', ...parts(matched) });

/** True for what the grammar makes. */
export const isAppPlan = (value: unknown): value is AppPlan =>
  typeof value === 'object' && value !== null && 'program' in value;

/** Layouts differ in the order of the parts, never in what a part is. */
const parts = (matched: Matched) => ({
  time: indexIn(matched, 'bracketed_time', 'tabbed_time'),
  level: indexIn(matched, 'bracketed_level', 'tabbed_level', 'stamp'),
  message: indexIn(matched, 'message'),
});

function indexIn(matched: Matched, ...types: readonly string[]): number {
  for (const token of matched) {
    if (typeof token !== 'object' || token === null || !('type' in token) || !('index' in token)) continue;
    if (types.includes(String(token.type))) return Number(token.index);
  }
  return -1;
}
