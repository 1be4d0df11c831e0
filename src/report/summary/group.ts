import type { Span } from '../../base/span.js';
import type { DetectedHint } from '../../diagnose/hints/index.js';
import { getProduct, type Product } from '../../parse/decoder.js';
import type { FailureFilter, FailureGroup, Repository } from '../repository.js';
import { type FoldedGroup, foldAftermath } from './fold-aftermath.js';
import { collectHints } from './hints.js';

/** A cause and upstream with all that a list says of them. */
export type GroupSummary = FoldedGroup & GroupContext;

/** What is known of a group besides what was counted. */
export type GroupContext = {
  /** The gateways that wrote its records. */
  readonly product: Product;
  readonly hints: readonly DetectedHint[];
};

/** The causes and upstreams of the span, each with its aftermath, most frequent first. */
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

/** Tells the background of any group in the ledger. */
export function createGroupContextLookup(repository: Repository): (group: FailureGroup) => GroupContext {
  const gateways = new Map(repository.coverage().map(({ file, gateway }) => [file, gateway]));
  return ({ cause, upstream, count, firstAt, lastAt, examples }) => {
    const product = getProduct(gateways.get(examples[0]?.file ?? '') ?? undefined);
    const span = { from: firstAt, to: lastAt + 1 };
    // There may be hundreds of groups, most of them too small for any hint.
    return count < hintFailuresMin
      ? { product, hints: [] }
      : { product, hints: collectHints({ cause, upstream, product }, span, repository) };
  };
}

/** No hint is drawn from fewer failures. */
const hintFailuresMin = 5;

/** Folding makes one group of several, and the root may be the rarest of them. */
const foldingFactor = 4;
