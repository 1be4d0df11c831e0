import type { AccessValues } from '../decoder.js';
import { unescapeValue } from '../format/escapes.js';
import { isIsoTime, isLocalTime } from './request-time.js';
import { readExtras } from './trailing-fields.js';

/** What could be read of a line that no format fits. */
export type Fragment = {
  readonly values: AccessValues;
  /** True when only the text behind the usual fields is strange. */
  readonly whole: boolean;
};

/**
 * Reads a line by its shape: who, `[time]`, `"request"`, status, bytes, referrer, user agent, and whatever follows.
 * The beginning or the end may be missing. Undefined when it has neither a time nor a request line with its status.
 */
export function readFragment(line: string): Fragment | undefined {
  const open = timeBracket(line);
  if (open < 0 && !headless.test(line)) return undefined;
  const values = new Map<string, string>();
  if (open >= 0) {
    values.set('time_local', line.slice(open + 1, line.indexOf(']', open)));
    for (const [name, value] of whoIs(line.slice(0, open))) values.set(name, value);
  }
  const whole = readRest(line, open < 0 ? 0 : line.indexOf(']', open) + 2, values);
  return { values, whole: whole && open >= 0 };
}

/** True when an access line stands here, or what is left of one. */
export const looksLikeAccess = (line: string): boolean => timeBracket(line) >= 0 || headless.test(line);

/** A line that begins with the request line, perhaps without its quote: `GET / HTTP/1.1" 502 157`. Envoy has flags there. */
const headless = /^"?[A-Z]{3,12} [^ "]{1,8000} HTTP\/\d(?:\.\d)?" \d{3}(?: \d|$)/;
/** Who stands before the time: two names or addresses, a user, dashes. */
const whoCharsMax = 400;

/** Where the bracket of the time stands, or -1. */
function timeBracket(line: string): number {
  let open = line.slice(0, whoCharsMax).indexOf('[');
  for (let tried = 0; open >= 0 && tried < 4; tried += 1) {
    if (isTimeInBrackets(line, open)) return open;
    open = line.slice(0, whoCharsMax).indexOf('[', open + 1);
  }
  return -1;
}

/** A time in nginx's own way may begin the line; one in ISO 8601 at the beginning of a line is Envoy's. */
function isTimeInBrackets(line: string, open: number): boolean {
  const time = line.slice(open + 1, open + 1 + timeCharsMax);
  const close = time.indexOf(']');
  if (close < 0) return false;
  const inner = time.slice(0, close);
  return (open === 0 || line[open - 1] === ' ') && (isLocalTime(inner) || (open > 0 && isIsoTime(inner)));
}

const timeCharsMax = 40;

/** `CLIENT - USER`, `HOST CLIENT - USER`, `CLIENT`, or forwarded addresses joined by `, `. */
function whoIs(text: string): ReadonlyMap<string, string> {
  const words = text.split(' ').filter((word) => word !== '');
  const [first = '', second = '', third = ''] = words;
  const isBehindHost = words.length > 3 && third === '-' && second !== '-' && !first.endsWith(',');
  const client = (isBehindHost ? second : first).replace(/,$|"/g, '');
  const named: [string, string][] = isBehindHost ? [['host', first]] : [];
  if (client !== '' && client !== '-') named.push(['remote_addr', client]);
  return new Map(named);
}

/** Reads on from behind the time; false when the line ends before the bytes. */
function readRest(line: string, from: number, values: Map<string, string>): boolean {
  // A line that lost its first quote begins with the method.
  const open = from === 0 && line[0] !== '"' ? -1 : line.indexOf('"', from);
  if (open < 0 && from > 0) return false;
  setHost(line.slice(from, open).trim(), values);
  let start = open + 1;
  let close = line.indexOf('"', start);
  if (line.startsWith('" "', close) && setHost(line.slice(start, close), values)) {
    start = close + 3;
    close = line.indexOf('"', start);
  }
  set(values, 'request', line.slice(start, close < 0 ? line.length : close));
  const match = close < 0 ? null : afterRequest.exec(line.slice(close + 1, close + 1 + answerCharsMax));
  const [read = '', status, bytes] = match ?? [];
  if (status === undefined) return false;
  values.set('status', status);
  if (bytes === undefined) return false;
  set(values, 'body_bytes_sent', bytes);
  return readExtras(line.slice(close + 1 + read.length), values);
}

const answerCharsMax = 120;
/** ` 503 157`; some write the reason phrase between the two. */
const afterRequest = /^ "?(\d{3})"?(?:(?: [A-Z][A-Za-z-]{1,20}){0,5} (\d{1,15}|-)(?= |$))?/;

/** Some formats have the host between time and request, with or without quotes. */
function setHost(text: string, values: Map<string, string>): boolean {
  const isHost = text !== '' && text.length <= hostCharsMax && !/[ "/]/.test(text);
  if (isHost) set(values, 'http_host', text);
  return isHost;
}

const hostCharsMax = 261;

function set(values: Map<string, string>, name: string, written: string): void {
  if (written !== '' && written !== '-') values.set(name, unescapeValue(written, 'default'));
}
