import type { Span } from '../../base/span.js';
import { buildFixFacts, type FixFacts } from '../../diagnose/advice/fix-facts.js';
import type { DetectedHint } from '../../diagnose/hints/index.js';
import { getProduct, type Product } from '../../parse/decoder.js';
import type { FailureFilter, FailureGroup, Repository } from '../repository.js';
import { type FoldedGroup, foldAftermath } from './fold-aftermath.js';
import { collectHints } from './hints.js';

/** A cause at an upstream, with everything a list shows. */
export type GroupSummary = FoldedGroup & GroupContext;

/** What a group's records show besides counts. */
export type GroupContext = {
  /** The gateway product that wrote its records. */
  readonly product: Product;
  readonly fixFacts: FixFacts;
  readonly hints: readonly DetectedHint[];
};

/** Causes and upstreams of the span with their secondary failures, most frequent first. */
export function summarizeGroups(
  repository: Repository,
  span: Span,
  limit: number,
  filter?: FailureFilter,
): readonly GroupSummary[] {
  const findContext = createGroupContextLookup(repository);
  return foldAftermath(repository.groups(span, limit * foldingFactor, filter))
    .slice(0, limit)
    .map((group) => ({ ...group, ...findContext(group) }));
}

/** Returns a function that looks up the context of a group. */
export function createGroupContextLookup(repository: Repository): (group: FailureGroup) => GroupContext {
  const gateways = new Map(repository.coverage().map(({ file, gateway }) => [file, gateway]));
  return ({ cause, upstream, count, firstAt, lastAt, peers, examples }) => {
    const format = gateways.get(examples[0]?.file ?? '') ?? undefined;
    const product = getProduct(format);
    const peer = peers[0]?.key ?? null;
    const fixFacts = buildFixFacts({ format, peer, upstream, records: examples });
    const span = { from: firstAt, to: lastAt + 1 };
    // There can be hundreds of groups, most too small for a hint.
    return count < hintFailuresMin
      ? { product, fixFacts, hints: [] }
      : {
          product,
          fixFacts,
          hints: collectHints({ cause, upstream, product, facts: fixFacts }, span, repository),
        };
  };
}

/** No hint is detected from fewer failures. */
const hintFailuresMin = 5;

/** Folding joins several groups into one, whose root may be the rarest. */
const foldingFactor = 4;
