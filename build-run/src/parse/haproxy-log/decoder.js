import { readLayout } from '../format-stop.js';
import { parseLogTime } from './log-time.js';
import { isSessionStart, parseSession, sessionLayout } from './parse-session.js';
import { isProcessMessage, parseProcessMessage } from './process-messages.js';
import { judgeSession } from './termination-states.js';
/**
 * Decodes HAProxy's log: sessions as httplog, httpslog, tcplog and httplog clf write them, failed handshakes of clients, and
 * its messages about servers, health checks and itself.
 */
export const haproxyDecoder = {
  id: 'haproxy',
  isRecordStart: (line) => isSessionStart(line) || isProcessMessage(line),
  isRecordComplete: () => true,
  findStop: (line) => readLayout(sessionLayout, line),
  decode: (record, options) => {
    const session = parseSession(record.text);
    if (session !== undefined) return createRequest(session, record, options);
    const message = parseProcessMessage(record.text);
    return message && createProcessEvent(message, record, options);
  },
};
function createRequest(session, record, options) {
  const { backend, server, status, durationMs, connectMs, headerMs, waitMs, line } = session;
  const { finding, outcome, madeBy, isClientGone } = judgeSession(session);
  const peer = server === null ? null : `${backend}/${server}`;
  const isRetried = outcome === 'saved-by-retry';
  // After a redispatch the line names the server that answered, and not the one that failed.
  const failedPeer = session.isRedispatched ? null : peer;
  const answer = {
    peer,
    status: madeBy === 'gateway' ? null : status,
    connectMs,
    headerMs,
    responseMs: durationMs === null ? null : Math.max(durationMs - waitMs, 0),
    redirected: false,
  };
  const lost = { ...answer, peer: failedPeer, ...noProgress };
  return {
    type: 'request',
    gateway: 'haproxy',
    location: record.location,
    at: findEndTime(session, options) ?? record.stampedAt,
    source: record.source,
    text: record.text,
    client: session.client,
    server: session.frontend,
    host: session.host,
    request: line === null ? null : splitRequestLine(line),
    upstream: peer ?? backend,
    upstreamName: backend,
    peer: isRetried ? failedPeer : peer,
    // HAProxy writes the status that it would have sent.
    status: isClientGone && (status ?? 0) >= 500 ? null : status,
    durationMs,
    upstreamAttempts:
      peer === null
        ? []
        : [...Array.from({ length: Math.min(session.retries, attemptsMax) }, () => lost), answer],
    finding,
    outcome,
    madeBy,
    connection: null,
    requestId: null,
    isSuspect: session.isSuspect,
  };
}
const noProgress = { status: null, connectMs: null, headerMs: null, responseMs: null };
/** More retries say nothing new. */
const attemptsMax = 10;
/** Lines are written when the session ends, and have the time when it began. */
function findEndTime({ time, durationMs }, { toEpochMs }) {
  const startedAt = parseLogTime(time, toEpochMs);
  return startedAt === null ? null : startedAt + (durationMs ?? 0);
}
/** Requests of HTTP/2 have an absolute target. */
function splitRequestLine(line) {
  const [, method = '', target = line, protocol = ''] =
    /^([A-Za-z][\w-]{0,31}) (\S+)(?: (HTTP\/[\d.]{1,4}))?$/.exec(line) ?? [];
  return { method, target: target.replace(/^https?:\/\/[^/?#]{1,255}(?=[/?#])/i, ''), protocol };
}
function createProcessEvent(event, record, options) {
  const base = {
    gateway: 'haproxy',
    location: record.location,
    at: record.stampedAt,
    source: record.source,
    text: record.text,
  };
  if (event.type === 'change') return { ...base, ...event };
  const { client = null, time, backend = null, server = null, ...notice } = event;
  const peer = server === null ? null : `${backend}/${server}`;
  return {
    ...base,
    at: (time === undefined ? null : parseLogTime(time, options.toEpochMs)) ?? record.stampedAt,
    ...notice,
    client,
    server: null,
    host: null,
    request: null,
    upstream: peer,
    upstreamName: backend,
    peer,
    connection: null,
  };
}
