import { minuteMs } from '../../base/duration.js';
import { estimateTimezoneErrorMs } from '../../base/timezone-drift.js';
import { parseUpstreamAddress, repairUpstream } from './address.js';
import { deriveClientStatus, isScripted } from './client-status.js';
import { refusesConfiguration } from './refused-configuration.js';
import { isGatewayFailure, toFinding } from './to-finding.js';

/** Maximum delay of an envelope's timestamp; a later one does not show the timezone. */
const envelopeDelayMsMax = minuteMs;
/** Builds the event of a record. Its properties are listed one by one: spreading objects costs more than the parse. */
export const toEvent = (parts, record, options) => {
  const { header, message } = parts;
  const { meaning } = message;
  const { location, source, text } = record;
  const gateway = 'nginx-error';
  const at = computeTime(header, record, options);
  if (meaning.type === 'change') {
    return {
      type: 'change',
      gateway,
      location,
      at,
      source,
      text,
      kind: meaning.kind,
      message: meaning.message,
    };
  }
  const { client, server, host, request, upstream, upstreamName, peer } = buildExchange(parts);
  const messageText = shortenMessage(message.text);
  const { connection, pid } = header;
  if (meaning.type === 'notice' || !isGatewayFailure(meaning, parts)) {
    const kind = classifyNotice(meaning, parts);
    const notice = {
      type: 'notice',
      gateway,
      location,
      at,
      source,
      text,
      client,
      server,
      host,
      request,
      upstream,
      upstreamName,
      peer,
      kind,
      message: messageText,
      connection,
    };
    const { symptom } = meaning;
    return kind === 'check-failed' && symptom !== undefined ? { ...notice, symptom } : notice;
  }
  const finding = toFinding(
    meaning,
    parts,
    { peer, triedAddress: getTokenText(parts, 'address') },
    messageText,
  );
  const { time } = header;
  const attempt = {
    type: 'attempt',
    gateway,
    location,
    at,
    source,
    text,
    client,
    server,
    host,
    request,
    upstream,
    upstreamName,
    peer,
    finding,
    status: deriveClientStatus(meaning, finding, parts),
    pid,
    connection,
    subrequest: getField(parts, 'subrequest'),
    isSuspect: isSuspect(parts),
  };
  if (finding.phase === 'starting' && refusesConfiguration(parts))
    return { ...attempt, refusesConfiguration: true };
  return time === null || record.stampedAt !== null ? attempt : { ...attempt, wallTime: toWallTime(time) };
};
const toWallTime = ([year, month, day, hour, minute, second]) =>
  Date.UTC(year, month - 1, day, hour, minute, second);
/** nginx's time has no zone. The envelope's timestamp has one, and so shows the timezone of the gateway. */
function computeTime({ time }, { stampedAt }, options) {
  if (time === null) return stampedAt;
  const at = options.toEpochMs(...time);
  return stampedAt === null ? at : at - (estimateTimezoneErrorMs(at, stampedAt, envelopeDelayMsMax) ?? 0);
}
/**
 * An error of sending or receiving that belongs to no request and to nothing that nginx names, as the check of a module
 * leaves it. It counts only beside a peer that the checks disabled.
 */
const isBareSocketError = ({ scope, usualPhase }, { header, action, context, message }) =>
  scope === 'socket' &&
  usualPhase !== 'connecting' &&
  message.isKnown &&
  header.level === 'error' &&
  header.connection === null &&
  action === null &&
  context.values.size === 0;
/** At level info, a failed socket is the client's. */
function classifyNotice(meaning, parts) {
  if (meaning.type === 'notice' && meaning.kind !== 'informational') return meaning.kind;
  if (refusesConfiguration(parts)) return 'config-refused';
  if (meaning.type === 'notice') return meaning.kind;
  if (isBareSocketError(meaning, parts)) return 'check-failed';
  const isClosed = meaning.symptom === 'ECONNRESET' || meaning.symptom === 'EPIPE';
  return parts.header.level === 'info' && meaning.scope === 'socket' && isClosed
    ? 'client-abort'
    : 'informational';
}
function buildExchange(parts) {
  const upstream = parts.context.values.get('upstream');
  const configuredName = getTokenText(parts, 'name');
  const triedAddress = upstream && parseUpstreamAddress(upstream.text);
  const hasNoAddress = hasNoPeer(parts);
  const upstreamName = hasNoAddress && !isScripted(parts) ? triedAddress : undefined;
  return {
    client: getField(parts, 'client') || getField(parts, 'udp client') || null,
    server: getField(parts, 'server'),
    host: getField(parts, 'host'),
    request: parseRequestLine(getField(parts, 'request')) ?? parseCutRequestLine(parts),
    upstream: (upstream && repairUpstream(upstream.text)) || findStartupUpstream(parts) || null,
    upstreamName: configuredName?.replace(/:\d{1,5}$/, '') ?? upstreamName ?? null,
    peer: hasNoAddress ? null : (triedAddress ?? getTokenText(parts, 'address')),
  };
}
const hasNoPeer = ({ message: { meaning } }) => meaning.type === 'failure' && meaning.symptom === 'no-peer';
/** At startup there is no context, but the message quotes the upstream as configured. */
function findStartupUpstream(parts) {
  const { meaning } = parts.message;
  return meaning.type === 'failure' && meaning.phase === 'starting' ? getTokenText(parts, 'name') : null;
}
/** Returns the value of a field; null if it is truncated, as half a host name is another host. */
function getField({ context }, name) {
  const value = context.values.get(name);
  return value?.isComplete ? value.text : null;
}
function getTokenText({ message }, slot) {
  const { meaning } = message;
  const index = meaning.type === 'change' ? undefined : meaning[slot];
  const token = index === undefined ? undefined : message.tokens[index];
  if (token === undefined) return null;
  return message.text.slice(token.start, token.end).replace(/^(?:\(peer:|["'])|["')]$/g, '');
}
function parseRequestLine(text) {
  if (text === null || text === '') return null;
  const methodEnd = text.indexOf(' ');
  if (methodEnd < 0) return { method: text, target: '', protocol: '' };
  const last = text.lastIndexOf(' ');
  const protocolStart = text.startsWith(' HTTP/', last) ? last : text.length;
  return {
    method: text.slice(0, methodEnd),
    target: text.slice(methodEnd + 1, protocolStart),
    protocol: text.slice(protocolStart + 1),
  };
}
/** The beginning of a request line at which nginx cut the record; any other beginning is too short to tell it by. */
function parseCutRequestLine({ context }) {
  const value = context.values.get('request');
  if (value === undefined || value.isComplete || value.text.length < cutRequestCharsMin) return null;
  const requestLine = parseRequestLine(value.text);
  return requestLine && { ...requestLine, isCut: true };
}
const cutRequestCharsMin = 1_024;
const messageCharsMax = 300;
const shortenMessage = (message) =>
  message
    .slice(0, messageCharsMax)
    .replace(/\s*\n\s*/g, ' ')
    .trim();
/** Two headers or two contexts in one record: one of them is forged. */
function isSuspect({ context, isFreeText, message }) {
  return context.isContradicted || (isFreeText && message.text.includes('\n'));
}
