import type { AccessValues } from '../decoder.js';
import type { Finding, Maker, Outcome } from '../event.js';
import { bodyMeaning } from './body-lengths.js';
import { looksLikeConnectTimer } from './connect-timer.js';
import { answered, detailsMeaning } from './details.js';
import { unavailable } from './grpc-status.js';
import { type Logs, type Signs, signsIn } from './indicators.js';
import { guess, isMeaning, likely, type Meaning, type Reading } from './meaning.js';
import { flagsMeaning } from './response-flags.js';

/** Why one request failed at Envoy, and what the client got. */
export type Verdict = { readonly finding: Finding; readonly outcome: Outcome; readonly madeBy: Maker };

/**
 * Reads the signs of an access record in the order of how much they tell: details, flags, gRPC status, the length of the
 * answer, and the status last. Null for a request that met no gateway failure.
 */
export function diagnose(values: AccessValues, logs: Logs): Verdict | null {
  const signs = signsIn(values, logs);
  const reading = byDetails(signs) ?? byFlags(signs) ?? byFilter(signs) ?? byAnswer(signs) ?? byStatus(signs);
  return isMeaning(reading) ? verdict(reading, signs) : null;
}

function byDetails(signs: Signs): Reading {
  const { details, status } = signs;
  if (details === null) return undefined;
  const reading = detailsMeaning(details, status);
  if (details.name === 'via_upstream' && reading === 'harmless') return brokenOff(signs) ?? grpcAnswer(signs);
  return isMeaning(reading) ? refined(reading, signs) : reading;
}

/** The upstream's good answer, and then the flag of a stream that broke: old releases leave the details as they were. */
function brokenOff({ status, flags }: Signs): Reading {
  if (status < 200 || status >= 400 || flags.includes('DC') || flags.includes('DR')) return undefined;
  const flag = flags.find((name) => breaks.has(name));
  const reading = flag === undefined ? undefined : flagsMeaning([flag], status);
  return isMeaning(reading) ? likely(reading.symptom, 'reading-body') : undefined;
}

const breaks = new Set(['UC', 'UR', 'LR', 'UPE']);

/** Through gRPC an upstream answers 200, and its 503 comes as Unavailable, or in vain retries that only the flag tells. */
function grpcAnswer({ status, grpcStatus, flags }: Signs): Reading {
  const failed = grpcStatus === unavailable || (flags.includes('URX') && grpcStatus !== 0);
  return status === 200 && failed ? likely('answered-503', 'reading-header') : 'harmless';
}

function byFlags(signs: Signs): Reading {
  const reading = flagsMeaning(signs.flags, signs.status);
  if (!isMeaning(reading)) return reading;
  const sure = refined(reading, signs);
  return sure.phase === 'reading-header' && hasBegun(signs) ? { ...sure, phase: 'reading-body' } : sure;
}

/** A connection's class alone does not tell much; the transport's own reason does, and failing that the time it took. */
function refined(meaning: Meaning, signs: Signs): Meaning {
  const { symptom, phase } = meaning;
  const { transport, flags, bytesSent } = signs;
  const isVague = (phase === 'connecting' && meaning.certainty !== 'certain') || symptom === 'no-peer';
  if (transport && (isVague || (symptom === 'closed' && phase !== 'reading-body'))) return transport;
  if (symptom === 'connect-failed') {
    if (waitedForTimer(signs)) return likely('timed-out', 'connecting');
    const told = bodyMeaning(bytesSent ?? -1);
    return told?.phase === 'connecting' ? told : meaning;
  }
  const reset = flags.includes('LR') && meaning.certainty === 'guess';
  return reset && waitedForTimer(signs) ? guess('timed-out', 'connecting') : meaning;
}

const waitedForTimer = (signs: Signs) =>
  looksLikeConnectTimer({ ...signs, retried: signs.flags.includes('URX') || (signs.tries ?? 1) > 1 });

/** Without details: a good status with a body is a response that broke off. gRPC's own failures have no body. */
const hasBegun = ({ details, status, grpcStatus, bytesSent }: Signs) =>
  details === null && status >= 200 && status < 400 && grpcStatus === undefined && bytesSent !== 0;

/** Filters may set details of their own making; this one only says that a request was too big to be tried again. */
function byFilter({ details, status }: Signs): Reading {
  if (details?.name === 'request_payload_exceeded_retry_buffer_limit') return 'harmless';
  return details !== null && status >= 500 ? guess('filter-failed', null) : undefined;
}

/** No flag, though flags are logged: Envoy itself did not fail, so the answer came from the upstream. */
function byAnswer(signs: Signs): Reading {
  const { status, flags, logs } = signs;
  if (!logs('RESPONSE_FLAGS') && !logs('RESPONSE_FLAGS_LONG')) return undefined;
  if (!signs.answered && !flags.includes('URX')) return undefined;
  const grpc = grpcAnswer(signs);
  if (isMeaning(grpc)) return grpc;
  const reading = answered(status);
  return isMeaning(reading) ? likely(reading.symptom, reading.phase) : reading;
}

function byStatus({ status, bytesSent, flags }: Signs): Reading {
  if (status < 502 || status > 504) return undefined;
  const body = flags.length === 0 ? bodyMeaning(bytesSent ?? -1) : undefined;
  return body ?? guess('unexplained', null);
}

function verdict({ symptom, phase, certainty }: Meaning, signs: Signs): Verdict {
  return {
    finding: {
      symptom,
      phase,
      socket: signs.socket,
      certainty,
      words: signs.words,
      lacks: certainty === 'certain' ? [] : telling.filter((operator) => !signs.logs(operator)).map(quoted),
    },
    outcome: phase === 'reading-body' ? 'truncated' : 'client-visible',
    madeBy: symptom.startsWith('answered-')
      ? 'upstream'
      : symptom === 'unexplained'
        ? 'undecided'
        : 'gateway',
  };
}

/** The operators that settle most doubts. */
const telling = ['RESPONSE_CODE_DETAILS', 'UPSTREAM_TRANSPORT_FAILURE_REASON'];
const quoted = (operator: string) => `%${operator}%`;
