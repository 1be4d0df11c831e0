import { foldRanked, isAftermath } from '../aftermath.js';
import { causeIds } from '../cause.js';
import type { Asked, Command, Context } from '../command.js';
import { type Scope, scopeOf } from '../scope.js';
import { rankedTable } from '../views/tables.js';
import { type TopFacts, topView } from '../views/top.js';

/** `top causes last 24h`: what failed most. */
export const top: Command<'top'> = {
  what: 'top',
  usage: 'top [10] [causes|upstreams|routes|peers|hosts|methods|statuses|clients] [by 502] [last 24h]',
  help: 'what failed most',
  answer: (question, context) => {
    const scope = scopeOf(question, context, question.by);
    const totals = context.ledger.totals(scope.window.span, scope.of);
    const facts = { by: question.by, ranked: rankedFor(question, scope, context), totals };
    return { message: topView(facts, scope, context), table: () => rankedTable(facts.ranked) };
  },
};

const rankedMax = 10;
const askedMax = 50;
/** Cause and upstream pairs that are looked at to tell which cause an aftermath belongs to. */
const groupsMax = 200;

/** Causes are ranked with their aftermath, as that alone says nothing about what to mend. */
function rankedFor(
  { by, limit }: Asked<'top'>,
  { of, window: { span } }: Scope,
  { ledger }: Context,
): TopFacts['ranked'] {
  const asked = Math.max(1, Math.min(limit ?? rankedMax, askedMax));
  if (by !== 'cause') return ledger.top(by, span, asked, of);
  const ranked = ledger.top(by, span, causeIds.length, of);
  const groups = ranked.some(({ key }) => causeIds.some((id) => id === key && isAftermath(id)))
    ? ledger.groups(span, groupsMax, of)
    : [];
  return foldRanked(ranked, groups).slice(0, asked);
}
