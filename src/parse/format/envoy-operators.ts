import type { Known } from './extraction-table-text.js';
import type { Slot } from './format-parts.js';
import type { Shape } from './match-line.js';

/** How Envoy writes an operator, and the name of its values: short form, upper case, without length. */
export function envoyOperator({ name, argument }: Slot): Known {
  const short = shortNames[name] ?? name;
  const isHeader = headers.has(short);
  const canonical =
    isHeader && argument !== null ? `${short}(${argument.toUpperCase()})` : named(short, argument);
  return { name: canonical, shape: shapeOf(short, canonical), foreign: foreignNames.has(short) };
}

/** The same operator under its older name, so that values are found whichever the format has. */
const shortNames: Readonly<Record<string, string>> = {
  REQUEST_HEADER: 'REQ',
  RESPONSE_HEADER: 'RESP',
  RESPONSE_TRAILER: 'TRAILER',
  EMIT_TIME_LOCAL: 'EMIT_TIME',
  START_TIME_LOCAL: 'START_TIME',
  UPSTREAM_CLUSTER_RAW: 'UPSTREAM_CLUSTER',
};

const headers: ReadonlySet<string> = new Set([
  'REQ',
  'RESP',
  'TRAILER',
  'REQ_WITHOUT_QUERY',
  'STREAM_INFO_REQ',
]);
/** What clients or upstreams choose freely: it may hold whatever ends it. */
const foreignNames: ReadonlySet<string> = new Set([
  ...headers,
  'PATH',
  'QUERY_PARAM',
  'QUERY_PARAMS',
  'LOCAL_REPLY_BODY',
]);
/** Operators whose argument only says how the value is written. */
const plainNames: ReadonlySet<string> = new Set([
  'START_TIME',
  'EMIT_TIME',
  'RESPONSE_CODE_DETAILS',
  'GRPC_STATUS',
]);

const named = (short: string, argument: string | null): string =>
  argument === null || plainNames.has(short) ? short : `${short}(${argument})`;

const shapes: Readonly<Record<string, Shape>> = {
  RESPONSE_CODE: 'number',
  RESPONSE_FLAGS: 'flags',
  RESPONSE_FLAGS_LONG: 'flags',
  PROTOCOL: 'protocol',
  UPSTREAM_PROTOCOL: 'protocol',
  CONNECTION_ID: 'number',
  UPSTREAM_CONNECTION_ID: 'number',
  UPSTREAM_REQUEST_ATTEMPT_COUNT: 'number',
  GRPC_STATUS_NUMBER: 'number',
  UPSTREAM_HOST: 'authority',
  UPSTREAM_CLUSTER: 'path',
  ROUTE_NAME: 'path',
  VIRTUAL_CLUSTER_NAME: 'path',
  RESPONSE_CODE_DETAILS: 'path',
  UPSTREAM_TRANSPORT_FAILURE_REASON: 'path',
  DOWNSTREAM_TRANSPORT_FAILURE_REASON: 'path',
  REQUESTED_SERVER_NAME: 'authority',
  'REQ(:METHOD)': 'token',
  'REQ(:AUTHORITY)': 'authority',
  'RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)': 'number',
};

function shapeOf(short: string, canonical: string): Shape {
  const known = shapes[canonical] ?? shapes[short];
  if (known !== undefined) return known;
  if (/BYTES_|_RETRANSMITTED$|DURATION$/.test(short)) return 'number';
  if (/_ADDRESS$|_WITHOUT_PORT$|_PORT$/.test(short)) return 'authority';
  if (short === 'PATH' || /:PATH\b/.test(canonical)) return 'path';
  return 'free';
}
