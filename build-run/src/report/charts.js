import { formatClockTime, formatDateTime, getLocalDay } from '../base/calendar.js';
import { dayMs, hourMs, minuteMs } from '../base/duration.js';
import { formatCount, pluralize, sumNumbers } from '../base/format-number.js';
import { toSingleLine, truncate } from '../base/printable.js';
import { sumTimeSeries } from './summary/time-series.js';
import { getCauseTitle } from './words/names.js';
/** Failures over time by cause, with marks for gateway changes. Undefined when there is nothing to draw. */
export function buildTimeSeriesChart({ timeSeries, changes, timezone }, isSmall = false) {
  const series = toChartSeries(timeSeries);
  if (series.length === 0) return undefined;
  const unit = `failures per ${formatWidth(timeSeries.widthMs)}`;
  return {
    type: 'bar',
    unit,
    alt: describeChart(timeSeries, changes, timezone),
    labels: formatTimeLabels({ ...timeSeries, length: sumTimeSeries(timeSeries).length }, timezone),
    series,
    markers: toMarkers(timeSeries, changes),
    isSmall,
  };
}
/** Failures by cause and hour, or by day for a long span. Undefined where the time series alone shows as much. */
export function buildHeatmap({ timeSeries, changes, timezone }) {
  const length = sumTimeSeries(timeSeries).length;
  if (length * timeSeries.widthMs < heatmapMsMin || timeSeries.causes.length === 0) return undefined;
  const times = Array.from({ length }, (_, at) => timeSeries.from + at * timeSeries.widthMs);
  const isByDay = length * timeSeries.widthMs > hoursMsMax;
  const keys = times.map((at) =>
    isByDay
      ? getLocalDay(at, timezone)
      : `${getLocalDay(at, timezone)} ${formatClockTime(at, timezone).slice(0, 2)}`,
  );
  const columns = [...new Set(keys)];
  const findColumn = (at) => columns.indexOf(keys[at] ?? '');
  const sumByColumn = (counts) =>
    columns.map((column) => sumNumbers(counts.filter((_, at) => keys[at] === column)));
  const rows = toChartSeries(timeSeries).map(({ name, counts }) => ({ name, counts: sumByColumn(counts) }));
  const countMax = Math.max(...rows.flatMap(({ counts }) => counts));
  return {
    type: 'heatmap',
    unit: `failures per ${isByDay ? 'day' : 'hour'}, peak ${formatCount(countMax)}`,
    alt: describeChart(timeSeries, changes, timezone),
    labels: columns.map((column) => (isByDay ? column.slice(5) : column.slice(-2))),
    rows,
    markers: dedupeByColumn(
      toMarkers(timeSeries, changes).map((marker) => ({ ...marker, column: findColumn(marker.column) })),
    ),
  };
}
/** `15 min`, `hour`, `3 h`, `day`: the width of a bar, after `per`. */
export function formatWidth(ms) {
  if (ms < hourMs) return ms === minuteMs ? 'minute' : `${ms / minuteMs} min`;
  return ms < dayMs
    ? ms === hourMs
      ? 'hour'
      : `${ms / hourMs} h`
    : ms === dayMs
      ? 'day'
      : `${ms / dayMs} days`;
}
/** Axis labels: times within one day, otherwise with the date. */
export function formatTimeLabels({ from, widthMs, length }, timezone) {
  const times = Array.from({ length }, (_, at) => from + at * widthMs);
  if (widthMs >= dayMs) return times.map((at) => formatDateTime(at, timezone).replace(/ \d\d:\d\d$/, ''));
  const isOneDay = length * widthMs <= dayMs + widthMs;
  return times.map((at) => (isOneDay ? formatClockTime(at, timezone) : formatDateTime(at, timezone)));
}
const heatmapMsMin = 4 * hourMs;
const hoursMsMax = 50 * hourMs;
const seriesMax = 6;
const labelCharsMax = 18;
const markersMax = 40;
/** The most frequent causes, and all others as one series. */
function toChartSeries({ causes }) {
  const shown = causes.length > seriesMax ? causes.slice(0, seriesMax - 1) : causes;
  const rest = causes.slice(shown.length);
  const others = {
    name: pluralize(rest.length, 'other cause'),
    counts: sumTimeSeries({ from: 0, widthMs: 0, causes: rest }),
  };
  return [
    ...shown.map(({ cause, counts }) => ({ name: getCauseTitle(cause), counts })),
    ...(rest.length === 0 ? [] : [others]),
  ];
}
function toMarkers(timeSeries, changes) {
  const length = sumTimeSeries(timeSeries).length;
  const marks = [...changes]
    .sort((a, b) => changePriority.indexOf(a.kind) - changePriority.indexOf(b.kind))
    .map(({ at, kind, message }) => ({
      column: Math.floor((at - timeSeries.from) / timeSeries.widthMs),
      label: kind === 'deploy' ? truncate(toSingleLine(message), labelCharsMax) : kind,
    }))
    .filter(({ column }) => column >= 0 && column < length);
  return dedupeByColumn(marks).slice(0, markersMax);
}
/** Of several changes in one column, the kind latest in this list is shown. */
const changePriority = ['ejection', 'stop', 'restart', 'reload', 'config', 'refused-config', 'deploy'];
/** Keeps one marker per column, the last. */
const dedupeByColumn = (markers) => [...new Map(markers.map((marker) => [marker.column, marker])).values()];
function describeChart(timeSeries, changes, timezone) {
  const totals = sumTimeSeries(timeSeries);
  const countMax = Math.max(...totals);
  const span = { from: timeSeries.from, to: timeSeries.from + totals.length * timeSeries.widthMs };
  const peakAt = timeSeries.from + totals.indexOf(countMax) * timeSeries.widthMs;
  const series = toChartSeries(timeSeries).map(
    ({ name, counts }) => `${name} ${formatCount(sumNumbers(counts))}`,
  );
  const chartedChanges = changes.filter(({ at }) => at >= span.from && at < span.to).slice(0, 5);
  return [
    `Failures from ${formatDateTime(span.from, timezone)} to ${formatDateTime(span.to, timezone)}: ${series.join(', ')}.`,
    `Peak at ${formatClockTime(peakAt, timezone)}: ${formatCount(countMax)} per ${formatWidth(timeSeries.widthMs)}.`,
    ...chartedChanges.map(
      ({ at, message }) => `${formatClockTime(at, timezone)} ${truncate(toSingleLine(message), 60)}.`,
    ),
  ].join(' ');
}
