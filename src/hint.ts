import type { CauseId, Family, Step } from './cause.js';
import type { Hint } from './failure.js';
import type { ChangeNote, Conduct } from './ledger.js';

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
