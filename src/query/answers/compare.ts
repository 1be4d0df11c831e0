import { type Clock, dayOf } from '../../base/calendar.js';
import { changeFrom, counted, grouped } from '../../base/format-number.js';
import type { Message } from '../../render/message.js';
import { bold, type Phrase, say } from '../../render/rich-text.js';
import { type Side, sideTable } from '../../report/export/tables.js';
import type { Window } from '../../report/repository.js';
import { aboutWords } from '../../report/words/filter.js';
import { impactOf } from '../../report/words/impact.js';
import type { Answer, Asked, Command, Context } from '../answer.js';
import { windowOf } from '../language/time-window.js';
import type { When } from '../question.js';
import { type Scope, scopeAt, scopeOf } from '../scope.js';
import { plainView } from './answer-view.js';

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

/** Two counts beside each other, the second as the measure. */
export function compareView(one: Side, other: Side, scope: Scope, clock: Clock): Message {
  const line = ({ words, totals }: Side): Phrase =>
    say`${bold(grouped(totals.failures))} ${words}: ${impactOf(totals)}`;
  const isUnread = isWithoutRecords(other, one);
  return plainView(
    {
      lead: isUnread
        ? say`I cannot tell: there are ${counted(one.totals.failures, 'failure')} ${one.words}, and nothing was read ${other.words}.`
        : compareWords(one, other),
      list: { title: '', items: isUnread ? [line(one)] : [line(one), line(other)] },
    },
    scope,
    clock,
  );
}

/** Where an access log tells of requests on one side, a side without any was not read: no failures there mean nothing. */
const isWithoutRecords = ({ totals }: Side, other: Side): boolean =>
  totals.requests === null && totals.failures === 0 && other.totals.requests !== null;

function compareWords(one: Side, other: Side): Phrase {
  const [now, before] = [one.totals.failures, other.totals.failures];
  const verdict = now === before ? 'As many' : now > before ? 'More' : 'Fewer';
  const change: Phrase = before === 0 || now === before ? [] : [` (${changeFrom(before, now)})`];
  return say`${bold(verdict)}: ${now} ${one.words} against ${before} ${other.words}${change}.`;
}
