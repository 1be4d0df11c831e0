import type { ActionsBlock } from '@slack/types';
import { counted, grouped, lasting, percent } from '../base/format-number.js';
import { causeById } from '../diagnose/causes/index.js';
import { subjectOf } from '../diagnose/fix-target.js';
import { healthWords } from '../health/message.js';
import { alarmingIn } from '../incidents/failure-counts.js';
import { incidentName } from '../incidents/incident.js';
import { context, header, list, message, preformatted, section } from '../render/blocks.js';
import { button } from '../render/controls.js';
import type { Message } from '../render/message.js';
import { bold, code, joined, type Phrase, say } from '../render/rich-text.js';
import { dayScope, type ReportScope, weekScope } from './report-scope.js';
import type { Changes } from './summary/compare-periods.js';
import type { DayFacts } from './summary/day.js';
import { wasBrief } from './summary/incident-detail.js';
import type { SpanFacts } from './summary/period.js';
import type { Pace, SlowBurn } from './summary/slow-burn.js';
import type { WeekFacts } from './summary/week.js';
import { changeAmong, stepsAgainst, stepWords } from './words/advice.js';
import { gapWords, understoodWords } from './words/coverage.js';
import { groupWords } from './words/group.js';
import { impactOf } from './words/impact.js';
import { failedForMs, incidentLine } from './words/incident-line.js';
import { causeTitle, upstreamCode } from './words/names.js';

/** The report of one day. A day without failures is one line. */
export const reportView = (facts: DayFacts): Message => viewOf(facts, dayScope(facts));

/** The report of seven days. */
export const weekView = (facts: WeekFacts): Message => viewOf(facts, weekScope(facts));

/** What is said of a day that is not in the calendar, or has not begun. */
export function noDayView(day: string): Message {
  const line = say`There is no report of ${code(day)}: give ${code('today')}, ${code('yesterday')} or a past day such as ${code('2026-11-21')}.`;
  return message({ text: line, tone: 'neutral', blocks: [section(line)] });
}

type Facts = SpanFacts & { readonly turned: Changes };

const viewOf = (facts: Facts, scope: ReportScope): Message =>
  isClean(facts) ? clean(facts, scope) : full(facts, scope);

/** True of a time in which nothing failed: there is nothing to show but that. */
export const isClean = ({ totals, incidents }: Pick<SpanFacts, 'totals' | 'incidents'>): boolean =>
  totals.failures === 0 && incidents.length === 0;

function clean(facts: Facts, { title }: ReportScope): Message {
  const {
    totals: { requests },
    coverage,
    gaps,
    ailments,
    span,
    zone,
  } = facts;
  const clock = { now: span.to - 1, zone };
  const wasServed = requests !== null && requests > 0;
  const verdict = wasServed
    ? `no gateway failures, ${counted(requests, 'request')} served`
    : 'no gateway failure is on record, and no access log told of requests';
  const line = say`${title}: ${verdict}; ${understoodWords(coverage)}.`;
  return message({
    text: line,
    tone: wasServed ? 'good' : 'neutral',
    blocks: [section(line), context(gapWords(gaps, clock), healthWords(ailments, clock))],
  });
}

function full(facts: Facts, { title, comparisons, strip, asked }: ReportScope): Message {
  const { totals, incidents, routes, customers, groups, slowBurns, span, zone } = facts;
  const clock = { now: span.to - 1, zone };
  const impact = impactOf(totals);
  return message({
    text: say`${title}: ${impact}.`,
    tone: alarmingIn(totals.outcomes) > 0 ? 'warning' : 'neutral',
    blocks: [
      header(say`${title}: ${counted(alarmingIn(totals.outcomes), 'failure')}`),
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
      list('Slow burn', 'bullet', slowBurns.slice(0, burnsShown).map(slowBurnWords)),
      section(
        more(facts),
        longest(facts),
        noise(facts),
        ...turnedWords(facts),
        rateWords('Routes:', routes),
        rateWords('Customers:', customers),
      ),
      preformatted(strip.title, strip.text),
      asFiles(asked),
      context(
        say`${title}, ${zone}`,
        understoodWords(facts.coverage),
        gapWords(facts.gaps, clock),
        healthWords(facts.ailments, clock),
      ),
    ],
  });
}

/** The same as files, for whoever wants more than the message holds. */
const asFiles = (asked: string): ActionsBlock => ({
  type: 'actions',
  elements: [
    button('Page', 'ask:html', `${asked} as html`),
    button('CSV', 'ask:csv', `${asked} as csv`),
    button('JSON', 'ask:json', `${asked} as json`),
  ],
});

/** A phone shows about so much before it has to be scrolled twice. */
const groupsShown = 4;
const incidentsShown = 6;
const ratesShown = 5;
const burnsShown = 3;
const turnedShown = 4;

function more({ incidents, groups, slowBurns }: Facts): Phrase | undefined {
  const parts = [
    ...(groups.length > groupsShown ? [counted(groups.length - groupsShown, 'more cause')] : []),
    ...(incidents.length > incidentsShown
      ? [counted(incidents.length - incidentsShown, 'more incident')]
      : []),
    ...(slowBurns.length > burnsShown ? [counted(slowBurns.length - burnsShown, 'more slow burn')] : []),
  ];
  return parts.length === 0 ? undefined : say`and ${parts.join(', ')}`;
}

function longest({ incidents, span }: Facts): Phrase | undefined {
  const [first] = [...incidents].sort(
    (one, other) => failedForMs(other, span.to) - failedForMs(one, span.to),
  );
  return first === undefined || incidents.length < 2
    ? undefined
    : say`${bold('Longest:')} ${incidentName(first)}, ${lasting(failedForMs(first, span.to))}`;
}

/** Alerts for what is over at once teach people not to look. */
function noise({ incidents, letters }: Facts): Phrase | undefined {
  const brief = incidents.filter(wasBrief).length;
  const { failed, waiting } = letters;
  const parts = [
    ...(brief < 2 ? [] : [`${brief} of ${incidents.length} incidents were over within 2 min`]),
    ...(failed + waiting === 0 ? [] : [`${counted(failed + waiting, 'message')} did not get here`]),
  ];
  return parts.length === 0 ? undefined : say`${bold('Noise:')} ${parts.join(', ')}`;
}

/** What is new, and what is gone. */
function turnedWords({ turned, groups }: Facts): readonly (Phrase | undefined)[] {
  const named = (items: readonly { cause: Facts['groups'][number]['cause']; upstream: string | null }[]) =>
    joined(
      items.map(({ cause, upstream }) => say`${causeTitle(cause)} at ${upstreamCode(upstream)}`),
      ', ',
    );
  const line = (title: string, items: Parameters<typeof named>[0]) => {
    const more = items.length - turnedShown;
    return items.length === 0
      ? undefined
      : say`${bold(title)} ${named(items.slice(0, turnedShown))}${more > 0 ? say` and ${more} more` : ''}`;
  };
  return [
    line(
      'New:',
      groups.filter((_, at) => turned.before[at]?.isNew),
    ),
    line('Gone:', turned.gone),
  ];
}

function rateWords(title: string, all: Facts['routes']): Phrase | undefined {
  const items = all
    .slice(0, ratesShown)
    .map(
      ({ key, count, requests }) =>
        say`${code(key ?? '')} ${grouped(count)}${requests === null ? '' : say` (${percent(count, requests)})`}`,
    );
  return items.length === 0 ? undefined : say`${bold(title)} ${joined(items, ', ')}`;
}

/** A slow burn as an item of a list: how fast it goes, whether it grows, and the one change that ends it. */
export function slowBurnWords({ group, pace }: SlowBurn): Phrase {
  const { cause, upstream, peers, family, hints } = group;
  const entry = causeById(cause);
  const subject = subjectOf({ peer: peers[0]?.key ?? null, upstream });
  const step = changeAmong(stepsAgainst(entry, family, subject, hints));
  return [
    ...say`${entry.title} at ${upstreamCode(upstream)}`,
    ...(pace === null ? [] : say`: ${bold(paceWords(pace))}`),
    ...(step === undefined ? [] : ['\n', ...stepWords(step)]),
  ];
}

/** `12 a day, +3 a day over 7 days`. */
export function paceWords({ perDay, slope, days }: Pace): string {
  const over = `over ${days} days`;
  const change = Math.abs(slope) * (days - 1);
  // What chance does from day to day is no slope.
  const isSteady = change < 2 || change < perDay / 2;
  return `${figure(perDay)} a day, ${isSteady ? 'steady' : `${slope > 0 ? '+' : '−'}${figure(Math.abs(slope))} a day`} ${over}`;
}

/** Whole numbers, but for small ones. */
const figure = (count: number): string => (count >= 10 ? grouped(count) : count.toFixed(1).replace('.0', ''));
