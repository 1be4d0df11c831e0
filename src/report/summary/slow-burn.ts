import { addDays, getDaySpan, getLocalDay } from '../../base/calendar.js';
import { hourMs } from '../../base/duration.js';
import { sumNumbers } from '../../base/format-number.js';
import type { Span } from '../../base/span.js';
import { sumClientImpacting } from '../../incidents/failure-counts.js';
import { type Incident, listUpstreamNames } from '../../incidents/incident.js';
import { hasTraffic, type Repository } from '../repository.js';
import type { FoldedGroup } from './fold-aftermath.js';
import { createGroupContextLookup, type GroupSummary } from './group.js';

/** A cause that persists at an upstream below the alert threshold, with clients affected every day. */
export type SlowBurn = {
  readonly group: GroupSummary;
  /** Null until logs of enough days have been read. */
  readonly trend: FailureTrend | null;
};

/** Trend of failures that clients saw or may have seen. */
export type FailureTrend = {
  readonly perDay: number;
  /** Change per day. */
  readonly slope: number;
  /** Number of days measured. */
  readonly days: number;
};

/** Returns the groups that lasted for hours without an incident, most frequent first. */
export function findSlowBurns(
  groups: readonly FoldedGroup[],
  incidents: readonly Incident[],
  { span, timezone }: { readonly span: Span; readonly timezone: string },
  repository: Repository,
): readonly SlowBurn[] {
  const slowGroups = groups.filter(
    (group) =>
      group.lastAt - group.firstAt >= burnMsMin &&
      sumClientImpacting(group.outcomes) >= failuresMin &&
      !incidents.some((incident) => isCoveredBy(incident, group)),
  );
  if (slowGroups.length === 0) return [];
  const days = listDaysWithTraffic(span, timezone, repository);
  const findContext = createGroupContextLookup(repository);
  return slowGroups.slice(0, slowBurnsMax).map((group) => ({
    group: { ...group, ...findContext(group) },
    trend: measureTrend(group, days, repository),
  }));
}

const burnMsMin = 3 * hourMs;
const failuresMin = 5;
/** More than a team can fix in a week. */
const slowBurnsMax = 10;
const daysMeasured = 7;
const daysMin = 3;

const isCoveredBy = (incident: Incident, { upstream, cause }: FoldedGroup): boolean =>
  listUpstreamNames(incident).includes(upstream) && incident.causes.some((entry) => entry.cause === cause);

/** The last full days before the end of the span on which logs were read. */
function listDaysWithTraffic({ to }: Span, timezone: string, repository: Repository): readonly Span[] {
  const last = getLocalDay(to, timezone);
  const days = Array.from({ length: daysMeasured }, (_, index) => addDays(last, index - daysMeasured));
  return days
    .flatMap((day) => (day === undefined ? [] : (getDaySpan(day, timezone) ?? [])))
    .filter((day) => hasTraffic(repository.totals(day)));
}

function measureTrend(
  { cause, upstream }: FoldedGroup,
  days: readonly Span[],
  repository: Repository,
): FailureTrend | null {
  if (days.length < daysMin) return null;
  const counts = days.map((day) => sumClientImpacting(repository.totals(day, { cause, upstream }).outcomes));
  return { perDay: computeMean(counts), slope: computeSlope(counts), days: counts.length };
}

const computeMean = (counts: readonly number[]): number => sumNumbers(counts) / counts.length;

/** Least squares, so that one bad day does not decide the trend. */
function computeSlope(counts: readonly number[]): number {
  const [mean, middle] = [computeMean(counts), (counts.length - 1) / 2];
  const spread = counts.reduce((sum, _, day) => sum + (day - middle) ** 2, 0);
  return counts.reduce((sum, count, day) => sum + (day - middle) * (count - mean), 0) / spread;
}
