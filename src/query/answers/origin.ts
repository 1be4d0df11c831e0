import type { Clock } from '../../base/calendar.js';
import { percent } from '../../base/format-number.js';
import type { CauseClass } from '../../diagnose/cause.js';
import { causeById } from '../../diagnose/causes/index.js';
import type { Message } from '../../render/message.js';
import { bold, joined, say } from '../../render/rich-text.js';
import { type GroupFacts, groupFactsOf } from '../../report/summary/group.js';
import { hintWords } from '../../report/words/advice.js';
import { failuresWords } from '../../report/words/filter.js';
import { groupWords } from '../../report/words/group.js';
import type { Command } from '../answer.js';
import { incidentFor, type Scope, scopeOf, scopeOfIncident } from '../scope.js';
import { plainView } from './answer-view.js';

/** `is it us or the upstream?`, `are these timeouts ours or theirs?`: who could mend it. */
export const blame: Command<'blame'> = {
  what: 'blame',
  usage: 'is it us or the upstream?, are these timeouts ours or theirs?',
  help: 'whether the gateway or the upstream has to be mended',
  answer: (question, context) => {
    const incident =
      question.when.length === 0 && context.ledger.openIncidents().length > 0
        ? incidentFor(question, context)
        : undefined;
    const scope =
      incident === undefined ? scopeOf(question, context) : scopeOfIncident(incident, question.of, context);
    const groups = groupFactsOf(context.ledger, scope.window.span, groupsMax, scope.of);
    const hints = groups.flatMap((group) => group.hints).filter(({ id }) => id === 'whose-timeout');
    const facts: BlameFacts = {
      sides: sidesOf(groups),
      hints: hints.slice(0, 1),
      groups: groups.slice(0, shownMax),
    };
    return { message: blameView(facts, scope, context) };
  },
};

const groupsMax = 20;
const shownMax = 3;

function sidesOf(
  groups: readonly { readonly cause: Parameters<typeof causeById>[0]; readonly count: number }[],
) {
  const counts = new Map<BlameSide, number>();
  for (const { cause, count } of groups) {
    const side = sides[causeById(cause).class];
    counts.set(side, (counts.get(side) ?? 0) + count);
  }
  return [...counts].map(([side, count]) => ({ side, count })).sort((one, other) => other.count - one.count);
}

/** On whose side each class of causes is mended. */
const sides: Readonly<Record<CauseClass, BlameSide>> = {
  'upstream-down': 'theirs',
  timeout: 'theirs',
  'bad-response': 'theirs',
  passthrough: 'theirs',
  config: 'ours',
  overload: 'ours',
  'gateway-resources': 'ours',
  'gateway-policy': 'ours',
  network: 'between',
  dns: 'between',
  tls: 'between',
  unknown: 'unknown',
};

/** Ours, theirs, or between. */
export function blameView({ sides, hints, groups }: BlameFacts, scope: Scope, clock: Clock): Message {
  const all = sides.reduce((sum, { count }) => sum + count, 0);
  const [worst] = sides;
  return plainView(
    {
      lead:
        worst === undefined
          ? say`Neither: no ${failuresWords(scope.of)}, ${scope.window.words}.`
          : say`${bold(verdicts[worst.side])}: ${percent(worst.count, all)} of the ${failuresWords(scope.of)}, ${scope.window.words}.`,
      lines: [
        sides.length > 1
          ? joined(
              sides.map(({ side, count }) => say`${verdicts[side]} ${count}`),
              ', ',
            )
          : undefined,
        ...hints.map(hintWords),
      ],
      list: { title: 'By cause', style: 'ordered', items: groups.map(groupWords) },
    },
    scope,
    clock,
  );
}

/** Who could mend a cause. */
export type BlameSide = 'ours' | 'theirs' | 'between' | 'unknown';
export type BlameFacts = {
  /** Most failures first. */
  readonly sides: readonly { readonly side: BlameSide; readonly count: number }[];
  readonly hints: GroupFacts['hints'];
  readonly groups: readonly GroupFacts[];
};

const verdicts: Readonly<Record<BlameSide, string>> = {
  ours: 'Ours, the gateway',
  theirs: 'Theirs, the upstream',
  between: 'In between: network, names or TLS',
  unknown: 'Not told by the logs',
};
