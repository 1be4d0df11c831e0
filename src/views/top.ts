import type { FoldedRanked } from '../aftermath.js';
import type { Clock } from '../calendar.js';
import { counted, grouped, percent } from '../figures.js';
import type { Dimension, Totals } from '../ledger.js';
import type { Message } from '../message.js';
import type { Rated } from '../own-rate.js';
import type { Scope } from '../scope.js';
import { valueName } from './about.js';
import { impactOf } from './impact.js';
import { context, header, list, message, section } from './kit.js';
import { bold, code, type Phrase, say } from './phrase.js';
import { scopeWords } from './plain.js';

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
