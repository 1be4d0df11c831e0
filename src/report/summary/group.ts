import type { Span } from '../../base/span.js';
import type { DrawnHint } from '../../diagnose/hints/hint.js';
import { type Family, familyOf } from '../../parse/decoder.js';
import type { Group, Ledger, Of } from '../repository.js';
import { type FoldedGroup, foldAftermath } from './fold-aftermath.js';
import { hintsAbout } from './hints.js';

/** A cause and upstream with all that a list says of them. */
export type GroupFacts = FoldedGroup & Background;

/** What is known of a group besides what was counted. */
export type Background = {
  /** The gateways that wrote its records. */
  readonly family: Family;
  readonly hints: readonly DrawnHint[];
};

/** The causes and upstreams of the span, each with its aftermath, most frequent first. */
export function groupFactsOf(ledger: Ledger, span: Span, limit: number, of?: Of): readonly GroupFacts[] {
  const backgroundOf = backgrounds(ledger);
  return foldAftermath(ledger.groups(span, limit * foldingFactor, of))
    .slice(0, limit)
    .map((group) => ({ ...group, ...backgroundOf(group) }));
}

/** Tells the background of any group in the ledger. */
export function backgrounds(ledger: Ledger): (group: Group) => Background {
  const gateways = new Map(ledger.coverage().map(({ file, gateway }) => [file, gateway]));
  return ({ cause, upstream, count, firstAt, lastAt, examples }) => {
    const family = familyOf(gateways.get(examples[0]?.file ?? '') ?? undefined);
    const span = { from: firstAt, to: lastAt + 1 };
    // There may be hundreds of groups, most of them too small for any hint.
    return count < hintableMin
      ? { family, hints: [] }
      : { family, hints: hintsAbout({ cause, upstream, family }, span, ledger) };
  };
}

/** No hint is drawn from fewer failures. */
const hintableMin = 5;

/** Folding makes one group of several, and the root may be the rarest of them. */
const foldingFactor = 4;
