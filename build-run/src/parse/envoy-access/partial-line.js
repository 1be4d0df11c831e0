import { isKnownFlag, parseFlags } from './response-flags.js';
/**
 * Reads status, flags and the fields after them in the formats of Envoy and Istio, even if the start or end of the line is
 * missing or the line is wrapped. Undefined for text without status and flags.
 */
export function parseEnvoyPartialLine(text) {
  const joinedWithSpaces = scanSequence(joinWrappedLines(text, ' '));
  if (!text.includes('\n') || joinedWithSpaces?.isPartial === false) return joinedWithSpaces;
  const joinedWithoutSpaces = scanSequence(joinWrappedLines(text, ''));
  return (joinedWithoutSpaces?.operators.size ?? 0) > (joinedWithSpaces?.operators.size ?? 0)
    ? joinedWithoutSpaces
    : joinedWithSpaces;
}
function joinWrappedLines(text, separator) {
  const pieces = text.split('\n').map((piece) => piece.trim().replace(/^> ?/, ''));
  const line = pieces.join(separator).trim().replace(/ {2,}/g, ' ').replace(emphasisPattern, '$2');
  // Some web pages turn all quotes into typographic or escaped ones.
  return line.replaceAll('\\"', '').includes('"') ? line : line.replace(/\\"|[“”]/g, '"');
}
/** Marks that people put around status and flags in a chat. */
const emphasisPattern = /(\*\*|__|`)(\d{3}(?: (?:-|[A-Z]{2,5}(?:,[A-Z]{2,5})*))?)\1(?= |$)/g;
function scanSequence(line) {
  const scan = { line, position: 0, values: new Map(), operators: new Set() };
  for (const step of headSteps) takeStep(scan, step);
  if (!takeStep(scan, statusStep)) return undefined;
  for (const step of reasonSteps) takeStep(scan, step);
  const hasCounts = takeSteps(scan, countSteps);
  if (!hasCounts && !hasConclusiveFlags(scan)) return undefined;
  const isComplete =
    hasCounts &&
    takeSteps(scan, quotedSteps) &&
    (takeSteps(scan, recommendedSteps) || takeSteps(scan, meshSteps));
  const isSuspect = hasForgedStatus(line) || (!isComplete && hasExtraString(line.slice(scan.position)));
  return { values: scan.values, operators: scan.operators, isPartial: !isComplete, isSuspect };
}
function takeStep(scan, { pattern, operators }) {
  pattern.lastIndex = scan.position;
  const match = pattern.exec(scan.line);
  if (match === null) return false;
  scan.position = pattern.lastIndex;
  for (const [index, name] of operators.entries()) {
    const value = match[index + 1];
    scan.operators.add(name);
    if (value !== undefined && value !== '-' && value !== '') scan.values.set(name, value);
  }
  return true;
}
const takeSteps = (scan, steps) => steps.every((step) => takeStep(scan, step));
/** Known flags at the end of the line, or details: `503 UR upstream_reset_before_response_started{remote_reset}`. */
function hasConclusiveFlags({ values, line, position }) {
  const flags = parseFlags(values.get('RESPONSE_FLAGS') ?? '');
  const isKnown = flags.length > 0 && flags.every(isKnownFlag);
  const details = values.get('RESPONSE_CODE_DETAILS') ?? '';
  return isKnown ? position === line.length || details !== '' : /^[a-z]+_[a-z]/.test(details);
}
/** A header that closes its quotes early leaves an extra string. A string without closing quote is truncated. */
const hasExtraString = (text) => /^"[^"]*"/.test(text);
const defineStep = (pattern, ...operators) => ({ pattern, operators });
/** Each may be missing if the start of the line is lost. */
const headSteps = [
  // Emissary's lines start with a word.
  defineStep(/[A-Z]{2,16} (?=\[)/y),
  defineStep(/(?:\[?(\d{4}-\d\d-\d\dT[^\]\s]{1,32})|[^\]\s"]{0,32})\] /y, 'START_TIME'),
  defineStep(
    /"?([A-Z][A-Z-]*|-) (.*?) (HTTP\/\d(?:\.\d)?|-)" (?=\d{1,3} )/y,
    'REQ(:METHOD)',
    'REQ(X-ENVOY-ORIGINAL-PATH?:PATH)',
    'PROTOCOL',
  ),
  // Some formats leave out the protocol. A path that imitates this is followed by the real one.
  defineStep(
    /"([A-Z][A-Z-]*) ([^\s"]+)" (?=\d{3} )(?!.*HTTP\/[\d.]{1,3}" \d{1,3} )/y,
    'REQ(:METHOD)',
    'REQ(X-ENVOY-ORIGINAL-PATH?:PATH)',
  ),
  defineStep(/[^"]*?(HTTP\/\d(?:\.\d)?)" (?=\d{1,3} )/y, 'PROTOCOL'),
];
const statusStep = defineStep(
  /(\d{1,3}) (-|[A-Z]{2,5}(?:,[A-Z]{2,5})*)(?: |$)/y,
  'RESPONSE_CODE',
  'RESPONSE_FLAGS',
);
/** Optional, depending on the release: none in Envoy's default format, the last one or two in an old Istio. */
const reasonSteps = [
  defineStep(/(-|[A-Za-z][^\s"{(]*(?:\{[^}"]*\}|\([^)"]*\))?[^\s"]*)(?: |$)/y, 'RESPONSE_CODE_DETAILS'),
  defineStep(/(-|[A-Za-z][^"]*?)(?: (?=")|$)/y, 'CONNECTION_TERMINATION_DETAILS'),
  defineStep(/"([^"]*)"(?: |$)/y, 'UPSTREAM_TRANSPORT_FAILURE_REASON'),
  // In an old Istio, the status of its policy service comes first.
  defineStep(/"([^"]*)"(?: |$)/y, 'UPSTREAM_TRANSPORT_FAILURE_REASON'),
];
const countSteps = [
  defineStep(/(\d+) (\d+) (\d+|-)(?: |$)/y, 'BYTES_RECEIVED', 'BYTES_SENT', 'DURATION'),
  defineStep(/(\d+|-)(?: |$)/y, 'RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)'),
];
const quotedSteps = [
  'REQ(X-FORWARDED-FOR)',
  'REQ(USER-AGENT)',
  'REQ(X-REQUEST-ID)',
  'REQ(:AUTHORITY)',
  'UPSTREAM_HOST',
].map((name) => defineStep(/"([^"]*)"(?: |$)/y, name));
const recommendedSteps = [
  defineStep(
    /([A-Za-z-][^\s"]*) "([^"]*)" ([^\s"]+) (\d+|-) ([^\s"]+)(?: |$)/y,
    'RESPONSE_CODE_DETAILS',
    'UPSTREAM_TRANSPORT_FAILURE_REASON',
    'UPSTREAM_CLUSTER',
    'UPSTREAM_REQUEST_ATTEMPT_COUNT',
    'GRPC_STATUS',
  ),
];
const meshSteps = [
  'UPSTREAM_CLUSTER',
  'UPSTREAM_LOCAL_ADDRESS',
  'DOWNSTREAM_LOCAL_ADDRESS',
  'DOWNSTREAM_REMOTE_ADDRESS',
  'REQUESTED_SERVER_NAME',
  'ROUTE_NAME',
].map((name) => defineStep(/([^\s"]+)(?: |$)/y, name));
/**
 * True if status and flags may be forged. The path is the only client text before them; a path that imitates them is
 * followed by the real protocol, its quote and the real status.
 */
export function hasForgedStatus(line) {
  const first = statusPattern.exec(line);
  return first !== null && statusPattern.test(line.slice(first.index + first[0].length));
}
const statusPattern = /HTTP\/[\d.]{1,3}" {1,8}[*_`]{0,2}\d{1,3} /;
