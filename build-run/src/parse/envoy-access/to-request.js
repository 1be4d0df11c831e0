import { classifyEnvoyRequest } from './classify-request.js';
import { findUpstreamName, isUnregisteredDestination, stripScheme } from './destination.js';
import { parseWholeNumber } from './indicators.js';
import { hasForgedStatus } from './partial-line.js';
/** Builds the request of an access record. Status and flags that a client may have written are ignored. */
export function toRequest({ values, hasOperator, isPartial, isSuspect }, record) {
  const isForged = isSuspect && hasForgedStatus(record.text);
  const classification = isForged ? null : classifyEnvoyRequest(values, hasOperator);
  const finding =
    classification &&
    (isPartial || isSuspect ? lowerConfidence(classification, isSuspect) : classification.finding);
  const status = isForged ? null : parseWholeNumber(values.get('RESPONSE_CODE')) || null;
  const durationMs = parseWholeNumber(values.get('DURATION'));
  const upstream = findUpstream(values);
  return {
    type: 'request',
    gateway: 'envoy-access',
    location: record.location,
    at: computeEndTime(values.get('START_TIME'), durationMs) ?? record.stampedAt,
    source: record.source,
    text: record.text,
    client: findClient(values),
    server: null,
    host: values.get('REQ(:AUTHORITY)') ?? null,
    request: buildRequestLine(values),
    upstream,
    upstreamName: findUpstreamName(
      values,
      finding?.symptom === 'no-route' && isUnregisteredDestination(values, hasOperator),
    ),
    peer: upstream === null ? null : stripScheme(upstream),
    status,
    durationMs,
    upstreamAttempts: upstream === null ? [] : [createUpstreamAttempt(upstream, status, values)],
    finding,
    outcome: classification?.outcome ?? null,
    madeBy: classification?.madeBy ?? findAnswerMaker(status, upstream, values),
    connection: parseWholeNumber(values.get('CONNECTION_ID')),
    requestId: values.get('REQ(X-REQUEST-ID)') ?? null,
    isSuspect,
  };
}
/** Who made an error status that is no gateway failure. */
function findAnswerMaker(status, upstream, values) {
  if (status === null || status < 400) return null;
  if (hasUpstreamAnswered(values)) return 'upstream';
  return upstream === null || values.has('RESPONSE_CODE_DETAILS') ? 'gateway' : 'undecided';
}
const hasUpstreamAnswered = (values) =>
  values.get('RESPONSE_CODE_DETAILS') === 'via_upstream' ||
  (values.has('RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)') && !values.has('RESPONSE_CODE_DETAILS'));
/** If a connection failed, Envoy since 1.31 also puts the address into the details. */
function findUpstream(values) {
  const details = values.get('RESPONSE_CODE_DETAILS') ?? '';
  const remoteAddress = /\|remote[_ ]address:((?:\[[\da-f:.]{2,45}\]|[\d.]{7,15}):\d{1,5})[|}]/.exec(
    details,
  )?.[1];
  return values.get('UPSTREAM_HOST') ?? values.get('UPSTREAM_REMOTE_ADDRESS') ?? remoteAddress ?? null;
}
function lowerConfidence({ finding }, isSuspect) {
  const certainty = isSuspect || finding.certainty === 'guess' ? 'guess' : 'likely';
  return { ...finding, certainty };
}
/** End time of the request, epoch ms: lines are written when it ends. */
function computeEndTime(start, durationMs) {
  if (start === undefined) return null;
  const startedAt = /^\d{10}(\.\d+)?$/.test(start) ? Number(start) * 1000 : parseIsoTime(start);
  return startedAt === null ? null : Math.round(startedAt) + (durationMs ?? 0);
}
function parseIsoTime(text) {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/.test(text)) return null;
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : time;
}
function findClient(values) {
  const [first = ''] = (values.get('REQ(X-FORWARDED-FOR)') ?? '').split(',');
  const address = first.trim() || values.get('DOWNSTREAM_REMOTE_ADDRESS');
  const client = address ? stripPort(address) : values.get('DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT');
  return client || null;
}
function stripPort(address) {
  if (address.startsWith('['))
    return address.slice(1, address.includes(']') ? address.indexOf(']') : undefined);
  const colon = address.indexOf(':');
  // With more than one colon it is an IPv6 address without brackets, and so without port.
  return colon !== -1 && colon === address.lastIndexOf(':') ? address.slice(0, colon) : address;
}
function buildRequestLine(values) {
  const method = values.get('REQ(:METHOD)');
  const target =
    values.get('REQ(X-ENVOY-ORIGINAL-PATH?:PATH)') ?? values.get('REQ(:PATH)') ?? values.get('PATH');
  if (method === undefined && target === undefined) return null;
  return { method: method ?? '', target: target ?? '', protocol: values.get('PROTOCOL') ?? '' };
}
const createUpstreamAttempt = (upstream, status, values) => ({
  peer: stripScheme(upstream),
  status: values.has('RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)') ? status : null,
  connectMs: null,
  headerMs: parseWholeNumber(values.get('RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)')),
  responseMs: null,
  redirected: false,
});
