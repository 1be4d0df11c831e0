import type { Command } from '../command.js';
import type { Dimension } from '../ledger.js';
import { timeWords, windowIn } from '../question.js';
import { topView } from '../views/top.js';

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
        ranked: ledger.top(by, window.span, rankedMax),
        totals: ledger.totals(window.span),
        coverage: ledger.coverage(),
      },
      { now, zone },
    );
  },
};

const rankedMax = 10;

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
