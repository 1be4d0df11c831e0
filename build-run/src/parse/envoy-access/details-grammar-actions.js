export const planName = (matched) => ({
  name: readTokenIndex(matched[0]) ?? 0,
  reason: null,
  transport: null,
});
export const planNameAndReason = (matched) => ({
  ...planName(matched),
  reason: readTokenIndex(matched[2]),
});
export const planNameReasonAndTransport = (matched) => ({
  ...planNameAndReason(matched),
  transport: readTokenIndex(matched[4]),
});
/** True for the plans that the grammar returns. */
export const isDetailsPlan = (value) => typeof value === 'object' && value !== null && 'transport' in value;
const readTokenIndex = (token) =>
  typeof token === 'object' && token !== null && 'index' in token ? Number(token.index) : null;
