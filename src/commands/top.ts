import { foldRanked, isAftermath } from '../aftermath.js';
import { causeIds } from '../cause.js';
import type { Command } from '../command.js';
import type { Dimension, Ledger, Span } from '../ledger.js';
import { timeWords, windowIn } from '../question.js';
import { type TopFacts, topView } from '../views/top.js';

/** `top causes last 24h`: what failed most. */
export const top: Command = {
  name: 'top',
  usage: 'top [causes|upstreams|routes|peers|statuses|clients] [last 24h|today|yesterday]',
  help: 'what failed most',
  understands: [...timeWords, ...dimensionWords().keys()],
  answer: (words, { ledger, now, zone }) => {
    const known = dimensionWords();
    const by = words.map((word) => known.get(word)).find((dimension) => dimension !== undefined) ?? 'cause';
    const window = windowIn(words, { now, zone });
    return topView(
      {
        by,
        window,
        ranked: rankedBy(by, window.span, ledger),
        totals: ledger.totals(window.span),
        coverage: ledger.coverage(),
      },
      { now, zone },
    );
  },
};

const rankedMax = 10;
/** Cause and upstream pairs that are looked at to tell which cause an aftermath belongs to. */
const groupsMax = 200;

/** Causes are ranked with their aftermath, as that alone says nothing about what to mend. */
function rankedBy(by: Dimension, span: Span, ledger: Ledger): TopFacts['ranked'] {
  if (by !== 'cause') return ledger.top(by, span, rankedMax);
  const ranked = ledger.top(by, span, causeIds.length);
  const groups = ranked.some(({ key }) => causeIds.some((id) => id === key && isAftermath(id)))
    ? ledger.groups(span, groupsMax)
    : [];
  return foldRanked(ranked, groups).slice(0, rankedMax);
}

function dimensionWords(): ReadonlyMap<string, Dimension> {
  return new Map<string, Dimension>([
    ['causes', 'cause'],
    ['cause', 'cause'],
    ['upstreams', 'upstream'],
    ['upstream', 'upstream'],
    ['routes', 'route'],
    ['route', 'route'],
    ['peers', 'peer'],
    ['peer', 'peer'],
    ['statuses', 'status'],
    ['status', 'status'],
    ['clients', 'client'],
    ['client', 'client'],
  ]);
}
