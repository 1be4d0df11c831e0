import type { Product } from '../../parse/decoder.js';
import type { GatewayChange } from '../../parse/event.js';
import type { FixStep } from '../cause.js';
import type { CauseId } from '../causes/index.js';
import type { Failure, Hint } from '../failure.js';

/** What hints are drawn from: how one cause struck one upstream. */
export type HintInput = UpstreamStats & {
  readonly cause: CauseId;
  readonly upstream: string;
  readonly product: Product;
  /** What was done to the gateway shortly before, meanwhile and shortly after, by time. */
  readonly changes: readonly GatewayChange[];
};

/** A hint with the step that it puts before those of the cause. */
export type DetectedHint = Hint & { readonly step: FixStep };

/**
 * A pattern that refines causes. An entry of the catalogue in `hints/`. A wrong hint is worse than none: an entry is
 * silent unless there are enough failures, times and good requests to tell its pattern from luck.
 */
export type HintDetector = {
  readonly id: Hint['id'];
  /** To stand behind "Looks like": `one bad peer`. */
  readonly title: string;
  /** True for the causes that it can refine. */
  readonly refines: (cause: CauseId) => boolean;
  readonly detect: (input: HintInput) => Omit<DetectedHint, 'id'> | undefined;
};

/** Of a long span only the first day, and of many failures only the first: how it began tells most. */
export type UpstreamStats = {
  /** The first failures of the cause and the first at the upstream, by time. */
  readonly failures: readonly FailureSample[];
  readonly peers: readonly PeerStats[];
  /** The minutes in which access logs told of requests, by time. */
  readonly minutes: readonly MinuteStats[];
};

/** What of a failure hints look at. */
export type FailureSample = Pick<
  Failure,
  'at' | 'cause' | 'outcome' | 'status' | 'peer' | 'request' | 'route' | 'attempts' | 'phase' | 'timing'
>;

export type PeerStats = {
  readonly peer: string;
  /** Good answers, as far as access logs tell. */
  readonly good: number;
  /** Failures whatever their cause. */
  readonly failed: number;
  /** The minutes of its first and last good answer; null when it gave none. */
  readonly firstGoodAt: number | null;
  readonly lastGoodAt: number | null;
};

export type MinuteStats = {
  /** Its start, epoch ms. */
  readonly at: number;
  readonly requests: number;
  /** Failures of the cause. */
  readonly failed: number;
};
