import type { CauseId } from '../diagnose/causes/index.js';
import type { Failure } from '../diagnose/failure.js';
import type { FailureSample } from '../diagnose/upstream-stats.js';
import type { Certainty, LogFormatId, Maker, Outcome, Phase, Symptom } from '../parse/event.js';
import type { SqlValue } from './connection.js';
import { decodeJson, decodeName, encodeJson, encodeName } from './values.js';

/** A row of the table `failure`. */
export type FailureRow = {
  readonly key: string;
  readonly at: number;
  readonly request_at: number | null;
  readonly gateway: LogFormatId;
  readonly gateway_host: string | null;
  readonly cause: CauseId;
  readonly outcome: Outcome;
  readonly made_by: Maker;
  readonly status: number | null;
  readonly upstream: string;
  readonly peer: string | null;
  readonly client: string | null;
  readonly server: string | null;
  readonly host: string | null;
  readonly customer: string | null;
  readonly request: string | null;
  readonly route: string | null;
  readonly attempts: number;
  readonly timing: string | null;
  readonly symptom: Symptom;
  readonly phase: Phase | null;
  readonly certainty: Certainty;
  readonly hints: string;
  readonly message: string;
  readonly missing_fields: string;
  readonly evidence: string;
};

/** The columns that hints need. */
export type SampledFailureRow = Pick<
  FailureRow,
  Exclude<keyof FailureSample, 'gatewayHost'> | 'gateway_host'
>;

export function parseFailureRow(row: FailureRow): Failure {
  const {
    request_at,
    gateway_host,
    made_by,
    upstream,
    request,
    timing,
    hints,
    missing_fields,
    evidence,
    ...rest
  } = row;
  return {
    ...rest,
    requestAt: request_at,
    gatewayHost: gateway_host,
    madeBy: made_by,
    upstream: decodeName(upstream),
    request: request === null ? null : decodeJson(request),
    timing: timing === null ? null : decodeJson(timing),
    hints: decodeJson(hints),
    missingFields: decodeJson(missing_fields),
    evidence: decodeJson(evidence),
  };
}

export const parseSampledFailureRow = ({
  request,
  timing,
  gateway_host,
  ...rest
}: SampledFailureRow): FailureSample => ({
  ...rest,
  gatewayHost: gateway_host,
  request: request === null ? null : decodeJson(request),
  timing: timing === null ? null : decodeJson(timing),
});

/** The value of each column. */
const columnGetters: Readonly<Record<keyof FailureRow, (failure: Failure) => SqlValue>> = {
  key: ({ key }) => key,
  at: ({ at }) => at,
  request_at: ({ requestAt }) => requestAt,
  gateway: ({ gateway }) => gateway,
  gateway_host: ({ gatewayHost }) => gatewayHost,
  cause: ({ cause }) => cause,
  outcome: ({ outcome }) => outcome,
  made_by: ({ madeBy }) => madeBy,
  status: ({ status }) => status,
  upstream: ({ upstream }) => encodeName(upstream),
  peer: ({ peer }) => peer,
  client: ({ client }) => client,
  server: ({ server }) => server,
  host: ({ host }) => host,
  customer: ({ customer }) => customer,
  request: ({ request }) => (request === null ? null : encodeJson(request)),
  route: ({ route }) => route,
  attempts: ({ attempts }) => attempts,
  timing: ({ timing }) => (timing === null ? null : encodeJson(timing)),
  symptom: ({ symptom }) => symptom,
  phase: ({ phase }) => phase,
  certainty: ({ certainty }) => certainty,
  hints: ({ hints }) => encodeJson(hints),
  message: ({ message }) => message,
  missing_fields: ({ missingFields }) => encodeJson(missingFields),
  evidence: ({ evidence }) => encodeJson(evidence),
};
const orderedGetters = Object.values(columnGetters);

/** All columns of a failure, except its row id and incident. */
export const failureColumns: readonly string[] = Object.keys(columnGetters);

/** Values in the order of `failureColumns`: named parameters cost twice as much in the busiest statement. */
export const toFailureValues = (failure: Failure): SqlValue[] =>
  orderedGetters.map((getValue) => getValue(failure));
