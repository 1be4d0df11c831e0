import type { Clock } from '../../base/calendar.js';
import { counted, lasting } from '../../base/format-number.js';
import type { Span } from '../../base/span.js';
import { type Incident, incidentName, rootCause } from '../../incidents/incident.js';
import type { Message } from '../../render/message.js';
import { bold, moment, type Phrase, say } from '../../render/rich-text.js';
import { aboutWords } from '../../report/words/filter.js';
import { proofs } from '../../report/words/incident.js';
import { causeTitle, upstreamCode } from '../../report/words/names.js';
import type { Command } from '../answer.js';
import { isEverything } from '../language/merge-filters.js';
import { incidentFor, type Scope, scopeOf } from '../scope.js';
import { plainView } from './answer-view.js';
import { goodWords } from './last-success.js';

/** `is it over?`, `is payments-api back?` */
export const over: Command<'over'> = {
  what: 'over',
  usage: 'is it over?, is payments-api back?',
  help: 'whether an incident is over, and what proves it',
  answer: (question, context) => {
    const incident = incidentFor(question, context);
    const scope = scopeOf(question, context);
    const upstream = question.of.upstream ?? incident?.upstream;
    const good = context.ledger.lastGood(
      { from: context.now - recentMs, to: context.now },
      upstream === undefined ? {} : { upstream },
    );
    const name = isEverything(question.of) ? [] : [' ', ...aboutWords(question.of)];
    return { message: overView(incident, name, good, scope, context) };
  },
};

const recentMs = 86_400_000;

/** Whether an incident is over, and what says so. */
export function overView(
  incident: Incident | undefined,
  name: Phrase,
  good: Span | null | undefined,
  scope: Scope,
  clock: Clock,
): Message {
  if (incident === undefined) {
    return plainView(
      { lead: say`${bold('Nothing is open')}${name}.`, lines: [goodWords(good, clock)], tone: 'good' },
      scope,
      clock,
    );
  }
  const { state, lastFailureAt, goodSince } = incident;
  const title = say`${incidentName(incident)}, ${causeTitle(rootCause(incident))} at ${upstreamCode(incident.upstream)}`;
  const since = say`The last failure was ${lasting(clock.now - lastFailureAt)} ago, with ${counted(goodSince, 'good request')} since.`;
  return state.name === 'resolved'
    ? plainView(
        {
          lead: say`${bold('Yes')}: ${title} is over since ${moment(lastFailureAt, clock)}: ${proofs[state.proof]}.`,
          lines: [goodWords(good, clock)],
          tone: 'good',
        },
        scope,
        clock,
      )
    : plainView(
        {
          lead: say`${bold('No')}: ${title} is still open.`,
          lines: [since, goodWords(good, clock)],
          tone: 'bad',
        },
        scope,
        clock,
      );
}
