import type { Layer } from '../envelope.js';
import { bare } from './bare.js';
import { unwrapJson } from './json.js';
import { beginsLog } from './log-starts.js';

/** The text behind the first prefix that fits, or undefined when none does. Every pattern is anchored and linear. */
export const unwrapPrefix = (text: string, depth = 3): Layer | undefined => {
  for (const prefix of prefixes) {
    const layer = prefix(text, (rest) => beginsLog(bare(rest)) || isWrapped(rest, depth));
    if (layer !== undefined) return layer;
  }
  return undefined;
};

/** What might be a column of an access log is an envelope only where a line, or another envelope, begins behind it. */
const isWrapped = (rest: string, depth: number): boolean =>
  depth > 0 && (unwrapJson(rest) ?? unwrapPrefix(bare(rest), depth - 1)) !== undefined;

const isoTime = String.raw`\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)`;
const tag = String.raw`[A-Za-z0-9_./@-]{1,64}(?:\[\d{1,10}\])?:(?: |$)`;

const patterns = {
  cri: new RegExp(`^(${isoTime}) (?:stdout|stderr) ([FP])(?::\\S{0,64})? ?([\\s\\S]*)$`),
  syslog5424: /^<\d{1,3}>1 (\S+) (\S+) \S+ \S+ \S+ (?:-|(?:\[[^\]]*\])+)(?: \ufeff?([\s\S]*))?$/,
  syslog3164: new RegExp(
    `^(?:<\\d{1,3}>)?(?:\\p{L}{3,5}\\.? {1,2}\\d{1,2} \\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,6})?|\\d{10}\\.\\d{6}) (?:([^\\s:]{1,255}) )?${tag}([\\s\\S]*)$`,
    'u',
  ),
  syslogIso: new RegExp(
    `^(?:<\\d{1,3}>)?(${isoTime}) (?!(?:trace|debug|info|warn|warning|error|critical|fatal) )([^\\s:\\[]{1,255}) ${tag}([\\s\\S]*)$`,
  ),
  journalFull: new RegExp(
    `^\\p{L}{2,5} \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,6})? \\S{1,8} ([^\\s:]{1,255}) ${tag}([\\s\\S]*)$`,
    'u',
  ),
  hostAndProgram:
    /^([A-Za-z0-9][\w.-]{0,255}) (?:nginx|openresty|tengine|angie|freenginx|envoy)(?:\[\d{1,10}\])?: ([\s\S]+)$/,
  heroku: new RegExp(`^(${isoTime}) ([a-z]{1,16}\\[[\\w.-]{1,64}\\]): ([\\s\\S]*)$`),
  kubectl: /^\[pod\/([^/\]\s]{1,253})\/[^\]\s]{1,253}\] ?([\s\S]*)$/,
  stern:
    /^(?:[+•›] ?)?(?:[a-z0-9][a-z0-9.-]{0,62} )?([a-z0-9][a-z0-9.]{0,200}-[a-z0-9.-]{1,200}) (?:› )?[a-z0-9][a-z0-9-]{0,62} ([\s\S]+)$/,
  compose: /^(\d\d:\d\d:\d\d {1,64}|\d{1,4}\|)?([A-Za-z][\w.@-]{0,127})( {1,64})\| ?([\s\S]*)$/,
  time: new RegExp(`^(${isoTime})[ \\t]([\\s\\S]+)$`),
  quotation: /^(?:>[ \t]?)+([\s\S]*)$/,
  backticks: /^`+([\s\S]*)$/,
  blanks: /^[ \t]+([\s\S]+)$/,
};

type Prefix = (text: string, isLine: (rest: string) => boolean) => Layer | undefined;

const prefixes: readonly Prefix[] = [
  (text) => {
    const [, time = '', flag, rest = ''] = patterns.cri.exec(text) ?? [];
    if (flag === undefined) return undefined;
    return { text: rest, stampedAt: epoch(time), partial: flag === 'P' ? 'more' : 'last' };
  },
  (text) => {
    const [whole, time = '', host = '', rest = ''] = patterns.syslog5424.exec(text) ?? [];
    return whole === undefined ? undefined : { text: rest, stampedAt: epoch(time), source: named(host) };
  },
  // The old syslog time has neither year nor zone: it tells no instant.
  (text) => {
    const [whole, host, rest = ''] = patterns.syslog3164.exec(text) ?? [];
    return whole === undefined ? undefined : { text: rest, source: named(host) };
  },
  (text) => {
    const [whole, time = '', host, rest = ''] = patterns.syslogIso.exec(text) ?? [];
    return whole === undefined ? undefined : { text: rest, stampedAt: epoch(time), source: named(host) };
  },
  (text) => {
    const [whole, host, rest = ''] = patterns.journalFull.exec(text) ?? [];
    return whole === undefined ? undefined : { text: rest, source: named(host) };
  },
  (text) => {
    const [whole, time = '', dyno, rest = ''] = patterns.heroku.exec(text) ?? [];
    return whole === undefined ? undefined : { text: rest, stampedAt: epoch(time), source: named(dyno) };
  },
  (text) => {
    const [whole, host, rest = ''] = patterns.hostAndProgram.exec(text) ?? [];
    return whole === undefined ? undefined : { text: rest, source: named(host) };
  },
  (text) => {
    const [whole, pod, rest = ''] = patterns.kubectl.exec(text) ?? [];
    return whole === undefined ? undefined : { text: rest, source: named(pod) };
  },
  (text, isLine) => {
    const [, pod, rest = ''] = patterns.stern.exec(text) ?? [];
    return isLine(rest) ? { text: rest, source: named(pod) } : undefined;
  },
  (text, isLine) => {
    const [whole, time, name = '', padding = '', rest = ''] = patterns.compose.exec(text) ?? [];
    if (whole === undefined) return undefined;
    // Process prefixes are numbered, padded or timed.
    const isProcess = time !== undefined || /[._-]\d{1,4}$/.test(name) || padding.length > 1 || isLine(rest);
    return isProcess ? { text: rest, source: name } : undefined;
  },
  (text, isLine) => {
    const [, time = '', rest = ''] = patterns.time.exec(text) ?? [];
    return isLine(rest) ? { text: rest, stampedAt: epoch(time) } : undefined;
  },
  (text) => {
    const rest = patterns.quotation.exec(text)?.[1];
    return rest === undefined ? undefined : { text: rest };
  },
  (text) => {
    const rest = patterns.backticks.exec(text)?.[1];
    return rest === undefined ? undefined : { text: rest.replace(/`{1,3}$/, '') };
  },
  (text, isLine) => {
    const rest = patterns.blanks.exec(text)?.[1] ?? '';
    return isLine(rest) ? { text: rest } : undefined;
  },
];

function epoch(time: string): number | null {
  const at = Date.parse(
    time
      .replace(' ', 'T')
      .replace(',', '.')
      .replace(/([+-]\d\d)(\d\d)$/, '$1:$2'),
  );
  return Number.isNaN(at) ? null : at;
}

const named = (name: string | undefined): string | null =>
  name === undefined || name === '-' || name === '' ? null : name;
