import { attachCustomer } from '../customer.js';
import { chooseFurthest } from '../format-stop.js';
import { classifyNginxRequest } from './classify-request.js';
import { isKeyValueLine } from './key-value-line.js';
import { isAccessLine } from './partial-line.js';
import { parseAccessLine } from './read-line.js';
import { repeatsKey } from './repeated-key.js';
import { parseEndTime } from './request-time.js';
import { isPeerAddress, parseUpstreamAttempts } from './upstream-attempts.js';
/**
 * Decodes nginx's access log, including that of ingress-nginx, OpenResty, Kong, APISIX and Nginx Proxy Manager: one line in,
 * one request out, with a finding if it failed at the gateway.
 */
export const nginxAccessDecoder = {
  id: 'nginx-access',
  isRecordStart: (line) =>
    line.startsWith('{')
      ? /"(?:s|[\w.]*status[\w.]*)"/.test(line)
      : isAccessLine(line) || isKeyValueLine(line),
  isRecordComplete: () => true,
  findStop: (line, { nginxFormats }) => chooseFurthest(nginxFormats.map(({ findStop }) => findStop?.(line))),
  decode: (record, { nginxFormats, customerField }) => {
    const parsed = parseAccessLine(record.text, nginxFormats);
    return parsed && attachCustomer(createRequest(parsed, record), parsed.values, customerField);
  },
};
function createRequest({ values, isTrusted }, record) {
  const status = parseStatus(values);
  const upstreamAttempts = parseUpstreamAttempts(values);
  const { finding, emptiedBy, outcome, madeBy } = classifyNginxRequest(status, upstreamAttempts, values);
  const limitConfidence = (original) => ({
    ...original,
    certainty: isTrusted ? original.certainty : 'guess',
  });
  const forwardedRequestId = values.get('http_x_request_id');
  const peers = upstreamAttempts.flatMap(({ peer }) => peer ?? []);
  return {
    type: 'request',
    gateway: 'nginx-access',
    location: record.location,
    at: parseEndTime(values) ?? record.stampedAt,
    source: record.source,
    text: record.text,
    client: findClient(values),
    server: values.get('server_name') ?? null,
    host: values.get('http_host') ?? values.get('host') ?? null,
    request: buildRequestLine(values),
    upstream: getValue(values, 'upstream_addr') ?? getValue(values, 'server') ?? null,
    upstreamName: findUpstreamName(values, peers),
    peer: peers.filter(isPeerAddress).at(-1) ?? null,
    status,
    durationMs: parseDurationMs(values),
    upstreamAttempts: upstreamAttempts.length === 0 ? upstreamAttempts : upstreamAttempts.map(dropByteCounts),
    ...(values.has('upstream_addr') && { listsUpstreamAttempts: true }),
    finding: finding && limitConfidence(finding),
    ...(emptiedBy && { emptiedBy: limitConfidence(emptiedBy) }),
    outcome,
    madeBy,
    pid: parseNumber(values, 'pid'),
    connection: parseNumber(values, 'connection'),
    requestId: requestIdVariables.map((name) => values.get(name)).find((id) => id !== undefined) ?? null,
    ...(forwardedRequestId !== undefined && { forwardedRequestId }),
    // nginx repeats no key; a client does where the format does not escape its header.
    isSuspect: !isTrusted || (finding !== null && repeatsKey(record.text)),
  };
}
/** Only the classification needs them. */
const dropByteCounts = ({ responseLength: _, bytesSent: __, bytesReceived: ___, ...attempt }) => attempt;
const requestIdVariables = [
  'request_id',
  'req_id',
  'kong_request_id',
  'apisix_request_id',
  'http_x_request_id',
];
const getValue = (values, name) => {
  const value = values.get(name);
  return value === '' || value === '-' ? undefined : value;
};
/** Null for 000 (the client left before anything was sent) and 009 (the answer was not HTTP). */
function parseStatus(values) {
  const status = parseNumber(values, 'status');
  return status === null || status < 100 ? null : status;
}
function findClient(values) {
  const client = values.get('remote_addr')?.replaceAll('"', '');
  // A TCP proxy before nginx may leave its port; an IPv6 address has more than one colon.
  return client?.replace(/^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/, '$1') ?? null;
}
/** The configured name: as logged, else the group's name, which nginx logs if no peer was available. */
function findUpstreamName(values, peers) {
  const named = ['proxy_upstream_name', 'proxy_host', 'server'].map((name) => values.get(name));
  return named.find((name) => name !== undefined) ?? peers.find((peer) => !isPeerAddress(peer)) ?? null;
}
function parseDurationMs(values) {
  const seconds = parseNumber(values, 'request_time');
  if (seconds !== null) return Math.round(seconds * 1000);
  const ns = parseNumber(values, 'request_time_ns');
  return parseNumber(values, 'request_time_ms') ?? (ns === null ? null : Math.round(ns / 1_000_000));
}
function buildRequestLine(values) {
  const request = values.get('request');
  if (request !== undefined) return splitRequestLine(request);
  const method = values.get('request_method') ?? '';
  const target = values.get('request_uri') ?? values.get('uri') ?? '';
  return method === '' && target === ''
    ? null
    : { method, target, protocol: values.get('server_protocol') ?? '' };
}
/** An invalid request line becomes the target unchanged: scanners send bytes of other protocols. */
function splitRequestLine(line) {
  const first = line.indexOf(' ');
  const method = first < 0 ? '' : line.slice(0, first);
  if (!/^[A-Za-z][\w-]{0,31}$/.test(method)) return { method: '', target: line, protocol: '' };
  const last = line.lastIndexOf(' ');
  const hasProtocol = last > first && line.startsWith('HTTP/', last + 1);
  return {
    method,
    target: line.slice(first + 1, hasProtocol ? last : undefined),
    protocol: hasProtocol ? line.slice(last + 1) : '',
  };
}
function parseNumber(values, name) {
  const text = values.get(name);
  const value = text === undefined ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : null;
}
