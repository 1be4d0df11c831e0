import { type FoldedGroup, foldAftermath } from './aftermath.js';
import type { Family } from './cause.js';
import { familyOf } from './incident-facts.js';
import type { Ledger, Span } from './ledger.js';

/** A cause and upstream with all that a list says of them. */
export type GroupFacts = FoldedGroup & {
  /** The gateways that wrote its records. */
  readonly family: Family;
};

/** The causes and upstreams of the span, each with its aftermath, most frequent first. */
export function groupFactsOf(ledger: Ledger, span: Span, limit: number): readonly GroupFacts[] {
  const gateways = new Map(ledger.coverage().map(({ file, gateway }) => [file, gateway]));
  return foldAftermath(ledger.groups(span, limit * foldingFactor))
    .slice(0, limit)
    .map((group) => ({
      ...group,
      family: familyOf(gateways.get(group.examples[0]?.file ?? '') ?? undefined),
    }));
}

/** Folding makes one group of several, and the root may be the rarest of them. */
const foldingFactor = 4;
