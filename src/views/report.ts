import { dayWords } from '../calendar.js';
import type { DayFacts } from '../day-facts.js';
import { changeFrom, counted, grouped, lasting } from '../figures.js';
import { incidentName } from '../incident.js';
import type { Totals } from '../ledger.js';
import type { Message } from '../message.js';
import { understoodWords } from './basis.js';
import { groupWords } from './group.js';
import { hourStrip } from './hours.js';
import { alarmingIn, impactOf } from './impact.js';
import { failedForMs, incidentLine } from './incident-line.js';
import { context, header, list, message, preformatted, section } from './kit.js';
import { bold, code, joined, type Phrase, say } from './phrase.js';

/** The report of one day. A day without failures is one line. */
export function reportView(facts: DayFacts): Message {
  const { totals } = facts;
  return totals.failures === 0 && facts.incidents.length === 0 ? cleanDay(facts) : fullReport(facts);
}

/** What is said of a day that is not in the calendar, or has not begun. */
export function noDayView(day: string): Message {
  const line = say`There is no report of ${code(day)}: give ${code('today')}, ${code('yesterday')} or a past day such as ${code('2026-11-21')}.`;
  return message({ text: line, tone: 'neutral', blocks: [section(line)] });
}

function cleanDay(facts: DayFacts): Message {
  const { requests } = facts.totals;
  const read =
    requests === null ? 'no access log told of requests' : `${counted(requests, 'request')} served`;
  const line = say`${titleOf(facts)}: no gateway failures, ${read}; ${understoodWords(facts.coverage)}.`;
  return message({ text: line, tone: 'good', blocks: [section(line)] });
}

function fullReport(facts: DayFacts): Message {
  const { totals, incidents, routes, groups, byHour, span, zone } = facts;
  const clock = { now: span.to - 1, zone };
  const impact = impactOf(totals);
  return message({
    text: say`${titleOf(facts)}: ${impact}.`,
    tone: alarmingIn(totals.outcomes) > 0 ? 'warning' : 'neutral',
    blocks: [
      header(say`${titleOf(facts)}: ${counted(alarmingIn(totals.outcomes), 'failure')}`),
      section(say`${impact}.`, ...comparisons(facts)),
      list('What to do about it', 'ordered', groups.map(groupWords)),
      list(
        'Incidents',
        'bullet',
        incidents.slice(0, incidentsShown).map((incident) => incidentLine(incident, clock)),
      ),
      section(longest(facts), routeWords(routes)),
      preformatted('By hour', hourStrip(byHour)),
      context(say`${dayWords(facts.day)}, ${zone}`, understoodWords(facts.coverage)),
    ],
  });
}

const incidentsShown = 8;

const titleOf = ({ day, isOver }: DayFacts): string => `${dayWords(day)}${isOver ? '' : ' so far'}`;

/** Against the day before and the same weekday of last week; silent about days on which nothing was read. */
function comparisons({ totals, dayBefore, weekBefore, isOver }: DayFacts): Phrase[] {
  const now = alarmingIn(totals.outcomes);
  const against = (before: Totals, when: string): Phrase[] =>
    wasRead(before) ? [[comparison(alarmingIn(before.outcomes), now, when)]] : [];
  const parts = [
    ...against(dayBefore, isOver ? 'the day before' : 'the day before by this time'),
    ...against(weekBefore, 'the same day last week'),
  ];
  return parts.length === 0 ? [] : [say`That is ${joined(parts, ', and ')}.`];
}

const wasRead = ({ failures, requests }: Totals) => failures > 0 || (requests ?? 0) > 0;

function comparison(before: number, now: number, when: string): string {
  if (before === 0) return now === 0 ? `none, like ${when}` : `up from none ${when}`;
  const change = changeFrom(before, now);
  return `${change} ${change.endsWith('many') ? 'as' : 'than'} ${when}`;
}

function longest({ incidents, span }: DayFacts): Phrase | undefined {
  const [first] = [...incidents].sort(
    (one, other) => failedForMs(other, span.to) - failedForMs(one, span.to),
  );
  return first === undefined || incidents.length < 2
    ? undefined
    : say`${bold('Longest:')} ${incidentName(first)}, ${lasting(failedForMs(first, span.to))}`;
}

function routeWords(routes: DayFacts['routes']): Phrase | undefined {
  const items = routes.map(({ key, count }) => say`${code(key ?? '')} ${grouped(count)}`);
  return items.length === 0 ? undefined : say`${bold('Routes:')} ${joined(items, ', ')}`;
}
