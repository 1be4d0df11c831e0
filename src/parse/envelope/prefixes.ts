import { unwrapJson } from './json.js';
import { type EnvelopeLayer, stripAnsiAndBom } from './layer.js';

/** The text behind the first prefix that fits, or undefined when none does. Every pattern is anchored and linear. */
export const unwrapPrefix = (text: string, depth = 3): EnvelopeLayer | undefined => {
  for (const { pattern, isSure } of prefixes) {
    const groups: PrefixGroups | undefined = pattern.exec(text)?.groups;
    if (groups === undefined) continue;
    const rest = groups['rest'] ?? '';
    if (isSure === undefined || isSure(groups) || isLogLine(rest, depth)) return createLayer(groups, rest);
  }
  return undefined;
};

type PrefixGroups = Readonly<Partial<Record<string, string>>>;

type EnvelopePrefix = {
  /** Names its parts: `rest`, and perhaps `time`, `source` and `flag`. */
  readonly pattern: RegExp;
  /** Set where a column of an access log may look alike: unless this says yes, a line must begin behind the prefix. */
  readonly isSure?: (parts: PrefixGroups) => boolean;
};

const isLogLine = (rest: string, depth: number): boolean =>
  isLogStart(stripAnsiAndBom(rest)) ||
  (depth > 0 && (unwrapJson(rest) ?? unwrapPrefix(stripAnsiAndBom(rest), depth - 1)) !== undefined);

function createLayer({ time, source, flag }: PrefixGroups, rest: string): EnvelopeLayer {
  return {
    text: rest,
    stampedAt: time === undefined ? null : parseTime(time),
    source: source === undefined || source === '-' ? null : source,
    lineTag: flag === undefined ? null : flag === 'P' ? 'partial' : 'full',
  };
}

function parseTime(time: string): number | null {
  const iso = time.replace(' ', 'T').replace(',', '.');
  const at = Date.parse(iso.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(at) ? null : at;
}

const neverSure = (): boolean => false;

const isoTime = String.raw`(?<time>\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d))`;
const oldTime = String.raw`(?:\p{L}{3,5}\.? {1,2}\d{1,2} \d\d:\d\d:\d\d(?:\.\d{1,6})?|\d{10}\.\d{6})`;
const journalTime = String.raw`\p{L}{2,5} \d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})? \S{1,8}`;
const priority = String.raw`(?:<\d{1,3}>)?`;
const host = String.raw`(?<source>[^\s:[]{1,255})`;
const tag = String.raw`[A-Za-z0-9_./@-]{1,64}(?:\[\d{1,10}\])?:(?: |$)`;
const logLevel = '(?:trace|debug|info|warn|warning|error|critical|fatal) ';
const servers = '(?:nginx|openresty|tengine|angie|freenginx|envoy)';
const rest = String.raw`(?<rest>[\s\S]*)$`;

const nginxHead = String.raw`(?<rest>(?:\d{4}/\d\d/\d\d \d\d:\d\d:\d\d )?\[[a-z]{4,6}\] \d{1,10}#\d{1,10}: [\s\S]*)$`;

const prefixes: readonly EnvelopePrefix[] = [
  // CRI, as container runtimes write it
  { pattern: new RegExp(`^${isoTime} (?:stdout|stderr) (?<flag>[FP])(?::\\S{0,64})? ?${rest}`) },
  // syslog, RFC 5424
  {
    pattern: new RegExp(
      `^<\\d{1,3}>1 (?<time>\\S+) (?<source>\\S+) \\S+ \\S+ \\S+ (?:-|(?:\\[[^\\]]*\\])+)(?: \ufeff?${rest}|$)`,
    ),
  },
  // syslog, RFC 3164, and journalctl's short forms: a time without year or zone tells no instant
  { pattern: new RegExp(`^${priority}${oldTime} (?:${host} )?${tag}${rest}`, 'u') },
  // rsyslog with full times, and journalctl -o short-iso
  { pattern: new RegExp(`^${priority}${isoTime} (?!${logLevel})${host} ${tag}${rest}`) },
  // journalctl -o short-full
  { pattern: new RegExp(`^${journalTime} ${host} ${tag}${rest}`, 'u') },
  // Heroku
  { pattern: new RegExp(`^${isoTime} (?<source>[a-z]{1,16}\\[[\\w.-]{1,64}\\]): ${rest}`) },
  // journalctl without its time
  { pattern: new RegExp(`^(?<source>[A-Za-z0-9][\\w.-]{0,255}) ${servers}(?:\\[\\d{1,10}\\])?: ${rest}`) },
  // kubectl logs --prefix
  { pattern: new RegExp(`^\\[pod/(?<source>[^/\\]\\s]{1,253})/[^\\]\\s]{1,253}\\] ?${rest}`) },
  // stern: pod and container, perhaps behind the namespace
  {
    pattern: new RegExp(
      `^(?:[+•›] ?)?(?:[a-z0-9][a-z0-9.-]{0,62} )?(?<source>[a-z0-9][a-z0-9.]{0,200}-[a-z0-9.-]{1,200}) (?:› )?[a-z0-9][a-z0-9-]{0,62} ${rest}`,
    ),
    isSure: neverSure,
  },
  // docker compose, foreman, pm2: names of processes are numbered, padded or timed
  {
    pattern: new RegExp(
      `^(?<clock>\\d\\d:\\d\\d:\\d\\d {1,64}|\\d{1,4}\\|)?(?<source>[A-Za-z][\\w.@-]{0,127})(?<padding> {1,64})\\| ?${rest}`,
    ),
    isSure: ({ clock, source = '', padding = '' }) =>
      clock !== undefined || /[._-]\d{1,4}$/.test(source) || padding.length > 1,
  },
  // concurrently, and others that put the process in brackets
  { pattern: new RegExp(`^\\[(?<source>[A-Za-z][\\w./-]{0,127})\\] ?${rest}`), isSure: neverSure },
  // kubectl logs --timestamps
  { pattern: new RegExp(`^${isoTime}[ \\t]${rest}`), isSure: neverSure },
  // Whatever stands before a line of Envoy, whose head no other gateway writes
  { pattern: /^[^"\n]{1,80} (?<rest>\[\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\] "[\s\S]*)$/ },
  // Mails and chats
  { pattern: new RegExp(`^(?:>[ \\t]?)+${rest}`) },
  { pattern: /^`+(?<rest>[^`]*(?:`[^`]+)*)`*$/ },
  { pattern: new RegExp(`^(?:\\*\\*|[-*] )(?=[\\w[])${rest}`), isSure: neverSure },
  { pattern: new RegExp(`^[ \\t]+${rest}`), isSure: neverSure },
  // Some words before a line of nginx; an access line, whose user a client names, holds a dash before any such word
  { pattern: new RegExp(`^(?!\\d{4}/)(?:(?!- )[^\\s"]{1,64} {1,4}){1,10}?${nginxHead}`) },
];

/** True when the text begins as gateways begin their lines: what stands before it is then an envelope. */
export const isLogStart = (text: string): boolean => logStartPatterns.some((start) => start.test(text));

const logStartPatterns = [
  /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d \[/,
  /^\[(?:emerg|alert|crit|error|warn|notice|info|debug)\] \d{1,10}#/,
  /^nginx: \[/,
  /^\[\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d/,
  /^\{"/,
  /^\d{4}-\d\d-\d\dT\S{8,24} (?:stdout|stderr) [FP] /,
  /^\[pod\//,
  /^<\d{1,3}>/,
  /^(?:[\w.:-]{1,255} )?[\da-fA-F.:]{3,45} \S{1,64} \S{1,255} \[\d\d\/[A-Z][a-z]{2}\/\d{4}:/,
];
