import { type Clock, dayOf } from '../calendar.js';
import type { Answer, Asked, Command, Context } from '../command.js';
import { windowOf } from '../question/window.js';
import type { When, Window } from '../question.js';
import { type Scope, scopeAt, scopeOf } from '../scope.js';
import { aboutWords } from '../views/about.js';
import { compareView, type Side } from '../views/count.js';
import { sideTable } from '../views/tables.js';

/** `502 vs 504`, `compare today with last tuesday`, `more or less than yesterday?`. */
export const compare: Command<'compare'> = {
  what: 'compare',
  usage: 'compare today with last tuesday, or 502 vs 504 last 24h',
  help: 'two times, statuses, upstreams or the like beside each other',
  answer: (question, context) => {
    const [one, other] = question.sides;
    return one !== undefined && other !== undefined && question.when.length < 2
      ? ofSides(question, context)
      : ofTimes(question, context);
  },
};

function ofSides(question: Asked<'compare'>, context: Context) {
  const [one = {}, other = {}] = question.sides;
  const scope = scopeOf({ ...question, of: {} }, context);
  const sideOf = (of: Scope['of']): Side => ({
    words: aboutWords(of),
    totals: context.ledger.totals(scope.window.span, of),
  });
  return compared([sideOf(one), sideOf(other)], scope, context);
}

/** Today against the time that was named, where only one was. A day that is not over is compared with the same hours. */
function ofTimes(question: Asked<'compare'>, context: Context) {
  const [first = yesterday, second] = question.when;
  const [later, earlier]: readonly [When, When] = second === undefined ? [today, first] : [first, second];
  const scope = scopeAt(later, question.of, context);
  const measure = cutTo(scope.window, windowOf(earlier, context), context);
  const sideOf = ({ span, words }: Window): Side => ({
    words: [words],
    totals: context.ledger.totals(span, question.of),
  });
  return compared([sideOf(scope.window), sideOf(measure)], scope, context);
}

const compared = ([one, other]: readonly [Side, Side], scope: Scope, context: Context): Answer => ({
  message: compareView(one, other, scope, context),
  table: () => sideTable([one, other]),
});

const today: When = { name: 'day', day: 'today' };
const yesterday: When = { name: 'day', day: 'yesterday' };

function cutTo({ span }: Window, measure: Window, { now, zone }: Clock): Window {
  const isUnfinished = span.to === now && dayOf(span.from, zone) === dayOf(now - 1, zone);
  const to = measure.span.from + (span.to - span.from);
  return isUnfinished && to < measure.span.to
    ? { span: { from: measure.span.from, to }, words: `${measure.words} by the same hour` }
    : measure;
}
