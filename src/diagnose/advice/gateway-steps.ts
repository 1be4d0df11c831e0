import type { CauseId } from '../causes/index.js';
import type { FixFacts } from './fix-facts.js';
import type { FixStep } from './fix-step.js';

/** Steps on a gateway whose commands do not stand with the causes. */
export type GatewayAdvice = {
  /** Steps for any cause. */
  readonly steps: (facts: FixFacts) => readonly FixStep[];
  /** Better ones for the most frequent causes. */
  readonly causes: Readonly<Partial<Record<CauseId, (facts: FixFacts) => readonly FixStep[]>>>;
};
