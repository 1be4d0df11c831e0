import type { CauseId } from '../cause.js';
import type { Certainty, GatewayId, Maker, Outcome, Phase, Symptom } from '../event.js';
import type { Failure } from '../failure.js';
import type { Value } from './connection.js';
import { json, nameOf, parsed, textOf } from './values.js';

/** A row of the table `failure`. */
export type FailureRow = {
  readonly key: string;
  readonly at: number;
  readonly gateway: GatewayId;
  readonly cause: CauseId;
  readonly outcome: Outcome;
  readonly made_by: Maker;
  readonly status: number | null;
  readonly upstream: string;
  readonly peer: string | null;
  readonly client: string | null;
  readonly server: string | null;
  readonly host: string | null;
  readonly request: string | null;
  readonly route: string | null;
  readonly attempts: number;
  readonly symptom: Symptom;
  readonly phase: Phase | null;
  readonly certainty: Certainty;
  readonly hints: string;
  readonly words: string;
  readonly lacks: string;
  readonly evidence: string;
};

/** The columns that make a failure, for SELECT. */
export const failureColumns: readonly (keyof FailureRow)[] = [
  'key',
  'at',
  'gateway',
  'cause',
  'outcome',
  'made_by',
  'status',
  'upstream',
  'peer',
  'client',
  'server',
  'host',
  'request',
  'route',
  'attempts',
  'symptom',
  'phase',
  'certainty',
  'hints',
  'words',
  'lacks',
  'evidence',
];

/** The failure that a row tells of. */
export function failureFrom(row: FailureRow): Failure {
  const { made_by, upstream, request, hints, lacks, evidence, ...same } = row;
  return {
    ...same,
    madeBy: made_by,
    upstream: nameOf(upstream),
    request: request === null ? null : parsed(request),
    hints: parsed(hints),
    lacks: parsed(lacks),
    evidence: parsed(evidence),
  };
}

/** A failure as the columns of its row. */
export function failureRow(failure: Failure): FailureRow & Record<string, Value> {
  const { madeBy, upstream, request, hints, lacks, evidence, ...same } = failure;
  return {
    ...same,
    made_by: madeBy,
    upstream: textOf(upstream),
    request: request === null ? null : json(request),
    hints: json(hints),
    lacks: json(lacks),
    evidence: json(evidence),
  };
}
