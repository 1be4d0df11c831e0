import type { Command } from '../command.js';
import { isEverything } from '../question/about.js';
import { incidentFor, scopeOf } from '../scope.js';
import { aboutWords } from '../views/about.js';
import { overView } from '../views/standing.js';

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
