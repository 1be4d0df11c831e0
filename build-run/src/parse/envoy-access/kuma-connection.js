/** Reads a connection in the default format of Kuma, whose values are set off by brackets; undefined for other text. */
export function parseKumaConnection(text) {
  const match = linePattern.exec(text);
  if (match === null) return undefined;
  const values = new Map();
  for (const [index, name] of kumaConnectionOperators.entries()) {
    const value = match[index + 1];
    if (value !== undefined && value !== '-' && value !== '') values.set(name, value);
  }
  return values;
}
/** The operators of that format, in its order. */
export const kumaConnectionOperators = [
  'START_TIME',
  'RESPONSE_FLAGS',
  'DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT',
  'UPSTREAM_HOST',
  'UPSTREAM_CLUSTER',
  'DURATION',
  'BYTES_SENT',
  'BYTES_RECEIVED',
];
const linePattern =
  /^\[(\d{4}-\d\d-\d\dT[^\]\s]{1,32})\] (-|[A-Z]{2,5}(?:,[A-Z]{2,5}){0,8}) [\w.-]{1,63} ([^\s()]{1,60})\([^\s()]{0,255}\)->([^\s()]{1,120})\(([^\s()]{0,255})\) took (\d{1,12})ms, sent (\d{1,15}) bytes, received: (\d{1,15}) bytes$/;
