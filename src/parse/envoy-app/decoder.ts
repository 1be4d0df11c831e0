import type { Gateway } from '../decoder.js';
import type { Attempt, Change, Event, Exchange, Remark } from '../event.js';
import { readJsonObject } from '../format/lenient-json.js';
import type { LogRecord } from '../line.js';
import { type HostEvent, hostEvent } from './host-event.js';
import { type AppMeaning, appMeaning } from './known-messages.js';
import { type AppRecord, appRecord } from './split-record.js';

/** Envoy's application log in its usual layouts, and its logs of ejected and unhealthy hosts. */
export const envoyApp: Gateway = {
  id: 'envoy-app',
  family: 'envoy',
  begins: (line) => layouts.test(line),
  // A message may go on for lines: header dumps, configuration errors, stack traces.
  isWhole: (record) => record.startsWith('{') && record.endsWith('}'),
  read: (record) => hostRemark(record) ?? appEvent(record),
};

/** A time in brackets and more brackets, a time and a level between tabs, a letter and a date, or the keys of JSON. */
const layouts =
  /^(?:\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[.,]\d{3}\]\[|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z(?:\t[a-z]+\t| +[a-z]+ +envoy )|[TDIWECO]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ envoy\/|\{.*"(?:scope":"|action":"U?N?EJECT|health_checker_type"))/;

function hostRemark(record: LogRecord): Remark | undefined {
  const object = record.text.startsWith('{') ? readJsonObject(record.text.replaceAll('\n', '')) : undefined;
  const event = object && hostEvent(object);
  return event && remarkOn(event, record);
}

const remarkOn = ({ kind, words, at, cluster, peer }: HostEvent, record: LogRecord): Remark => ({
  ...originOf(record, at),
  ...nobody,
  type: 'remark',
  kind,
  words,
  upstream: peer,
  group: cluster,
  peer,
  connection: null,
});

function appEvent(record: LogRecord): Event | undefined {
  const app = appRecord(record.text);
  if (!app) return undefined;
  const meaning = isDetail(app) ? undefined : appMeaning(app.message);
  if (meaning?.type === 'change') return change(meaning, app, record);
  return meaning ? attempt(meaning, app, record) : remark(app, record);
}

/** Below info, messages accompany what the access log tells; and the agent is no gateway. */
const isDetail = ({ program, level }: AppRecord) =>
  program === 'agent' || level === 'debug' || level === 'trace';

function attempt(
  { symptom, phase, group }: Extract<AppMeaning, { type: 'attempt' }>,
  { at, message, connection }: AppRecord,
  record: LogRecord,
): Attempt {
  return {
    ...originOf(record, at),
    ...nobody,
    type: 'attempt',
    finding: { symptom, phase, socket: null, certainty: 'certain', words: firstLine(message), lacks: [] },
    group,
    status: null,
    pid: null,
    connection,
    subrequest: null,
    suspect: false,
  };
}

const change = (
  { kind, words }: Extract<AppMeaning, { type: 'change' }>,
  { at }: AppRecord,
  record: LogRecord,
): Change => ({ ...originOf(record, at), type: 'change', kind, words });

const remark = ({ at, message, connection }: AppRecord, record: LogRecord): Remark => ({
  ...originOf(record, at),
  ...nobody,
  type: 'remark',
  kind: / was ejected by the outlier detector$/.test(message) ? 'ejection' : 'informational',
  words: firstLine(message),
  connection,
});

const originOf = (record: LogRecord, at: number | null) => ({
  gateway: 'envoy-app' as const,
  place: record.place,
  at: at ?? record.stampedAt,
  source: record.source,
  text: record.text,
});

const nobody: Exchange = {
  client: null,
  server: null,
  host: null,
  request: null,
  upstream: null,
  group: null,
  peer: null,
};

const wordsMax = 300;
const firstLine = (message: string) => (message.split('\n', 1)[0] ?? '').slice(0, wordsMax);
