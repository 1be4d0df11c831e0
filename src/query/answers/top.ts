import type { Clock } from '../../base/calendar.js';
import { counted, grouped, percent } from '../../base/format-number.js';
import { isAftermath } from '../../diagnose/aftermath.js';
import { causeIds } from '../../diagnose/cause.js';
import { context, header, list, message, section } from '../../render/blocks.js';
import type { Message } from '../../render/message.js';
import { bold, code, type Phrase, say } from '../../render/rich-text.js';
import { rankedTable } from '../../report/export/tables.js';
import type { Dimension, Totals } from '../../report/repository.js';
import { byOwnRate, type Rated, rated } from '../../report/summary/failure-rate.js';
import { type FoldedRanked, foldRanked } from '../../report/summary/fold-aftermath.js';
import { valueName } from '../../report/words/filter.js';
import { impactOf } from '../../report/words/impact.js';
import type { Asked, Command, Context } from '../answer.js';
import { type Scope, scopeOf } from '../scope.js';
import { scopeWords } from './answer-view.js';

/** What failed most. */
export type TopFacts = {
  readonly by: Dimension;
  /** Causes with how many of their failures are aftermath, others with the requests that they are a share of. */
  readonly ranked: readonly (Rated | FoldedRanked)[];
  readonly order: 'count' | 'rate';
  /** What was asked for and is not known, so that this is the next best. */
  readonly lacks?: 'customers';
  readonly totals: Totals;
};

/** The causes, upstreams, routes or the like behind most failures. */
export function topView({ by, ranked, totals, order, lacks }: TopFacts, scope: Scope, clock: Clock): Message {
  const { window } = scope;
  const title = `Top ${plurals[by]}${order === 'rate' ? ' by rate' : ''}, ${window.words}`;
  const basis = context(...scopeWords(scope, clock));
  const [first] = ranked;
  if (first === undefined) {
    const none = say`Nothing failed: ${window.words}.`;
    return message({
      text: none,
      tone: 'good',
      blocks: [header([title]), section(say`Nothing failed.`), basis],
    });
  }
  return message({
    text: say`${title}: first ${valueName(by, first.key)} with ${counted(first.count, 'failure')} of ${totals.failures}.`,
    tone: 'neutral',
    blocks: [
      header([title]),
      section(say`${impactOf(totals)}.`, lacks && lacksCustomers, ...unratedWords(order, ranked)),
      list(
        '',
        'ordered',
        ranked.map((entry) => rankedWords(by, entry, totals.failures)),
      ),
      basis,
    ],
  });
}

const plurals: Readonly<Record<Dimension, string>> = {
  cause: 'causes',
  upstream: 'upstreams',
  route: 'routes',
  peer: 'peers',
  status: 'statuses',
  client: 'clients',
  customer: 'customers',
  host: 'hosts',
  method: 'methods',
  maker: 'makers',
  outcome: 'outcomes',
  gateway: 'gateways',
};

/** Which setting would tell. */
const lacksCustomers: Phrase = say`Customers are not known here, so these are addresses: set ${code('CUSTOMER_KEY')} to what names a customer (${code('host')}, a piece of the path such as ${code('path:2')}, or a log field such as ${code('field:http_x_tenant')}).`;

function unratedWords(order: 'count' | 'rate', ranked: TopFacts['ranked']): readonly Phrase[] {
  const isUnknown = ranked.every((entry) => !('requests' in entry) || entry.requests === null);
  return order === 'rate' && isUnknown
    ? [say`It is not known how many requests these had then, so they stand by how many failed.`]
    : [];
}

function rankedWords(by: Dimension, entry: Rated | FoldedRanked, all: number): Phrase {
  const { key, count, alarming } = entry;
  const followed = 'aftermath' in entry ? entry.aftermath : 0;
  const harmless = count - alarming;
  return [
    ...say`${bold(grouped(count))} ${valueName(by, key)}, ${percent(count, all)}`,
    ...('requests' in entry && entry.requests !== null
      ? say` (${percent(count, entry.requests)} of its ${counted(entry.requests, 'request')})`
      : []),
    ...(followed > 0 ? say`, ${followed} of them with no server left to try` : []),
    ...(harmless > 0 ? say`, ${harmless} unnoticed by clients` : []),
  ];
}

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
