import type { AccessValues } from '../decoder.js';
import { type Details, detailsIn } from './details-parser.js';
import { grpcStatusOf } from './grpc-status.js';
import type { Meaning } from './meaning.js';
import { flagsOf } from './response-flags.js';
import { transportMeaning } from './transport-errors.js';

/** All of one access record that can tell why it failed. */
export type Signs = {
  /** 0 where no response was begun. */
  readonly status: number;
  readonly flags: readonly string[];
  readonly details: Details | null;
  readonly transport: Meaning | undefined;
  readonly durationMs: number | null;
  readonly tries: number | null;
  readonly bytesSent: number | null;
  readonly grpcStatus: number | undefined;
  /** True where the upstream's answer brought its service time, which Envoy's own answers lack. */
  readonly answered: boolean;
  readonly socket: 'tcp' | 'unix' | null;
  readonly logs: Logs;
  /** The record's own words: status, flags, details, reason. */
  readonly words: string;
};

/** True for an operator that the format has, though it may be unset in this record. */
export type Logs = (operator: string) => boolean;

/** Gathers the signs. */
export function signsIn(values: AccessValues, logs: Logs): Signs {
  const status = values.get('RESPONSE_CODE');
  const flags = values.get('RESPONSE_FLAGS') ?? values.get('RESPONSE_FLAGS_LONG');
  const details = values.get('RESPONSE_CODE_DETAILS');
  const reason = values.get('UPSTREAM_TRANSPORT_FAILURE_REASON');
  return {
    status: numberIn(status) ?? 0,
    flags: flagsOf(flags ?? ''),
    details: details === undefined ? null : detailsIn(details),
    transport: reason === undefined ? undefined : transportMeaning(reason),
    durationMs: numberIn(values.get('DURATION')),
    tries: numberIn(values.get('UPSTREAM_REQUEST_ATTEMPT_COUNT')),
    bytesSent: numberIn(values.get('BYTES_SENT')),
    grpcStatus: grpcStatusOf(values.get('GRPC_STATUS') ?? values.get('GRPC_STATUS_NUMBER')),
    answered: values.has('RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)'),
    socket: socketOf(values.get('UPSTREAM_HOST')),
    logs,
    words: [status, flags, details, details?.includes(reason ?? '') ? undefined : reason]
      .filter((word) => word !== undefined)
      .join(' '),
  };
}

/** A whole number as Envoy prints it; null for anything else. */
export function numberIn(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function socketOf(host: string | undefined): 'tcp' | 'unix' | null {
  if (host === undefined) return null;
  if (host.startsWith('/') || host.startsWith('@') || host.startsWith('unix:')) return 'unix';
  return /:\d+$/.test(host) ? 'tcp' : null;
}
