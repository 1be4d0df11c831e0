import { unwrapField } from './fields.js';
import { unwrapJson } from './json.js';
import { stripAnsiAndBom } from './layer.js';
import { findRecordStart, isPlainAccessLine, isRecordStart } from './record-start.js';
/**
 * Removes the first known prefix that matches, else what any program wrote before a record; undefined if nothing is before
 * it. Every pattern is anchored and linear.
 */
export const unwrapPrefix = (text, depth = 3) => {
  if (text.startsWith('{"') || isPlainAccessLine(text)) return undefined;
  for (const { pattern, isSure } of prefixes) {
    const groups = pattern.exec(text)?.groups;
    if (groups === undefined) continue;
    const rest = groups['rest'] ?? '';
    if (isSure === undefined || isSure(groups) || isLogLine(rest, depth)) return createLayer(groups, rest);
  }
  const start = findRecordStart(text);
  return start > 0 ? { text: text.slice(start) } : unwrapField(text);
};
const isLogLine = (rest, depth) =>
  isRecordStart(stripAnsiAndBom(rest)) ||
  (depth > 0 && (unwrapJson(rest) ?? unwrapPrefix(stripAnsiAndBom(rest), depth - 1)) !== undefined);
function createLayer({ time, source, flag }, rest) {
  return {
    text: rest,
    stampedAt: time === undefined ? null : parseTime(time),
    source: source === undefined || source === '-' ? null : source,
    lineTag: flag === undefined ? null : flag === 'P' ? 'partial' : 'full',
  };
}
function parseTime(time) {
  const iso = time.replace(' ', 'T').replace(',', '.');
  const at = Date.parse(iso.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(at) ? null : at;
}
const neverSure = () => false;
const isoTime = String.raw`(?<time>\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d))`;
const oldTime = String.raw`(?:\p{L}{3,5}\.? {1,2}\d{1,2} \d\d:\d\d:\d\d(?:\.\d{1,6})?|\d{10}\.\d{6})`;
const journalTime = String.raw`\p{L}{2,5} \d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})? \S{1,8}`;
const priority = String.raw`(?:<\d{1,3}>)?`;
const host = String.raw`(?<source>[^\s:[]{1,255})`;
const tag = String.raw`[A-Za-z0-9_./@-]{1,64}(?:\[\d{1,10}\])?:(?: |$)`;
const logLevel = '(?:trace|debug|info|warn|warning|error|critical|fatal) ';
const servers = '(?:nginx|openresty|tengine|angie|freenginx|envoy|haproxy|caddy)';
const rest = String.raw`(?<rest>[\s\S]*)$`;
const prefixes = [
  // Heads of supervisord and tail: the lines of the program follow
  {
    pattern: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} DEBG '[^'\n]{1,80}' std(?:out|err) output:(?<rest>)\s*$/,
  },
  { pattern: /^==> \S{1,400} <==(?<rest>)\s*$/ },
  // CRI, the format of container runtimes
  { pattern: new RegExp(`^${isoTime} (?:stdout|stderr) (?<flag>[FP])(?::\\S{0,64})? ?${rest}`) },
  // syslog, RFC 5424
  {
    pattern: new RegExp(
      `^<\\d{1,3}>1 (?<time>\\S+) (?<source>\\S+) \\S+ \\S+ \\S+ (?:-|(?:\\[[^\\]]*\\])+)(?: \ufeff?${rest}|$)`,
    ),
  },
  // syslog, RFC 3164, and journalctl's short forms: the time has no year or zone, so it is not used
  { pattern: new RegExp(`^${priority}${oldTime} (?:${host} )?${tag}${rest}`, 'u') },
  // rsyslog with full times, and journalctl -o short-iso
  { pattern: new RegExp(`^${priority}${isoTime} (?!${logLevel})${host} ${tag}${rest}`) },
  // journalctl -o short-full
  { pattern: new RegExp(`^${journalTime} ${host} ${tag}${rest}`, 'u') },
  // Heroku
  { pattern: new RegExp(`^${isoTime} (?<source>[a-z]{1,16}\\[[\\w.-]{1,64}\\]): ${rest}`) },
  // journalctl without the time
  { pattern: new RegExp(`^(?<source>[A-Za-z0-9][\\w.-]{0,255}) ${servers}(?:\\[\\d{1,10}\\])?: ${rest}`) },
  // A priority alone, as HAProxy writes it for systemd (`log stdout format short`)
  { pattern: new RegExp(`^<\\d{1,3}>${rest}`), isSure: neverSure },
  // kubectl logs --prefix
  { pattern: new RegExp(`^\\[pod/(?<source>[^/\\]\\s]{1,253})/[^\\]\\s]{1,253}\\] ?${rest}`) },
  // stern: pod and container, optionally after the namespace
  {
    pattern: new RegExp(
      `^(?:[+•›] ?)?(?:[a-z0-9][a-z0-9.-]{0,62} )?(?<source>[a-z0-9][a-z0-9.]{0,200}-[a-z0-9.-]{1,200}) (?:› )?[a-z0-9][a-z0-9-]{0,62} ${rest}`,
    ),
    isSure: neverSure,
  },
  // docker compose, foreman, pm2: process names are numbered, padded or preceded by a time
  {
    pattern: new RegExp(
      `^(?<clock>\\d\\d:\\d\\d:\\d\\d {1,64}|\\d{1,4}\\|)?(?<source>[A-Za-z][\\w.@-]{0,127})(?<padding> {1,64})\\| ?${rest}`,
    ),
    isSure: ({ clock, source = '', padding = '' }) =>
      clock !== undefined || /[._-]\d{1,4}$/.test(source) || padding.length > 1,
  },
  // concurrently and others that put the process in brackets
  { pattern: new RegExp(`^\\[(?<source>[A-Za-z][\\w./-]{0,127})\\] ?${rest}`), isSure: neverSure },
  // kubectl logs --timestamps
  { pattern: new RegExp(`^${isoTime}[ \\t]${rest}`), isSure: neverSure },
  // Quotes and code marks of mails and chats
  { pattern: new RegExp(`^(?:>[ \\t]?)+${rest}`) },
  { pattern: /^`+(?<rest>[^`]*(?:`[^`]+)*)`*$/ },
  { pattern: new RegExp(`^(?:\\*\\*|[-*] )(?=[\\w[])${rest}`), isSure: neverSure },
  { pattern: new RegExp(`^[ \\t]+${rest}`), isSure: neverSure },
];
