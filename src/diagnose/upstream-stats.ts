import type { Outcome, Phase, RequestLine } from '../parse/event.js';
import type { CauseId } from './causes/index.js';

/**
 * How one upstream behaved over a span: the input of hints. Of a long span only the first day, and of many failures only
 * the first: how it began says most.
 */
export type UpstreamStats = {
  /** The first failures of the cause and the first at the upstream, by time. */
  readonly failures: readonly FailureSample[];
  readonly peers: readonly PeerStats[];
  /** The minutes in which access logs have requests, by time. */
  readonly minutes: readonly MinuteStats[];
};

/** The fields of a failure that hints look at. */
export type FailureSample = {
  /** Epoch ms. */
  readonly at: number;
  readonly cause: CauseId;
  readonly outcome: Outcome;
  readonly status: number | null;
  readonly peer: string | null;
  /** The machine, pod or container of the gateway; null if only an error log has the failure. */
  readonly gatewayHost: string | null;
  readonly request: RequestLine | null;
  readonly route: string | null;
  readonly attempts: number;
  readonly phase: Phase | null;
  readonly timing: FailureTiming | null;
};

/** How long the attempt that decided took. */
export type FailureTiming = {
  readonly durationMs: number;
  /** Time until it was connected: 0 on a reused connection, null where the log does not say. */
  readonly connectMs: number | null;
};

export type PeerStats = {
  readonly peer: string;
  /** Good responses in access logs. */
  readonly successes: number;
  /** Failures of any cause. */
  readonly failures: number;
  /** The minutes of its first and last good response; null when it gave none. */
  readonly firstSuccessAt: number | null;
  readonly lastSuccessAt: number | null;
};

export type MinuteStats = {
  /** Its start, epoch ms. */
  readonly at: number;
  readonly requests: number;
  /** Failures of the cause. */
  readonly failures: number;
  /** Failures of any cause, and those of them that found the group empty. */
  readonly allFailures: number;
  readonly aftermath: number;
};
