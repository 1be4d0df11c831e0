import { dayOf, daysLater, spanOfDay } from '../../base/calendar.js';
import { sumOf } from '../../base/format-number.js';
import type { Span } from '../../base/span.js';
import { alarmingIn } from '../../incidents/failure-counts.js';
import { type Incident, upstreamsOf } from '../../incidents/incident.js';
import { isRead, type Ledger } from '../repository.js';
import type { FoldedGroup } from './fold-aftermath.js';
import { backgrounds, type GroupFacts } from './group.js';

/** A cause that goes on at an upstream, too slowly to wake anybody, and yet somebody is hit every day. */
export type SlowBurn = {
  readonly group: GroupFacts;
  /** Null until enough days have been read. */
  readonly pace: Pace | null;
};

/** Failures that clients saw, or may have seen. */
export type Pace = {
  readonly perDay: number;
  /** How many more each day than the day before. */
  readonly slope: number;
  /** The days that this was measured over. */
  readonly days: number;
};

/** Those of the groups that made no incident although they went on for hours, most frequent first. */
export function slowBurnsIn(
  groups: readonly FoldedGroup[],
  incidents: readonly Incident[],
  { span, zone }: { readonly span: Span; readonly zone: string },
  ledger: Ledger,
): readonly SlowBurn[] {
  const slow = groups.filter(
    (group) =>
      group.lastAt - group.firstAt >= burnsMs &&
      alarmingIn(group.outcomes) >= failuresLeast &&
      !incidents.some((incident) => tellsOf(incident, group)),
  );
  if (slow.length === 0) return [];
  const days = readDays(span, zone, ledger);
  const backgroundOf = backgrounds(ledger);
  return slow
    .slice(0, burnsMax)
    .map((group) => ({ group: { ...group, ...backgroundOf(group) }, pace: paceOf(group, days, ledger) }));
}

const burnsMs = 3 * 3_600_000;
const failuresLeast = 5;
/** More than these nobody mends in one week. */
const burnsMax = 10;
const daysMeasured = 7;
const daysLeast = 3;

const tellsOf = (incident: Incident, { upstream, cause }: FoldedGroup): boolean =>
  upstreamsOf(incident).includes(upstream) && incident.causes.some((each) => each.cause === cause);

/** The last days that were over by the end of the span, as far as logs were read on them. */
function readDays({ to }: Span, zone: string, ledger: Ledger): readonly Span[] {
  const last = dayOf(to, zone);
  const days = Array.from({ length: daysMeasured }, (_, at) => daysLater(last, at - daysMeasured));
  return days
    .flatMap((day) => (day === undefined ? [] : (spanOfDay(day, zone) ?? [])))
    .filter((day) => isRead(ledger.totals(day)));
}

function paceOf({ cause, upstream }: FoldedGroup, days: readonly Span[], ledger: Ledger): Pace | null {
  if (days.length < daysLeast) return null;
  const counts = days.map((day) => alarmingIn(ledger.totals(day, { cause, upstream }).outcomes));
  return { perDay: meanOf(counts), slope: slopeOf(counts), days: counts.length };
}

const meanOf = (counts: readonly number[]): number => sumOf(counts) / counts.length;

/** By least squares, so that one bad day does not turn it. */
function slopeOf(counts: readonly number[]): number {
  const [mean, middle] = [meanOf(counts), (counts.length - 1) / 2];
  const spread = counts.reduce((sum, _, day) => sum + (day - middle) ** 2, 0);
  return counts.reduce((sum, count, day) => sum + (day - middle) * (count - mean), 0) / spread;
}
