export const planEnvoyRecord = (matched) => ({
  program: 'envoy',
  ...indexParts(matched),
});
export const planAgentRecord = (matched) => ({
  program: 'agent',
  ...indexParts(matched),
});
/** True for the plans that the grammar returns. */
export const isAppPlan = (value) => typeof value === 'object' && value !== null && 'program' in value;
/** Layouts differ in the order of parts, not in their meaning. */
const indexParts = (matched) => ({
  time: findTokenIndex(matched, 'bracketed_time', 'tabbed_time'),
  level: findTokenIndex(matched, 'bracketed_level', 'tabbed_level', 'stamp'),
  message: findTokenIndex(matched, 'message'),
});
function findTokenIndex(matched, ...types) {
  for (const token of matched) {
    if (typeof token !== 'object' || token === null || !('type' in token) || !('index' in token)) continue;
    if (types.includes(String(token.type))) return Number(token.index);
  }
  return -1;
}
