import { foldRanked, isAftermath } from '../aftermath.js';
import { causeIds } from '../cause.js';
import type { Asked, Command, Context } from '../command.js';
import type { Dimension } from '../ledger.js';
import { byOwnRate, rated } from '../own-rate.js';
import { type Scope, scopeOf } from '../scope.js';
import { rankedTable } from '../views/tables.js';
import { type TopFacts, topView } from '../views/top.js';

/** `top causes last 24h`: what failed most. */
export const top: Command<'top'> = {
  what: 'top',
  usage: 'top [10] [causes|upstreams|routes|customers|peers|hosts|methods|statuses] [by 502|by rate]',
  help: 'what failed most; by rate: for the greatest share of its own requests',
  answer: (question, context) => {
    const facts = factsOf(question, question.by, context);
    const isUnnamed = question.by === 'customer' && facts.ranked.length === 0 && facts.totals.failures > 0;
    const told = isUnnamed ? { ...factsOf(question, 'client', context), lacks: 'customers' as const } : facts;
    return { message: topView(told, told.scope, context), table: () => rankedTable(told.ranked) };
  },
};

const rankedMax = 10;
const askedMax = 50;
/** Cause and upstream pairs that are looked at to tell which cause an aftermath belongs to. */
const groupsMax = 200;
/** How many of the most frequent are looked at for the greatest rate. */
const comparedMax = 200;

function factsOf(question: Asked<'top'>, by: Dimension, context: Context): TopFacts & { scope: Scope } {
  const scope = scopeOf(question, context, by);
  const totals = context.ledger.totals(scope.window.span, scope.of);
  return { by, scope, totals, order: question.order, ranked: rankedFor(question, by, scope, context) };
}

/** Causes are ranked with their aftermath, as that alone says nothing about what to mend. */
function rankedFor(
  { limit, order }: Asked<'top'>,
  by: Dimension,
  { of, window: { span } }: Scope,
  { ledger }: Context,
): TopFacts['ranked'] {
  const asked = Math.max(1, Math.min(limit ?? rankedMax, askedMax));
  if (by !== 'cause') {
    const compared = order === 'rate' ? comparedMax : asked;
    const all = rated(ledger.top(by, span, compared, of), by, { ledger, span, of });
    return order === 'rate' ? byOwnRate(all).slice(0, asked) : all;
  }
  const ranked = ledger.top(by, span, causeIds.length, of);
  const groups = ranked.some(({ key }) => causeIds.some((id) => id === key && isAftermath(id)))
    ? ledger.groups(span, groupsMax, of)
    : [];
  return foldRanked(ranked, groups).slice(0, asked);
}
