import type { FoldedRanked } from '../aftermath.js';
import type { Clock } from '../calendar.js';
import { type CauseId, causeIds } from '../cause.js';
import { counted, grouped, percent } from '../figures.js';
import type { Dimension, FileCoverage, Ranked, Totals } from '../ledger.js';
import type { Message } from '../message.js';
import type { Window } from '../question.js';
import { basisWords } from './basis.js';
import { impactOf } from './impact.js';
import { context, header, list, message, section } from './kit.js';
import { causeTitle, upstreamName } from './naming.js';
import { bold, code, type Phrase, type Piece, say } from './phrase.js';

/** What failed most. */
export type TopFacts = {
  readonly by: Dimension;
  readonly window: Window;
  /** Causes with how many of their failures are aftermath. */
  readonly ranked: readonly (Ranked | FoldedRanked)[];
  readonly totals: Totals;
  readonly coverage: readonly FileCoverage[];
};

/** The causes, upstreams, routes or the like behind most failures. */
export function topView({ by, window, ranked, totals, coverage }: TopFacts, clock: Clock): Message {
  const title = `Top ${plurals[by]}, ${window.words}`;
  const basis = context(...basisWords(window, coverage, clock));
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
    text: say`${title}: first ${nameOf(by, first.key)} with ${counted(first.count, 'failure')} of ${totals.failures}.`,
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
};

function rankedWords(by: Dimension, entry: Ranked | FoldedRanked, all: number): Phrase {
  const { key, count, alarming } = entry;
  const followed = 'aftermath' in entry ? entry.aftermath : 0;
  const harmless = count - alarming;
  return [
    ...say`${bold(grouped(count))} ${nameOf(by, key)}, ${percent(count, all)}`,
    ...(followed > 0 ? say`, ${followed} of them with no server left to try` : []),
    ...(harmless > 0 ? say`, ${harmless} unnoticed by clients` : []),
  ];
}

function nameOf(by: Dimension, key: string | null): Piece {
  if (key === null) return `no ${by} told by the log`;
  if (by === 'cause') return isCause(key) ? causeTitle(key) : code(key);
  return code(by === 'upstream' ? upstreamName(key) : key);
}

const isCause = (key: string): key is CauseId => causeIds.some((id) => id === key);
