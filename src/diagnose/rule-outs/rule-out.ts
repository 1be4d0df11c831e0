import type { GatewayChange } from '../../parse/event.js';
import type { Cause, CauseId } from '../causes/index.js';
import type { FailureSample, UpstreamStats } from '../upstream-stats.js';

/** Keeps the id of a rule-out as a literal type, so that `RuleOutId` can be derived from the catalogue. */
export const defineRuleOut = <const Id extends string>(
  ruleOut: RuleOutDefinition<Id>,
): RuleOutDefinition<Id> => ruleOut;

/**
 * An entry of the catalogue in `rule-outs/`: a suspicion that people have at once, and what excludes it. A false one sends
 * them away from the fault, so `exclude` returns undefined unless the logs prove it.
 */
export type RuleOutDefinition<Id extends string> = {
  readonly id: Id;
  /** True for the causes behind which somebody would suspect it. */
  readonly isSuspected: (cause: Cause) => boolean;
  readonly exclude: (input: RuleOutInput) => Exclusion | undefined;
};

/** How one cause hit one upstream. `failures` of the statistics has all causes. */
export type RuleOutInput = UpstreamStats & {
  readonly cause: CauseId;
  readonly firstFailureAt: number;
  readonly lastFailureAt: number;
  /** Changes to the gateway from half an hour before the first failure to the last. */
  readonly changes: readonly GatewayChange[];
  /** The routes of the upstream in the whole minutes in which it failed. */
  readonly routes: readonly RouteStats[];
};

/** Requests of one route that the upstream answered, with no server error, and those that failed, saved ones included. */
export type RouteStats = { readonly route: string; readonly answered: number; readonly failed: number };

export type Exclusion = {
  /** The suspicion, as a few words without an article: `dead address`. */
  readonly what: string;
  /** The proof, for brackets behind it: `connects within 1 ms`. */
  readonly proof: string;
};

/** The failures of the cause itself. */
export const selectOwnFailures = ({
  failures,
  cause,
}: Pick<RuleOutInput, 'failures' | 'cause'>): readonly FailureSample[] =>
  failures.filter((failure) => failure.cause === cause);
