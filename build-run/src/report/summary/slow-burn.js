import { addDays, getDaySpan, getLocalDay } from '../../base/calendar.js';
import { hourMs } from '../../base/duration.js';
import { sumNumbers } from '../../base/format-number.js';
import { sumClientImpacting } from '../../incidents/failure-counts.js';
import { listUpstreamNames } from '../../incidents/incident.js';
import { hasTraffic } from '../repository.js';
import { createGroupContextLookup } from './group.js';
/** Returns the groups that lasted for hours without an incident, most frequent first. */
export function findSlowBurns(groups, incidents, { span, timezone }, repository) {
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
const isCoveredBy = (incident, { upstream, cause }) =>
  listUpstreamNames(incident).includes(upstream) && incident.causes.some((entry) => entry.cause === cause);
/** The last full days before the end of the span on which logs were read. */
function listDaysWithTraffic({ to }, timezone, repository) {
  const last = getLocalDay(to, timezone);
  const days = Array.from({ length: daysMeasured }, (_, index) => addDays(last, index - daysMeasured));
  return days
    .flatMap((day) => (day === undefined ? [] : (getDaySpan(day, timezone) ?? [])))
    .filter((day) => hasTraffic(repository.totals(day)));
}
function measureTrend({ cause, upstream }, days, repository) {
  if (days.length < daysMin) return null;
  const counts = days.map((day) => sumClientImpacting(repository.totals(day, { cause, upstream }).outcomes));
  return { perDay: computeMean(counts), slope: computeSlope(counts), days: counts.length };
}
const computeMean = (counts) => sumNumbers(counts) / counts.length;
/** Least squares, so that one bad day does not decide the trend. */
function computeSlope(counts) {
  const [mean, middle] = [computeMean(counts), (counts.length - 1) / 2];
  const spread = counts.reduce((sum, _, day) => sum + (day - middle) ** 2, 0);
  return counts.reduce((sum, count, day) => sum + (day - middle) * (count - mean), 0) / spread;
}
