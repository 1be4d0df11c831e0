import { isJsonObject, parseJsonObject } from '../format/lenient-json.js';
import { interpretError } from './errors.js';
/**
 * Decodes Caddy's access log in JSON (logger `http.log.access`), as https://caddyserver.com/docs/caddyfile/directives/log
 * and `accessLogger` in caddyhttp/server.go describe it.
 */
export const caddyAccessDecoder = createDecoder('caddy-access', /^http\.log\.access(?:\.|$)/, toRequest);
/**
 * Decodes Caddy's error log in JSON: requests that failed (logger `http.log.error`, `errorLogger` in caddyhttp/server.go),
 * and what `http.handlers.reverse_proxy` writes (reverseproxy.go, healthchecks.go).
 */
export const caddyErrorDecoder = createDecoder(
  'caddy-error',
  /^http\.(?:log\.error|handlers\.(?:reverse_proxy|fastcgi))(?:\.|$)/,
  toErrorEvent,
);
/** All of Caddy's records of requests have a logger of this module. */
function findLogger(line) {
  const start = line.startsWith('{') ? line.indexOf(loggerKey) : -1;
  return start < 0 ? '' : (loggerPattern.exec(line.slice(start, start + loggerCharsMax))?.[1] ?? '');
}
const loggerKey = '"logger":';
const loggerPattern = /^"logger":\s?"(http\.[\w.]{1,80})"/;
const loggerCharsMax = 120;
function createDecoder(id, logger, toEvent) {
  const isRecordStart = (line) => logger.test(findLogger(line));
  return {
    id,
    isRecordStart,
    isRecordComplete: () => true,
    decode: (record) => {
      if (!isRecordStart(record.text)) return undefined;
      const entry = parseJsonObject(record.text);
      return entry && toEvent(entry, record);
    },
  };
}
/** A status 0 stands for a client that left before the answer. */
function toRequest(entry, record) {
  const status = toStatus(entry['status']);
  const isBad = status === 502 || status === 503 || status === 504;
  const isFromUpstream = hasUpstreamHeaders(entry['resp_headers']);
  const finding = !isBad
    ? null
    : {
        symptom: isFromUpstream ? `answered-${status}` : 'unexplained',
        phase: null,
        socket: null,
        certainty: 'likely',
        message: isFromUpstream ? `the upstream answered ${status}` : `status ${status}`,
        missingFields: isFromUpstream ? [] : ['the logger http.log.error'],
      };
  return {
    ...createBase('caddy-access', entry, record),
    type: 'request',
    status,
    durationMs: toDurationMs(entry['duration']),
    upstreamAttempts: [],
    finding,
    outcome: finding === null ? null : 'client-visible',
    madeBy: status === null || status < 500 ? null : isFromUpstream ? 'upstream' : 'gateway',
    connection: null,
    requestId: null,
    isSuspect: false,
  };
}
/** Caddy's own answers have none of these: it adds `Date` behind the log. Its file server leaves a length beside a tag. */
function hasUpstreamHeaders(headers) {
  if (!isJsonObject(headers)) return false;
  const isFile = 'Etag' in headers || 'Accept-Ranges' in headers || 'Last-Modified' in headers;
  return 'Date' in headers || 'Via' in headers || ('Content-Length' in headers && !isFile);
}
function toErrorEvent(entry, record) {
  const logger = toText(entry['logger']);
  const message = toText(entry['msg']);
  const isOfRequest = logger.startsWith('http.log.error');
  const status = toStatus(entry['status']);
  const hasBegun = message === 'aborting with incomplete response';
  if (logger.includes('health_checker')) return createCheckNotice(message, entry, record);
  if (isOfRequest ? status === null || status < 500 : !hasBegun) return createNotice(message, entry, record);
  const error = isOfRequest ? message : toText(entry['error']);
  const interpreted = interpretError(error, hasBegun);
  if (interpreted === undefined) return { ...createNotice(error, entry, record), kind: 'client-abort' };
  const isConfigured = /^(?:caddyhttp\.)?StaticError/.test(toText(entry['err_trace']));
  const { finding, name } = interpreted;
  // Releases from 2.7 on name the upstream beside the error of an answer that broke off.
  const peer = interpreted.peer ?? (toText(entry['upstream']) || null);
  return {
    ...createBase('caddy-error', entry, record),
    type: 'attempt',
    upstream: peer ?? name,
    upstreamName: name,
    peer,
    finding: isConfigured ? { ...finding, symptom: 'returned', phase: null } : finding,
    status: hasBegun ? null : status,
    pid: null,
    connection: null,
    subrequest: null,
    isSuspect: false,
  };
}
const createNotice = (message, entry, record) => ({
  ...createBase('caddy-error', entry, record),
  type: 'notice',
  kind: 'informational',
  message: message.slice(0, messageCharsMax),
  connection: null,
});
/** Active checks: `HTTP request failed`, `unexpected status code`, `host is up`. */
function createCheckNotice(message, entry, record) {
  const notice = createNotice(message, entry, record);
  const host = toText(entry['host']).replace(/^[a-z]{2,10}:\/\//, '') || null;
  if (message === 'host is up') return { ...notice, kind: 'rejoin', peer: host };
  const error = interpretError(toText(entry['error']) || message, false);
  const isFailed = /failed|unexpected status|not match|host is down|out of tolerances/.test(message);
  return isFailed && error !== undefined
    ? { ...notice, kind: 'check-failed', peer: host ?? error.peer, symptom: error.finding.symptom }
    : { ...notice, peer: host };
}
const messageCharsMax = 300;
function createBase(gateway, entry, record) {
  const request = isJsonObject(entry['request']) ? entry['request'] : {};
  const method = toText(request['method']);
  const exchange = {
    // Behind a trusted proxy, the client is not the address that is connected.
    client: toText(request['client_ip']) || toText(request['remote_ip']) || null,
    server: null,
    host: toText(request['host']) || null,
    request:
      method === '' ? null : { method, target: toText(request['uri']), protocol: toText(request['proto']) },
    ...{ upstream: null, upstreamName: null, peer: null },
  };
  return {
    gateway,
    location: record.location,
    at: toTime(entry['ts']) ?? record.stampedAt,
    source: record.source,
    text: record.text,
    ...exchange,
  };
}
const toText = (value) => (typeof value === 'string' ? value : '');
const toStatus = (value) => (typeof value === 'number' && value >= 100 && value <= 599 ? value : null);
/** Seconds of the epoch, or a text, as `time_format` says. */
function toTime(value) {
  const at =
    typeof value === 'number' ? Math.round(value < 1e11 ? value * 1000 : value) : Date.parse(toText(value));
  return Number.isNaN(at) ? null : at;
}
/** Seconds, or a text such as `1.2s`, `701ms` or `350µs`, as `duration_format` says. */
function toDurationMs(value) {
  if (typeof value === 'number') return Math.round(value * 1000);
  const [, number = '', unit = ''] = /^(\d{1,9}(?:\.\d{1,9})?)(µs|us|ms|s)$/.exec(toText(value)) ?? [];
  const factor = { µs: 0.001, us: 0.001, ms: 1, s: 1000 }[unit];
  return factor === undefined ? null : Math.round(Number(number) * factor);
}
