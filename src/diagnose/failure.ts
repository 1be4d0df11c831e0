import type { Certainty, LogFormatId, Maker, Outcome, Phase, RequestLine, Symptom } from '../parse/event.js';
import type { Evidence } from '../parse/line.js';
import type { CauseId } from './causes/index.js';
import type { Hint } from './hints/index.js';
import type { FailureTiming } from './upstream-stats.js';

/** One request that failed at a gateway, built from its attempts and its access line, as far as the logs have them. */
export type Failure = {
  /** The same in every update of this failure, so that an update amends it and is never counted again. */
  readonly key: string;
  /** Time of the first failed attempt, epoch ms. */
  readonly at: number;
  /** Time of its access line, epoch ms: requests are counted by that time. Null while it has none. */
  readonly requestAt: number | null;
  readonly gateway: LogFormatId;
  /** The machine, pod or container of the gateway; null if only an error log has the failure. */
  readonly gatewayHost: string | null;
  readonly cause: CauseId;
  readonly outcome: Outcome;
  readonly madeBy: Maker;
  /** The status that the client got; null while unknown. */
  readonly status: number | null;
  /** The configured name of the upstream if known, else the peer; null if no record has either. */
  readonly upstream: string | null;
  readonly peer: string | null;
  readonly client: string | null;
  readonly server: string | null;
  readonly host: string | null;
  /** The customer, as identified by `CUSTOMER_KEY`; null without that setting. */
  readonly customer: string | null;
  readonly request: RequestLine | null;
  /** The path as a template: `/api/pay/:id`. */
  readonly route: string | null;
  /** Number of failed attempts. */
  readonly attempts: number;
  /** Timing of the deciding attempt; null if no log has it. */
  readonly timing: FailureTiming | null;
  readonly symptom: Symptom;
  readonly phase: Phase | null;
  readonly certainty: Certainty;
  readonly hints: readonly Hint[];
  /** The message of the deciding record. */
  readonly message: string;
  /** Log fields that would have shown more. */
  readonly missingFields: readonly string[];
  /** Its records, at most 8. */
  readonly evidence: readonly Evidence[];
};

/** A failure that is new or that later lines amended. `previous` is what was counted before; null for a new one. */
export type FailureUpdate = {
  readonly failure: Failure;
  readonly previous: Failure | null;
  /** Set if later lines showed that it was no failure: `failure` is what was counted, and counts no longer. */
  readonly isRetracted?: true;
  /** Set if its access line is known. */
  readonly trace?: RequestTrace;
};

/** What shows that a request at another gateway is the same one. */
export type RequestTrace = {
  readonly requestIds: readonly string[];
  readonly endedAt: number | null;
  readonly durationMs: number | null;
  readonly file: string;
  /** The machine, pod or container that the envelope of its access line names. */
  readonly source: string | null;
};

/** True for failures that affect clients, or may: these open incidents. */
export const isClientImpacting = ({ outcome }: Pick<Failure, 'outcome'>): boolean =>
  outcome === 'client-visible' ||
  outcome === 'truncated' ||
  outcome === 'undecided' ||
  outcome === 'application-error';

/** True for an error that the application made itself. It opens incidents by a rule of its own, and is no gateway failure. */
export const isApplicationError = ({ outcome }: Pick<Failure, 'outcome'>): boolean =>
  outcome === 'application-error';
