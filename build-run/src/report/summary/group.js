import { buildFixFacts } from '../../diagnose/advice/fix-facts.js';
import { getProduct } from '../../parse/decoder.js';
import { foldAftermath } from './fold-aftermath.js';
import { collectHints } from './hints.js';
/** Causes and upstreams of the span with their secondary failures, most frequent first. */
export function summarizeGroups(repository, span, limit, filter) {
  const findContext = createGroupContextLookup(repository);
  return foldAftermath(repository.groups(span, limit * foldingFactor, filter))
    .slice(0, limit)
    .map((group) => ({ ...group, ...findContext(group) }));
}
/** Returns a function that looks up the context of a group. */
export function createGroupContextLookup(repository) {
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
