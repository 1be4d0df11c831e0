import type { CauseId } from '../diagnose/cause.js';
import type { Failure } from '../diagnose/failure.js';
import type { SampledFailure } from '../diagnose/hints/hint.js';
import type { Certainty, GatewayId, Maker, Outcome, Phase, Symptom } from '../parse/event.js';
import type { Value } from './connection.js';
import { json, nameOf, parsed, textOf } from './values.js';

/** A row of the table `failure`. */
export type FailureRow = {
  readonly key: string;
  readonly at: number;
  readonly gateway: GatewayId;
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
  readonly words: string;
  readonly lacks: string;
  readonly evidence: string;
};

/** The columns of a failure that hints look at. */
export type SampleRow = Pick<FailureRow, keyof SampledFailure>;

/** The failure that a row tells of. */
export function failureFrom(row: FailureRow): Failure {
  const { gateway_host, made_by, upstream, request, timing, hints, lacks, evidence, ...same } = row;
  return {
    ...same,
    gatewayHost: gateway_host,
    madeBy: made_by,
    upstream: nameOf(upstream),
    request: request === null ? null : parsed(request),
    timing: timing === null ? null : parsed(timing),
    hints: parsed(hints),
    lacks: parsed(lacks),
    evidence: parsed(evidence),
  };
}

/** What hints look at, from the columns of the same names. */
export const sampleFrom = ({ request, timing, ...same }: SampleRow): SampledFailure => ({
  ...same,
  request: request === null ? null : parsed(request),
  timing: timing === null ? null : parsed(timing),
});

/** How each column is filled. */
const fill: Readonly<Record<keyof FailureRow, (failure: Failure) => Value>> = {
  key: ({ key }) => key,
  at: ({ at }) => at,
  gateway: ({ gateway }) => gateway,
  gateway_host: ({ gatewayHost }) => gatewayHost,
  cause: ({ cause }) => cause,
  outcome: ({ outcome }) => outcome,
  made_by: ({ madeBy }) => madeBy,
  status: ({ status }) => status,
  upstream: ({ upstream }) => textOf(upstream),
  peer: ({ peer }) => peer,
  client: ({ client }) => client,
  server: ({ server }) => server,
  host: ({ host }) => host,
  customer: ({ customer }) => customer,
  request: ({ request }) => (request === null ? null : json(request)),
  route: ({ route }) => route,
  attempts: ({ attempts }) => attempts,
  timing: ({ timing }) => (timing === null ? null : json(timing)),
  symptom: ({ symptom }) => symptom,
  phase: ({ phase }) => phase,
  certainty: ({ certainty }) => certainty,
  hints: ({ hints }) => json(hints),
  words: ({ words }) => words,
  lacks: ({ lacks }) => json(lacks),
  evidence: ({ evidence }) => json(evidence),
};
const fills = Object.values(fill);

/** The columns that make a failure. */
export const failureColumns: readonly string[] = Object.keys(fill);

/** What stands in them, in the same order. Positions, since names cost twice as much in the busiest statement. */
export const failureValues = (failure: Failure): Value[] => fills.map((value) => value(failure));
