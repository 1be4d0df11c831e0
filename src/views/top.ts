import type { FoldedRanked } from '../aftermath.js';
import type { Clock } from '../calendar.js';
import { counted, grouped, percent } from '../figures.js';
import type { Dimension, Ranked, Totals } from '../ledger.js';
import type { Message } from '../message.js';
import type { Scope } from '../scope.js';
import { valueName } from './about.js';
import { impactOf } from './impact.js';
import { context, header, list, message, section } from './kit.js';
import { bold, type Phrase, say } from './phrase.js';
import { scopeWords } from './plain.js';

/** What failed most. */
export type TopFacts = {
  readonly by: Dimension;
  /** Causes with how many of their failures are aftermath. */
  readonly ranked: readonly (Ranked | FoldedRanked)[];
  readonly totals: Totals;
};

/** The causes, upstreams, routes or the like behind most failures. */
export function topView({ by, ranked, totals }: TopFacts, scope: Scope, clock: Clock): Message {
  const { window } = scope;
  const title = `Top ${plurals[by]}, ${window.words}`;
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
      section(say`${impactOf(totals)}.`),
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
  host: 'hosts',
  method: 'methods',
  maker: 'makers',
  outcome: 'outcomes',
  gateway: 'gateways',
};

function rankedWords(by: Dimension, entry: Ranked | FoldedRanked, all: number): Phrase {
  const { key, count, alarming } = entry;
  const followed = 'aftermath' in entry ? entry.aftermath : 0;
  const harmless = count - alarming;
  return [
    ...say`${bold(grouped(count))} ${valueName(by, key)}, ${percent(count, all)}`,
    ...(followed > 0 ? say`, ${followed} of them with no server left to try` : []),
    ...(harmless > 0 ? say`, ${harmless} unnoticed by clients` : []),
  ];
}
