import { withTenant } from '../customer.js';
import type { AccessValues, Gateway } from '../decoder.js';
import type { Finding, Request, RequestLine } from '../event.js';
import type { LogRecord } from '../line.js';
import { verdictOf } from './classify-request.js';
import { looksLikePairs } from './key-value-line.js';
import { looksLikeAccess } from './partial-line.js';
import { type AccessReading, readAccess } from './read-line.js';
import { endOf } from './request-time.js';
import { isPeerAddress, triesOf } from './upstream-attempts.js';

/** nginx's access log, and that of what is built on it: ingress-nginx, OpenResty, Kong, APISIX, Nginx Proxy Manager. */
export const nginxAccess: Gateway = {
  id: 'nginx-access',
  family: 'nginx',
  begins: (line) =>
    line.startsWith('{')
      ? /"(?:s|[\w.]*status[\w.]*)"/.test(line)
      : looksLikeAccess(line) || looksLikePairs(line),
  isWhole: () => true,
  read: (record, { nginxFormats, customerField }) => {
    const reading = readAccess(record.text, nginxFormats);
    return reading && withTenant(requestOf(reading, record), reading.values, customerField);
  },
};

function requestOf({ values, believed }: AccessReading, record: LogRecord): Request {
  const status = statusOf(values);
  const tries = triesOf(values);
  const { finding, emptiedBy, outcome, madeBy } = verdictOf(status, tries, values);
  const trusted = (each: Finding): Finding => ({ ...each, certainty: believed ? each.certainty : 'guess' });
  const peers = tries.flatMap(({ peer }) => peer ?? []);
  return {
    type: 'request',
    gateway: 'nginx-access',
    place: record.place,
    at: endOf(values) ?? record.stampedAt,
    source: record.source,
    text: record.text,
    client: clientOf(values),
    server: values.get('server_name') ?? null,
    host: values.get('http_host') ?? values.get('host') ?? null,
    request: requestLineOf(values),
    upstream: set(values, 'upstream_addr') ?? set(values, 'server') ?? null,
    group: groupOf(values, peers),
    peer: peers.filter(isPeerAddress).at(-1) ?? null,
    status,
    durationMs: durationOf(values),
    tries: tries.map(({ responseLength: _, bytesSent: __, bytesReceived: ___, ...each }) => each),
    ...(values.has('upstream_addr') && { listsTries: true }),
    finding: finding && trusted(finding),
    ...(emptiedBy && { emptiedBy: trusted(emptiedBy) }),
    outcome,
    madeBy,
    connection: numberOf(values, 'connection'),
    requestId: requestIds.map((name) => values.get(name)).find((id) => id !== undefined) ?? null,
    suspect: !believed,
  };
}

const requestIds = ['request_id', 'req_id', 'kong_request_id', 'apisix_request_id', 'http_x_request_id'];

const set = (values: AccessValues, name: string): string | undefined => {
  const value = values.get(name);
  return value === '' || value === '-' ? undefined : value;
};

/** 000 (the client left before anything was sent) and 009 (an answer that was no HTTP) are no statuses. */
function statusOf(values: AccessValues): number | null {
  const status = numberOf(values, 'status');
  return status === null || status < 100 ? null : status;
}

function clientOf(values: AccessValues): string | null {
  const client = values.get('remote_addr')?.replaceAll('"', '');
  // What terminates TCP before nginx may leave its port; an IPv6 address holds more than one colon.
  return client?.replace(/^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/, '$1') ?? null;
}

/** The configured name: as logged, else the group's name that nginx writes where it had no live peer. */
function groupOf(values: AccessValues, peers: readonly string[]): string | null {
  const named = ['proxy_upstream_name', 'proxy_host', 'server'].map((name) => values.get(name));
  return named.find((name) => name !== undefined) ?? peers.find((peer) => !isPeerAddress(peer)) ?? null;
}

function durationOf(values: AccessValues): number | null {
  const seconds = numberOf(values, 'request_time');
  if (seconds !== null) return Math.round(seconds * 1000);
  const ns = numberOf(values, 'request_time_ns');
  return numberOf(values, 'request_time_ms') ?? (ns === null ? null : Math.round(ns / 1_000_000));
}

function requestLineOf(values: AccessValues): RequestLine | null {
  const request = values.get('request');
  if (request !== undefined) return splitRequest(request);
  const method = values.get('request_method') ?? '';
  const target = values.get('request_uri') ?? values.get('uri') ?? '';
  return method === '' && target === ''
    ? null
    : { method, target, protocol: values.get('server_protocol') ?? '' };
}

/** What is no request line is kept whole as the target: scanners send bytes of other protocols. */
function splitRequest(line: string): RequestLine {
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

function numberOf(values: AccessValues, name: string): number | null {
  const text = values.get(name);
  const value = text === undefined ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : null;
}
