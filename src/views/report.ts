import { dayWords } from '../calendar.js';
import type { DayFacts } from '../day-facts.js';
import { counted, grouped, lasting } from '../figures.js';
import { incidentName } from '../incident.js';
import { wasBrief } from '../incident-detail.js';
import type { Message } from '../message.js';
import { slowBurnsIn } from '../span-facts.js';
import { understoodWords } from './basis.js';
import { comparisonsOf } from './day-comparison.js';
import { gapWords } from './gaps.js';
import { groupWords } from './group.js';
import { hourStrip } from './hours.js';
import { alarmingIn, impactOf } from './impact.js';
import { failedForMs, incidentLine } from './incident-line.js';
import { context, header, list, message, preformatted, section } from './kit.js';
import { causeTitle, upstreamCode } from './naming.js';
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
  const comparisons = comparisonsOf(facts);
  return message({
    text: say`${titleOf(facts)}: ${impact}.`,
    tone: alarmingIn(totals.outcomes) > 0 ? 'warning' : 'neutral',
    blocks: [
      header(say`${titleOf(facts)}: ${counted(alarmingIn(totals.outcomes), 'failure')}`),
      section(
        say`${impact}.`,
        comparisons.length === 0 ? undefined : say`That is ${joined(comparisons, ', and ')}.`,
      ),
      list('What to do about it', 'ordered', groups.slice(0, groupsShown).map(groupWords)),
      list(
        'Incidents',
        'bullet',
        incidents.slice(0, incidentsShown).map((incident) => incidentLine(incident, clock)),
      ),
      section(more(facts), longest(facts), noise(facts), ...turnedWords(facts), routeWords(routes)),
      preformatted('By hour', hourStrip(byHour)),
      context(
        say`${dayWords(facts.day)}, ${zone}`,
        understoodWords(facts.coverage),
        gapWords(facts.gaps, clock),
      ),
    ],
  });
}

/** A phone shows about so much before it has to be scrolled twice. */
const groupsShown = 4;
const incidentsShown = 6;
const routesShown = 5;

const titleOf = ({ day, isOver }: DayFacts): string => `${dayWords(day)}${isOver ? '' : ' so far'}`;

function more({ incidents, groups }: DayFacts): Phrase | undefined {
  const parts = [
    ...(groups.length > groupsShown ? [counted(groups.length - groupsShown, 'more cause')] : []),
    ...(incidents.length > incidentsShown
      ? [counted(incidents.length - incidentsShown, 'more incident')]
      : []),
  ];
  return parts.length === 0 ? undefined : say`and ${parts.join(', ')}`;
}

function longest({ incidents, span }: DayFacts): Phrase | undefined {
  const [first] = [...incidents].sort(
    (one, other) => failedForMs(other, span.to) - failedForMs(one, span.to),
  );
  return first === undefined || incidents.length < 2
    ? undefined
    : say`${bold('Longest:')} ${incidentName(first)}, ${lasting(failedForMs(first, span.to))}`;
}

/** Alerts for what is over at once teach people not to look. */
function noise({ incidents, letters }: DayFacts): Phrase | undefined {
  const brief = incidents.filter(wasBrief).length;
  const { failed, waiting } = letters;
  const parts = [
    ...(brief < 2 ? [] : [`${brief} of ${incidents.length} incidents were over within 2 min`]),
    ...(failed + waiting === 0 ? [] : [`${counted(failed + waiting, 'message')} did not get here`]),
  ];
  return parts.length === 0 ? undefined : say`${bold('Noise:')} ${parts.join(', ')}`;
}

/** What is new, what is gone, and what goes on without ever being an incident. */
function turnedWords({ turned, groups, incidents }: DayFacts): readonly (Phrase | undefined)[] {
  const named = (items: readonly { cause: DayFacts['groups'][number]['cause']; upstream: string | null }[]) =>
    joined(
      items.map(({ cause, upstream }) => say`${causeTitle(cause)} at ${upstreamCode(upstream)}`),
      ', ',
    );
  const line = (title: string, items: Parameters<typeof named>[0]) =>
    items.length === 0 ? undefined : say`${bold(title)} ${named(items)}`;
  return [
    line(
      'New:',
      groups.filter((_, at) => turned.before[at]?.isNew),
    ),
    line('Gone:', turned.gone),
    line('Slow burn:', slowBurnsIn({ groups, incidents })),
  ];
}

function routeWords(routes: DayFacts['routes']): Phrase | undefined {
  const items = routes
    .slice(0, routesShown)
    .map(({ key, count }) => say`${code(key ?? '')} ${grouped(count)}`);
  return items.length === 0 ? undefined : say`${bold('Routes:')} ${joined(items, ', ')}`;
}
