import type { Certainty, LogFormatId, Maker, Outcome, Phase, RequestLine, Symptom } from '../parse/event.js';
import type { Evidence } from '../parse/line.js';
import type { CauseId } from './causes/index.js';
import type { Hint } from './hints/index.js';
import type { FailureTiming } from './upstream-stats.js';

/** One request that failed at a gateway: its attempts and its access line, as far as either log has them. */
export type Failure = {
  /** The same for every sighting of this failure, so that a second one amends it and is never counted again. */
  readonly key: string;
  /** When the first attempt failed, epoch ms. */
  readonly at: number;
  readonly gateway: LogFormatId;
  /** The machine, pod or container whose gateway it was; null where only an error log tells. */
  readonly gatewayHost: string | null;
  readonly cause: CauseId;
  readonly outcome: Outcome;
  readonly madeBy: Maker;
  /** The status that the client got; null while it is not known. */
  readonly status: number | null;
  /** The configured name of the upstream where known, else the peer; null when no record tells. */
  readonly upstream: string | null;
  readonly peer: string | null;
  readonly client: string | null;
  readonly server: string | null;
  readonly host: string | null;
  /** Whose request it was, where `CUSTOMER_KEY` says what names a customer. */
  readonly customer: string | null;
  readonly request: RequestLine | null;
  /** The request's path as a template: `/api/pay/:id`. */
  readonly route: string | null;
  /** Attempts that failed. */
  readonly attempts: number;
  /** Of the attempt that decided; null where no log tells. */
  readonly timing: FailureTiming | null;
  readonly symptom: Symptom;
  readonly phase: Phase | null;
  readonly certainty: Certainty;
  readonly hints: readonly Hint[];
  /** The words of the record that decided. */
  readonly message: string;
  /** Log fields that would have told more. */
  readonly missingFields: readonly string[];
  /** The records that it was made of, at most 8. */
  readonly evidence: readonly Evidence[];
};

/** A failure that is new, or one that later lines have told more about: then `was` is what was counted before. */
export type FailureUpdate = { readonly failure: Failure; readonly previous: Failure | null };

/** Failures that are bad for clients, or may be: the ones that open incidents. */
export const isClientImpacting = ({ outcome }: Pick<Failure, 'outcome'>): boolean =>
  outcome === 'client-visible' || outcome === 'truncated' || outcome === 'undecided';
