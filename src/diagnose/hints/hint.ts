import type { Product } from '../../parse/decoder.js';
import type { Certainty, GatewayChange } from '../../parse/event.js';
import type { FixFacts } from '../advice/fix-facts.js';
import type { FixStep } from '../advice/fix-step.js';
import type { Cause, CauseId } from '../causes/index.js';
import type { UpstreamStats } from '../upstream-stats.js';

/** Keeps the id of a hint as a literal type, so that `HintId` can be derived from the catalogue. */
export const defineHint = <const Id extends string>(hint: HintDefinition<Id>): HintDefinition<Id> => hint;

/**
 * An entry of the catalogue in `hints/`: a pattern that refines causes. A wrong hint is worse than none, so `detect`
 * returns undefined unless there are enough failures and good requests to tell the pattern from chance.
 */
export type HintDefinition<Id extends string> = {
  readonly id: Id;
  /** Follows "Looks like": `one bad peer`. */
  readonly title: string;
  /** Words of questions that ask for it, in lower case and without articles. */
  readonly phrases: readonly string[];
  /** True when it shows whose limit ended the request, so that it belongs to the answer to "us or the upstream?". */
  readonly showsOrigin?: true;
  /** True for the causes that it can refine. */
  readonly refines: (cause: Cause) => boolean;
  readonly detect: (input: HintInput) => Detection | undefined;
};

/** The input of hints: how one cause hit one upstream. */
export type HintInput = UpstreamStats & {
  readonly cause: CauseId;
  readonly upstream: string;
  readonly product: Product;
  /** What the records show of the place and the upstream; steps are filled in from them. */
  readonly facts: FixFacts;
  /** Changes to the gateway from shortly before to shortly after, by time. */
  readonly changes: readonly GatewayChange[];
};

export type Detection = {
  readonly certainty: Certainty;
  /** The evidence, in one or two sentences. */
  readonly why: string;
  /** The step that goes before those of the cause; absent where theirs are the right ones. */
  readonly step?: FixStep;
};
