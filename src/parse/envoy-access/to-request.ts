import type { AccessValues } from '../decoder.js';
import type { Request, RequestLine, Try } from '../event.js';
import type { LogRecord } from '../line.js';
import { diagnose, type Verdict } from './classify-request.js';
import { type Logs, numberIn } from './indicators.js';
import { hasSecondHead } from './partial-line.js';

/** An access record taken apart: its values, and how far they can be believed. */
export type AccessRecord = {
  readonly values: AccessValues;
  readonly logs: Logs;
  /** True where a part of the line is missing, so that its reading is less sure. */
  readonly partial: boolean;
  /** True where the line may say what a client made it say. */
  readonly suspect: boolean;
};

/** The request that an access record tells of. Status and flags that a client may have written are not believed at all. */
export function requestFrom({ values, logs, partial, suspect }: AccessRecord, record: LogRecord): Request {
  const isForged = suspect && hasSecondHead(record.text);
  const verdict = isForged ? null : diagnose(values, logs);
  const finding = verdict && (partial || suspect ? lessSure(verdict, suspect) : verdict.finding);
  const status = isForged ? null : numberIn(values.get('RESPONSE_CODE')) || null;
  const durationMs = numberIn(values.get('DURATION'));
  const upstream = upstreamIn(values);
  return {
    type: 'request',
    gateway: 'envoy-access',
    place: record.place,
    at: endOf(values.get('START_TIME'), durationMs) ?? record.stampedAt,
    source: record.source,
    text: record.text,
    client: clientIn(values),
    server: null,
    host: values.get('REQ(:AUTHORITY)') ?? null,
    request: requestLineIn(values),
    upstream,
    group: values.get('UPSTREAM_CLUSTER') ?? null,
    peer: upstream?.replace(/^tcp:\/\//, '') ?? null,
    status,
    durationMs,
    tries: upstream === null ? [] : [tryAt(upstream, status, values)],
    finding,
    outcome: verdict?.outcome ?? null,
    madeBy: verdict?.madeBy ?? null,
    connection: numberIn(values.get('CONNECTION_ID')),
    requestId: values.get('REQ(X-REQUEST-ID)') ?? null,
    suspect,
  };
}

/** Where a connection fails, releases since 1.31 also name the address among the details. */
function upstreamIn(values: AccessValues): string | null {
  const details = values.get('RESPONSE_CODE_DETAILS') ?? '';
  const failed = /\|remote[_ ]address:((?:\[[\da-f:.]{2,45}\]|[\d.]{7,15}):\d{1,5})[|}]/.exec(details)?.[1];
  return values.get('UPSTREAM_HOST') ?? values.get('UPSTREAM_REMOTE_ADDRESS') ?? failed ?? null;
}

function lessSure({ finding }: Verdict, suspect: boolean) {
  const certainty = suspect || finding.certainty === 'guess' ? 'guess' : 'likely';
  return { ...finding, certainty } as const;
}

/** A log line is written when its request ends. */
function endOf(start: string | undefined, durationMs: number | null): number | null {
  if (start === undefined) return null;
  const startedAt = /^\d{10}(\.\d+)?$/.test(start) ? Number(start) * 1000 : isoTime(start);
  return startedAt === null ? null : Math.round(startedAt) + (durationMs ?? 0);
}

function isoTime(text: string): number | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/.test(text)) return null;
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : time;
}

function clientIn(values: AccessValues): string | null {
  const [first = ''] = (values.get('REQ(X-FORWARDED-FOR)') ?? '').split(',');
  const address = first.trim() || values.get('DOWNSTREAM_REMOTE_ADDRESS');
  const client = address ? withoutPort(address) : values.get('DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT');
  return client || null;
}

function withoutPort(address: string): string {
  if (address.startsWith('['))
    return address.slice(1, address.includes(']') ? address.indexOf(']') : undefined);
  const colon = address.indexOf(':');
  // More than one colon is an IPv6 address without brackets, and so without port.
  return colon !== -1 && colon === address.lastIndexOf(':') ? address.slice(0, colon) : address;
}

function requestLineIn(values: AccessValues): RequestLine | null {
  const method = values.get('REQ(:METHOD)');
  const target =
    values.get('REQ(X-ENVOY-ORIGINAL-PATH?:PATH)') ?? values.get('REQ(:PATH)') ?? values.get('PATH');
  if (method === undefined && target === undefined) return null;
  return { method: method ?? '', target: target ?? '', protocol: values.get('PROTOCOL') ?? '' };
}

const tryAt = (upstream: string, status: number | null, values: AccessValues): Try => ({
  peer: upstream.replace(/^tcp:\/\//, ''),
  status: values.has('RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)') ? status : null,
  connectMs: null,
  headerMs: numberIn(values.get('RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)')),
  responseMs: null,
  redirected: false,
});
