import type { CauseClass } from '../cause.js';
import { causeById } from '../causes/index.js';
import type { Command } from '../command.js';
import { groupFactsOf } from '../group-facts.js';
import { incidentFor, scopeOf, scopeOfIncident } from '../scope.js';
import { type BlameFacts, type BlameSide, blameView } from '../views/advice-answer.js';

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
