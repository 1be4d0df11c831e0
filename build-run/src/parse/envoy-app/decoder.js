import { parseJsonObject } from '../format/lenient-json.js';
import { isZtunnelRecord } from '../ztunnel-access/split-record.js';
import { parseHostEvent } from './host-event.js';
import { interpretAppMessage } from './known-messages.js';
import { findHeaderStop, splitAppRecord } from './split-record.js';
/**
 * Decodes Envoy's application log in all common layouts, and its logs of ejected and unhealthy hosts: one record in, one
 * attempt, change or notice out.
 */
export const envoyAppDecoder = {
  id: 'envoy-app',
  isRecordStart: (line) => recordStartPattern.test(line),
  // A message may span lines: header dumps, configuration errors, stack traces.
  isRecordComplete: (record) => record.startsWith('{') && record.endsWith('}'),
  findStop: findHeaderStop,
  decode: (record) => {
    // The rest of ztunnel's log has the layout of Istio's agent.
    if (isZtunnelRecord(record.text)) return undefined;
    return parseHostNotice(record) ?? parseAppEvent(record);
  },
};
/** A bracketed time and another bracket, a time and a level between tabs, a letter and a date, or known JSON keys. */
const recordStartPattern =
  /^(?:\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[.,]\d{3}\]\[|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z(?:\t[a-z]+\t| +[a-z]+ +envoy )|[TDIWECO]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ envoy\/|\{.*"(?:scope":"|action":"U?N?EJECT|health_checker_type"))/;
function parseHostNotice(record) {
  const object = record.text.startsWith('{') ? parseJsonObject(record.text.replaceAll('\n', '')) : undefined;
  const event = object && parseHostEvent(object);
  return event && createHostNotice(event, record);
}
const createHostNotice = ({ kind, message, at, cluster, peer }, record) => ({
  ...createEventBase(record, at),
  ...unknownExchange,
  type: 'notice',
  kind,
  message,
  upstream: peer,
  upstreamName: cluster,
  peer,
  connection: null,
});
function parseAppEvent(record) {
  const app = splitAppRecord(record.text);
  if (!app) return undefined;
  const meaning = isDetail(app) ? undefined : interpretAppMessage(app.message);
  if (meaning?.type === 'change') return createChange(meaning, app, record);
  return meaning ? createAttempt(meaning, app, record) : createNotice(app, record);
}
/** Messages below info duplicate the access log; messages of Istio's agent do not come from a gateway. */
const isDetail = ({ program, level }) => program === 'agent' || level === 'debug' || level === 'trace';
function createAttempt({ symptom, phase, upstreamName }, { at, message, connection }, record) {
  return {
    ...createEventBase(record, at),
    ...unknownExchange,
    type: 'attempt',
    finding: {
      symptom,
      phase,
      socket: null,
      certainty: 'certain',
      message: takeFirstLine(message),
      missingFields: [],
    },
    upstreamName,
    status: null,
    pid: null,
    connection,
    subrequest: null,
    isSuspect: false,
  };
}
const createChange = ({ kind, message }, { at }, record) => ({
  ...createEventBase(record, at),
  type: 'change',
  kind,
  message,
});
const createNotice = ({ at, message, connection }, record) => ({
  ...createEventBase(record, at),
  ...unknownExchange,
  type: 'notice',
  kind: / was ejected by the outlier detector$/.test(message) ? 'ejection' : 'informational',
  message: takeFirstLine(message),
  connection,
});
const createEventBase = (record, at) => ({
  gateway: 'envoy-app',
  location: record.location,
  at: at ?? record.stampedAt,
  source: record.source,
  text: record.text,
});
const unknownExchange = {
  client: null,
  server: null,
  host: null,
  request: null,
  upstream: null,
  upstreamName: null,
  peer: null,
};
const messageCharsMax = 300;
const takeFirstLine = (message) => (message.split('\n', 1)[0] ?? '').slice(0, messageCharsMax);
