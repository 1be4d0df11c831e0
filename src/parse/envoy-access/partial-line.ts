import type { AccessValues } from '../decoder.js';
import { isKnownFlag, parseFlags } from './response-flags.js';

/** A line that fits no format, or of which a part is lost: what its known sequence gives, read from left to right. */
export type EnvoyPartialLine = {
  readonly values: AccessValues;
  /** The operators that the sequence reached, set or not. */
  readonly operators: ReadonlySet<string>;
  /** True where something of the sequence is missing. */
  readonly isPartial: boolean;
  /** True where a client may have planted what stands in the places of upstream and host, or even of status and flags. */
  readonly isSuspect: boolean;
};

/**
 * Reads code, flags and what follows them in the formats of Envoy and Istio, however much of head or tail is lost and
 * wherever the line was wrapped. Undefined for text that does not show them.
 */
export function parseEnvoyPartialLine(text: string): EnvoyPartialLine | undefined {
  const joinedWithSpaces = scanSequence(joinWrappedLines(text, ' '));
  if (!text.includes('\n') || joinedWithSpaces?.isPartial === false) return joinedWithSpaces;
  const joinedWithoutSpaces = scanSequence(joinWrappedLines(text, ''));
  return (joinedWithoutSpaces?.operators.size ?? 0) > (joinedWithSpaces?.operators.size ?? 0)
    ? joinedWithoutSpaces
    : joinedWithSpaces;
}

function joinWrappedLines(text: string, separator: string): string {
  const pieces = text.split('\n').map((piece) => piece.trim().replace(/^> ?/, ''));
  const line = pieces.join(separator).trim();
  // Some pages turn quotes into typographic or escaped ones, and then all of them.
  return line.replaceAll('\\"', '').includes('"') ? line : line.replace(/\\"|[“”]/g, '"');
}

function scanSequence(line: string): EnvoyPartialLine | undefined {
  const scan: ScanState = { line, position: 0, values: new Map(), operators: new Set() };
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

/** What stands next in the sequence, and the operators that its groups are the values of. */
type ScanStep = { readonly pattern: RegExp; readonly operators: readonly string[] };
type ScanState = {
  readonly line: string;
  position: number;
  readonly values: Map<string, string>;
  readonly operators: Set<string>;
};

function takeStep(scan: ScanState, { pattern, operators }: ScanStep): boolean {
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

const takeSteps = (scan: ScanState, steps: readonly ScanStep[]): boolean =>
  steps.every((step) => takeStep(scan, step));

/** Known flags and then nothing, or details: `503 UR upstream_reset_before_response_started{remote_reset}`. */
function hasConclusiveFlags({ values, line, position }: ScanState): boolean {
  const flags = parseFlags(values.get('RESPONSE_FLAGS') ?? '');
  const isKnown = flags.length > 0 && flags.every(isKnownFlag);
  const details = values.get('RESPONSE_CODE_DETAILS') ?? '';
  return isKnown ? position === line.length || details !== '' : /^[a-z]+_[a-z]/.test(details);
}

/** Whoever ends a header's quotes early leaves a string too many. A string that is only opened was cut. */
const hasExtraString = (text: string): boolean => /^"[^"]*"/.test(text);

const defineStep = (pattern: RegExp, ...operators: readonly string[]): ScanStep => ({ pattern, operators });

/** Each may be missing where the head of the line is lost. */
const headSteps: readonly ScanStep[] = [
  // Emissary's lines begin with a word.
  defineStep(/[A-Z]{2,16} (?=\[)/y),
  defineStep(/(?:\[?(\d{4}-\d\d-\d\dT[^\]\s]{1,32})|[^\]\s"]{0,32})\] /y, 'START_TIME'),
  defineStep(
    /"?([A-Z][A-Z-]*|-) (.*?) (HTTP\/\d(?:\.\d)?|-)" (?=\d{1,3} )/y,
    'REQ(:METHOD)',
    'REQ(X-ENVOY-ORIGINAL-PATH?:PATH)',
    'PROTOCOL',
  ),
  defineStep(/[^"]*?(HTTP\/\d(?:\.\d)?)" (?=\d{1,3} )/y, 'PROTOCOL'),
];

const statusStep = defineStep(
  /(\d{1,3}) (-|[A-Z]{2,5}(?:,[A-Z]{2,5})*)(?: |$)/y,
  'RESPONSE_CODE',
  'RESPONSE_FLAGS',
);

/** Which of these stand there depends on the release: none in Envoy's default, the last one or two in an old Istio. */
const reasonSteps: readonly ScanStep[] = [
  defineStep(/(-|[A-Za-z][^\s"{(]*(?:\{[^}"]*\}|\([^)"]*\))?[^\s"]*)(?: |$)/y, 'RESPONSE_CODE_DETAILS'),
  defineStep(/(-|[A-Za-z][^"]*?)(?: (?=")|$)/y, 'CONNECTION_TERMINATION_DETAILS'),
  defineStep(/"([^"]*)"(?: |$)/y, 'UPSTREAM_TRANSPORT_FAILURE_REASON'),
  // An old Istio has the word of its policy service first.
  defineStep(/"([^"]*)"(?: |$)/y, 'UPSTREAM_TRANSPORT_FAILURE_REASON'),
];

const countSteps: readonly ScanStep[] = [
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

const recommendedSteps: readonly ScanStep[] = [
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
 * True for a line in which status and flags may be a client's words. The path is the only text of a client in front of
 * them; whoever forges them in it leaves the true protocol behind, its quote and the true status.
 */
export function hasForgedStatus(line: string): boolean {
  const first = statusHeadPattern.exec(line);
  return first !== null && statusHeadPattern.test(line.slice(first.index + first[0].length));
}

const statusHeadPattern = /HTTP\/[\d.]{1,3}" \d{1,3} /;
