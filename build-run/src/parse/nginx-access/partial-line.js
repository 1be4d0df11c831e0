import { unescapeValue } from '../format/escapes.js';
import { isClientAddress } from './find-client.js';
import { isIsoTime, isLocalTime } from './request-time.js';
import { parseTrailingFields } from './trailing-fields.js';
/**
 * Reads a line by its shape: client, `[time]`, `"request"`, status, bytes, referrer, user agent, and whatever follows. Its
 * start or end may be missing. Undefined if it has neither a time nor a request line with a status.
 */
export function parseNginxPartialLine(line) {
  const open = findTimeBracket(line);
  if (open < 0 && !headlessLinePattern.test(line)) return undefined;
  const values = new Map();
  if (open >= 0) {
    values.set('time_local', line.slice(open + 1, line.indexOf(']', open)));
    for (const [name, value] of parseClient(line.slice(0, open))) values.set(name, value);
  }
  const isComplete = parseAfterTime(line, open < 0 ? 0 : line.indexOf(']', open) + 2, values);
  return { values, isComplete: isComplete && open >= 0 };
}
/** True for an access line or a remainder of one. */
export const isAccessLine = (line) => findTimeBracket(line) >= 0 || headlessLinePattern.test(line);
/** A line that starts with the request line, possibly without its quote: `GET / HTTP/1.1" 502 157`. Envoy has flags after the status. */
const headlessLinePattern = /^"?[A-Z]{3,12} [^ "]{1,8000} HTTP\/\d(?:\.\d)?" \d{3}(?: \d|$)/;
/** Maximum text before the time: two names or addresses, a user, dashes. */
const clientCharsMax = 400;
/** Index of the bracket before the time, or -1. */
export function findTimeBracket(line) {
  let open = line.slice(0, clientCharsMax).indexOf('[');
  for (let attempts = 0; open >= 0 && attempts < 4; attempts += 1) {
    if (isTimeInBrackets(line, open)) return open;
    open = line.slice(0, clientCharsMax).indexOf('[', open + 1);
  }
  return -1;
}
/** A `$time_local` may start the line; an ISO 8601 time at the start of a line is Envoy's. */
function isTimeInBrackets(line, open) {
  const time = line.slice(open + 1, open + 1 + timeCharsMax);
  const close = time.indexOf(']');
  if (close < 0) return false;
  const inner = time.slice(0, close);
  return (
    (open === 0 || beforeTime.includes(line[open - 1] ?? '')) &&
    (isLocalTime(inner) || (open > 0 && isIsoTime(inner)))
  );
}
/** A prefix may be attached to a time that starts the line. */
const beforeTime = ' \t:-])>';
const timeCharsMax = 40;
/** Reads `CLIENT - USER`, `HOST CLIENT - USER`, `CLIENT`, or forwarded addresses joined by `, `. */
function parseClient(text) {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const [first = ''] = words;
  const dash = words.indexOf('-', 1);
  const index = first.endsWith(',') || dash < 0 ? 0 : dash - 1;
  const client = (words[index] ?? '').replace(/,$|"/g, '');
  const entries = index === 1 && first !== '-' ? [['host', first]] : [];
  if (client !== '' && client !== '-' && !isTime(client)) entries.push(['remote_addr', client]);
  return new Map(entries);
}
/** A date or a time of day, which a prefix may end with. */
const isTime = (word) => /^\d{1,4}[-/:]\d/.test(word) && !isClientAddress(word);
/** Reads the fields after the time; false if the line ends before the bytes. */
function parseAfterTime(line, from, values) {
  // A line that lost its first quote begins with the method.
  const open = from === 0 && line[0] !== '"' ? -1 : line.indexOf('"', from);
  if (open < 0 && from > 0) return false;
  readBeforeRequest(line.slice(from, open).trim(), values);
  let start = open + 1;
  let close = line.indexOf('"', start);
  if (line.startsWith('" "', close) && setHost(line.slice(start, close), values)) {
    start = close + 3;
    close = line.indexOf('"', start);
  }
  setValue(values, 'request', line.slice(start, close < 0 ? line.length : close));
  const match = close < 0 ? null : statusPattern.exec(line.slice(close + 1, close + 1 + statusCharsMax));
  const [matched = '', status, bytes] = match ?? [];
  if (status === undefined) return false;
  values.set('status', status);
  if (bytes === undefined) return false;
  setValue(values, 'body_bytes_sent', bytes);
  return parseTrailingFields(line.slice(close + 1 + matched.length), values);
}
const statusCharsMax = 120;
/** ` 503 157`, or with the reason phrase in between. */
const statusPattern = /^ "?(\d{3})"?(?:(?: [A-Z][A-Za-z-]{1,20}){0,5} (\d{1,15}|-)(?= |$))?/;
/** Some formats have the client there, as in `[time]:CLIENT - "request"`, others the host. */
function readBeforeRequest(text, values) {
  const [word = ''] = text.split(' ', 1);
  if (!values.has('remote_addr') && isClientAddress(word)) values.set('remote_addr', word);
  else setHost(text, values);
}
/** Some formats have the host between time and request, quoted or not. Returns whether the text is a host. */
function setHost(text, values) {
  const isHost = text !== '' && text.length <= hostCharsMax && !/[ "/]/.test(text);
  if (isHost) setValue(values, 'http_host', text);
  return isHost;
}
const hostCharsMax = 261;
function setValue(values, name, value) {
  if (value !== '' && value !== '-') values.set(name, unescapeValue(value, 'default'));
}
