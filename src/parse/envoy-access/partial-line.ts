import type { AccessValues } from '../decoder.js';
import { flagsOf, isKnownFlag } from './response-flags.js';

/** A line that fits no format, or of which a part is lost: what its known sequence gives, read from left to right. */
export type Fragment = {
  readonly values: AccessValues;
  /** The operators that the sequence reached, set or not. */
  readonly fields: ReadonlySet<string>;
  /** True where something of the sequence is missing. */
  readonly partial: boolean;
  /** True where a client may have planted what stands in the places of upstream and host, or even of status and flags. */
  readonly suspect: boolean;
};

/**
 * Reads code, flags and what follows them in the formats of Envoy and Istio, however much of head or tail is lost and
 * wherever the line was wrapped. Undefined for text that does not show them.
 */
export function fragmentIn(text: string): Fragment | undefined {
  const wrappedBetweenWords = sequenceIn(oneLine(text, ' '));
  if (!text.includes('\n') || wrappedBetweenWords?.partial === false) return wrappedBetweenWords;
  const wrappedInWords = sequenceIn(oneLine(text, ''));
  return (wrappedInWords?.fields.size ?? 0) > (wrappedBetweenWords?.fields.size ?? 0)
    ? wrappedInWords
    : wrappedBetweenWords;
}

function oneLine(text: string, joint: string): string {
  const pieces = text.split('\n').map((piece) => piece.trim().replace(/^> ?/, ''));
  const line = pieces.join(joint).trim();
  // Some pages turn quotes into typographic or escaped ones, and then all of them.
  return line.replaceAll('\\"', '').includes('"') ? line : line.replace(/\\"|[“”]/g, '"');
}

function sequenceIn(line: string): Fragment | undefined {
  const scan: Scan = { line, at: 0, values: new Map(), fields: new Set() };
  for (const step of head) take(scan, step);
  if (!take(scan, verdict)) return undefined;
  for (const step of reasons) take(scan, step);
  const counted = takeAll(scan, counts);
  if (!counted && !tellsByItself(scan)) return undefined;
  const isWhole = counted && takeAll(scan, quoted) && (takeAll(scan, recommended) || takeAll(scan, mesh));
  const suspect = hasSecondHead(line) || (!isWhole && hasStringLeft(line.slice(scan.at)));
  return { values: scan.values, fields: scan.fields, partial: !isWhole, suspect };
}

/** What stands next in the sequence, and the operators that its groups are the values of. */
type Step = { readonly pattern: RegExp; readonly names: readonly string[] };
type Scan = {
  readonly line: string;
  at: number;
  readonly values: Map<string, string>;
  readonly fields: Set<string>;
};

function take(scan: Scan, { pattern, names }: Step): boolean {
  pattern.lastIndex = scan.at;
  const match = pattern.exec(scan.line);
  if (match === null) return false;
  scan.at = pattern.lastIndex;
  for (const [index, name] of names.entries()) {
    const value = match[index + 1];
    scan.fields.add(name);
    if (value !== undefined && value !== '-' && value !== '') scan.values.set(name, value);
  }
  return true;
}

const takeAll = (scan: Scan, steps: readonly Step[]): boolean => steps.every((step) => take(scan, step));

/** Known flags and then nothing, or details: `503 UR upstream_reset_before_response_started{remote_reset}`. */
function tellsByItself({ values, line, at }: Scan): boolean {
  const flags = flagsOf(values.get('RESPONSE_FLAGS') ?? '');
  const known = flags.length > 0 && flags.every(isKnownFlag);
  const details = values.get('RESPONSE_CODE_DETAILS') ?? '';
  return known ? at === line.length || details !== '' : /^[a-z]+_[a-z]/.test(details);
}

/** Whoever ends a header's quotes early leaves a string too many. A string that is only opened was cut. */
const hasStringLeft = (text: string): boolean => /^"[^"]*"/.test(text);

const step = (pattern: RegExp, ...names: readonly string[]): Step => ({ pattern, names });

/** Each may be missing where the head of the line is lost. */
const head: readonly Step[] = [
  // Emissary's lines begin with a word.
  step(/[A-Z]{2,16} (?=\[)/y),
  step(/(?:\[?(\d{4}-\d\d-\d\dT[^\]\s]{1,32})|[^\]\s"]{0,32})\] /y, 'START_TIME'),
  step(
    /"?([A-Z][A-Z-]*|-) (.*?) (HTTP\/\d(?:\.\d)?|-)" (?=\d{1,3} )/y,
    'REQ(:METHOD)',
    'REQ(X-ENVOY-ORIGINAL-PATH?:PATH)',
    'PROTOCOL',
  ),
  step(/[^"]*?(HTTP\/\d(?:\.\d)?)" (?=\d{1,3} )/y, 'PROTOCOL'),
];

const verdict = step(/(\d{1,3}) (-|[A-Z]{2,5}(?:,[A-Z]{2,5})*)(?: |$)/y, 'RESPONSE_CODE', 'RESPONSE_FLAGS');

/** Which of these stand there depends on the release: none in Envoy's default, the last one or two in an old Istio. */
const reasons: readonly Step[] = [
  step(/(-|[A-Za-z][^\s"{(]*(?:\{[^}"]*\}|\([^)"]*\))?[^\s"]*)(?: |$)/y, 'RESPONSE_CODE_DETAILS'),
  step(/(-|[A-Za-z][^"]*?)(?: (?=")|$)/y, 'CONNECTION_TERMINATION_DETAILS'),
  step(/"([^"]*)"(?: |$)/y, 'UPSTREAM_TRANSPORT_FAILURE_REASON'),
  // An old Istio has the word of its policy service first.
  step(/"([^"]*)"(?: |$)/y, 'UPSTREAM_TRANSPORT_FAILURE_REASON'),
];

const counts: readonly Step[] = [
  step(/(\d+) (\d+) (\d+|-)(?: |$)/y, 'BYTES_RECEIVED', 'BYTES_SENT', 'DURATION'),
  step(/(\d+|-)(?: |$)/y, 'RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)'),
];

const quoted = [
  'REQ(X-FORWARDED-FOR)',
  'REQ(USER-AGENT)',
  'REQ(X-REQUEST-ID)',
  'REQ(:AUTHORITY)',
  'UPSTREAM_HOST',
].map((name) => step(/"([^"]*)"(?: |$)/y, name));

const recommended: readonly Step[] = [
  step(
    /([A-Za-z-][^\s"]*) "([^"]*)" ([^\s"]+) (\d+|-) ([^\s"]+)(?: |$)/y,
    'RESPONSE_CODE_DETAILS',
    'UPSTREAM_TRANSPORT_FAILURE_REASON',
    'UPSTREAM_CLUSTER',
    'UPSTREAM_REQUEST_ATTEMPT_COUNT',
    'GRPC_STATUS',
  ),
];

const mesh = [
  'UPSTREAM_CLUSTER',
  'UPSTREAM_LOCAL_ADDRESS',
  'DOWNSTREAM_LOCAL_ADDRESS',
  'DOWNSTREAM_REMOTE_ADDRESS',
  'REQUESTED_SERVER_NAME',
  'ROUTE_NAME',
].map((name) => step(/([^\s"]+)(?: |$)/y, name));

/**
 * True for a line in which status and flags may be a client's words. The path is the only text of a client in front of
 * them; whoever forges them in it leaves the true protocol behind, its quote and the true status.
 */
export function hasSecondHead(line: string): boolean {
  const first = head2.exec(line);
  return first !== null && head2.test(line.slice(first.index + first[0].length));
}

const head2 = /HTTP\/[\d.]{1,3}" \d{1,3} /;
