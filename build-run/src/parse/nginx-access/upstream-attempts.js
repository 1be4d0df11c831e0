/** Reads the attempts from nginx's parallel lists: `, ` separates attempts, ` : ` an internal redirect. */
export function parseUpstreamAttempts(values) {
  if (!listingVariables.some((name) => values.has(name))) return noAttempts;
  const readElements = (name) => splitElements(values.get(name));
  const [
    peers,
    statuses,
    connectTimes,
    headerTimes,
    responseTimes,
    lengths,
    bytesSentList,
    bytesReceivedList,
  ] = attemptVariables.map(readElements);
  const attemptElements =
    [peers, statuses, values.has('upstream_addr') ? [] : responseTimes].find(hasValues) ?? [];
  return attemptElements.slice(0, attemptsMax).map(({ redirected }, index) => {
    const responseLength = getNumber(lengths, index, 1);
    const bytesReceived = getNumber(bytesReceivedList, index, 1);
    return {
      peer: getText(peers, index),
      status: getNumber(statuses, index, 1),
      connectMs: getNumber(connectTimes, index, 1000),
      headerMs: getNumber(headerTimes, index, 1000),
      responseMs: getNumber(responseTimes, index, 1000),
      redirected,
      headerBytes: measureHeader(bytesReceived, responseLength),
      responseLength,
      bytesSent: getNumber(bytesSentList, index, 1),
      bytesReceived,
    };
  });
}
/** True for the address of a peer. Anything else in `$upstream_addr` is the name of a group without an available peer. */
export const isPeerAddress = (text) =>
  text.startsWith('unix:') || /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9A-Fa-f:.]{2,60}\]):\d{1,10}$/.test(text);
/** What was received beside the body. Chunks of a long body have headers of their own, which would be counted as well. */
const measureHeader = (bytesReceived, responseLength) =>
  bytesReceived === null || responseLength === null || responseLength > 16_384
    ? null
    : bytesReceived - responseLength;
/** nginx tries each server of a group once; a longer list is an error or an attack. */
const attemptsMax = 64;
const attemptVariables = [
  'upstream_addr',
  'upstream_status',
  'upstream_connect_time',
  'upstream_header_time',
  'upstream_response_time',
  'upstream_response_length',
  'upstream_bytes_sent',
  'upstream_bytes_received',
];
/** Without any of these no attempt is known. */
const listingVariables = ['upstream_addr', 'upstream_status', 'upstream_response_time'];
/** Shared, as most formats list none. */
const noAttempts = [];
function splitElements(list) {
  if (list === undefined) return [];
  // Trimming a line removes the space after a final ` : `.
  const passes = (list.endsWith(' :') ? `${list} ` : list).split(' : ');
  return passes.flatMap((pass, passIndex) =>
    pass.split(', ').map((text, index) => ({ text: text.trim(), redirected: passIndex > 0 && index === 0 })),
  );
}
const hasValues = (list) => list?.some(({ text }) => text !== '' && text !== '-') ?? false;
function getText(list, index) {
  const text = list?.[index]?.text ?? '';
  return text === '' || text === '-' ? null : text;
}
function getNumber(list, index, factor) {
  const text = getText(list, index);
  const value = text === null ? Number.NaN : Number(text);
  return Number.isFinite(value) ? Math.round(value * factor) : null;
}
