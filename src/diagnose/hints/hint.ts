import type { Family } from '../../parse/decoder.js';
import type { ChangeNote } from '../../parse/event.js';
import type { CauseId, Step } from '../cause.js';
import type { Failure, Hint } from '../failure.js';

/** What hints are drawn from: how one cause struck one upstream. */
export type HintFacts = Conduct & {
  readonly cause: CauseId;
  readonly upstream: string;
  readonly family: Family;
  /** What was done to the gateway shortly before, meanwhile and shortly after, by time. */
  readonly changes: readonly ChangeNote[];
};

/** A hint with the step that it puts before those of the cause. */
export type DrawnHint = Hint & { readonly step: Step };

/**
 * A pattern that refines causes. An entry of the catalogue in `hints/`. A wrong hint is worse than none: an entry is
 * silent unless there are enough failures, times and good requests to tell its pattern from luck.
 */
export type HintEntry = {
  readonly id: Hint['id'];
  /** To stand behind "Looks like": `one bad peer`. */
  readonly title: string;
  /** True for the causes that it can refine. */
  readonly refines: (cause: CauseId) => boolean;
  readonly draw: (facts: HintFacts) => Omit<DrawnHint, 'id'> | undefined;
};

/** Of a long span only the first day, and of many failures only the first: how it began tells most. */
export type Conduct = {
  /** The first failures of the cause and the first at the upstream, by time. */
  readonly failures: readonly SampledFailure[];
  readonly peers: readonly PeerConduct[];
  /** The minutes in which access logs told of requests, by time. */
  readonly minutes: readonly MinuteConduct[];
};

/** What of a failure hints look at. */
export type SampledFailure = Pick<
  Failure,
  'at' | 'cause' | 'outcome' | 'status' | 'peer' | 'request' | 'route' | 'attempts' | 'phase' | 'timing'
>;

export type PeerConduct = {
  readonly peer: string;
  /** Good answers, as far as access logs tell. */
  readonly good: number;
  /** Failures whatever their cause. */
  readonly failed: number;
  /** The minutes of its first and last good answer; null when it gave none. */
  readonly firstGoodAt: number | null;
  readonly lastGoodAt: number | null;
};

export type MinuteConduct = {
  /** Its start, epoch ms. */
  readonly at: number;
  readonly requests: number;
  /** Failures of the cause. */
  readonly failed: number;
};
