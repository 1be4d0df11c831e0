import type { Clock } from '../calendar.js';
import { changeFrom, counted, grouped, percent } from '../figures.js';
import type { Dimension, Ranked, Totals } from '../ledger.js';
import type { Message } from '../message.js';
import type { Scope } from '../scope.js';
import { aboutWords, failuresWords, valueName } from './about.js';
import { impactOf } from './impact.js';
import { bold, joined, type Phrase, say } from './phrase.js';
import { plainView } from './plain.js';

/** How many: the number first, then what came of them. A question of `now` is answered with yes or no. */
export function countView(totals: Totals, scope: Scope, isNow: boolean, clock: Clock): Message {
  const { failures } = totals;
  const { of, window } = scope;
  const none = isNow ? 'no' : 'No';
  const number = say`${bold(failures === 0 ? none : grouped(failures))}`;
  const answer = isNow ? (failures === 0 ? say`${bold('No')}: ` : say`${bold('Yes')}: `) : [];
  const lead: Phrase = [...answer, ...number, ' ', ...failuresWords(of), `, ${window.words}.`];
  return plainView(
    {
      lead,
      lines: [failures === 0 ? undefined : say`${impactOf(totals)}.`],
      tone: failures === 0 ? 'good' : 'neutral',
    },
    scope,
    clock,
  );
}

/**
 * How often, of the requests and per minute. `requests` is undefined where they are not counted as narrowly, and null
 * where no access log tells of them.
 */
export function rateView(
  { failures }: Totals,
  requests: number | null | undefined,
  scope: Scope,
  clock: Clock,
): Message {
  const { from, to } = scope.window.span;
  const perMinute = failures / Math.max(1, (to - Math.max(from, scope.from)) / 60_000);
  const isShare = requests !== null && requests !== undefined && requests > 0 && requests >= failures;
  const share = isShare ? say`${bold(percent(failures, requests))} of ${counted(requests, 'request')}: ` : [];
  return plainView(
    {
      lead: [
        ...share,
        ...say`${bold(counted(failures, 'failure'))} ${aboutWords(scope.of)}, ${rateWords(perMinute)}, ${scope.window.words}.`,
      ],
      lines: [isShare ? undefined : noShareWords(requests, scope)],
    },
    scope,
    clock,
  );
}

function noShareWords(requests: number | null | undefined, { of }: Scope): Phrase {
  if (requests === undefined)
    return say`Requests are counted by upstream, host and route only, so this is no share of the requests ${aboutWords(of)}.`;
  return requests === null
    ? say`No access log tells how many requests there were, so this is no share of them.`
    : say`The access logs tell of ${counted(requests, 'request')} there, so this is no share of them.`;
}

/** `2.4 a minute`, `3 an hour`. */
function rateWords(perMinute: number): string {
  if (perMinute >= 10) return `${grouped(perMinute)} a minute`;
  if (perMinute >= 1) return `${perMinute.toFixed(1)} a minute`;
  const perHour = perMinute * 60;
  return perHour >= 1 ? `${perHour.toFixed(1)} an hour` : `${(perHour * 24).toFixed(1)} a day`;
}

/** How much of all failures these are, and what the others are. */
export function shareView({ part, whole, by, ranked }: ShareFacts, scope: Scope, clock: Clock): Message {
  return plainView(
    {
      lead: shareWords(part, whole, scope),
      list: {
        title: part.failures < whole.failures && ranked.length > 0 ? `All by ${by}` : '',
        items:
          part.failures < whole.failures
            ? ranked.map(
                ({ key, count }) =>
                  say`${bold(grouped(count))} ${valueName(by, key)}, ${percent(count, whole.failures)}`,
              )
            : [],
      },
      tone: part.failures > 0 ? 'neutral' : 'good',
    },
    scope,
    clock,
  );
}

/** A part of all failures, and how all divide. */
export type ShareFacts = {
  readonly part: Totals;
  readonly whole: Totals;
  readonly by: Dimension;
  readonly ranked: readonly Ranked[];
};

function shareWords(part: Totals, whole: Totals, { of, window }: Scope): Phrase {
  const about = aboutWords(of);
  const all = counted(whole.failures, 'failure');
  if (whole.failures === 0) return say`${bold('No')}: nothing failed, ${window.words}.`;
  if (part.failures === 0) return say`${bold('No')}: none of ${all} ${about}, ${window.words}.`;
  if (part.failures === whole.failures)
    return say`${bold('Yes, and nothing else')}: all of ${all} ${about}, ${window.words}.`;
  const share = percent(part.failures, whole.failures);
  const verdict = part.failures * 20 >= whole.failures * 19 ? 'Yes, nearly all' : 'In part';
  return say`${bold(verdict)}: ${part.failures} of ${all} (${share}) ${about}, ${window.words}.`;
}

/** One side of a comparison. */
export type Side = { readonly words: Phrase; readonly totals: Totals };

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

/** Whether a day is like the same weekday of the weeks before, until the same hour. */
export function normalView({ words, today, earlier }: NormalFacts, scope: Scope, clock: Clock): Message {
  const counts = earlier.map(({ failures }) => failures);
  const items = earlier.map(
    ({ day, failures }): Phrase => say`${day}: ${failures === null ? 'no records kept' : grouped(failures)}`,
  );
  const known = counts.filter((count) => count !== null);
  return plainView(
    {
      lead:
        known.length === 0
          ? say`I cannot tell: there were ${counted(today, 'failure')} so far this ${words}, and no earlier ${words} is on record.`
          : normalWords(words, today, known),
      list: { title: 'The same hours of', items },
    },
    scope,
    clock,
  );
}

export type NormalFacts = {
  /** `Sunday`. */
  readonly words: string;
  readonly today: number;
  /** Null where nothing was read on that day. */
  readonly earlier: readonly { readonly day: string; readonly failures: number | null }[];
};

function normalWords(words: string, today: number, known: readonly number[]): Phrase {
  const most = Math.max(...known);
  const least = Math.min(...known);
  const range = joined(
    [...new Set([least, most])].map((count) => [grouped(count)]),
    ' to ',
  );
  const usual =
    known.length === 1
      ? say`the one before had ${range} by this hour`
      : say`the ${known.length} before had ${range} by this hour`;
  if (today > most * 1.5 + 5)
    return say`${bold('No')}: ${counted(today, 'failure')} so far this ${words}; ${usual}.`;
  if (today * 1.5 + 5 < least)
    return say`${bold('Fewer than usual')}: ${counted(today, 'failure')} so far this ${words}; ${usual}.`;
  return say`${bold('Yes')}: ${counted(today, 'failure')} so far this ${words}; ${usual}.`;
}
