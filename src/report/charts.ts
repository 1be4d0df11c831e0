import { clockOf, dayOf, momentOf } from '../base/calendar.js';
import { counted, grouped, sumOf } from '../base/format-number.js';
import { cut, oneLine } from '../base/printable.js';
import type { Span } from '../base/span.js';
import type { ChangeNote } from '../parse/event.js';
import type { Chart, ChartMark, ChartSeries, StripChart } from '../render/charts/chart.js';
import { type Course, totalCourse } from './summary/time-series.js';
import { causeTitle } from './words/names.js';

/** What charts of a span are drawn from. */
export type Drawn = {
  readonly course: Course;
  readonly changes: readonly ChangeNote[];
  readonly zone: string;
};

/** Failures over time by cause, with marks for what was done to the gateways. Undefined when there is nothing to draw. */
export function failureChart({ course, changes, zone }: Drawn, isSmall = false): Chart | undefined {
  const series = seriesOf(course);
  if (series.length === 0) return undefined;
  const unit = `failures per ${widthWords(course.widthMs)}`;
  return {
    kind: 'course',
    unit,
    alt: altOf(course, changes, zone),
    labels: timeLabels({ ...course, length: totalCourse(course).length }, zone),
    series,
    marks: marksOf(course, changes),
    isSmall,
  };
}

/** Cause by hour, or by day where it was many. Undefined where the course alone says as much. */
export function heatChart({ course, changes, zone }: Drawn): StripChart | undefined {
  const length = totalCourse(course).length;
  if (length * course.widthMs < stripMsMin || course.causes.length === 0) return undefined;
  const times = Array.from({ length }, (_, at) => course.from + at * course.widthMs);
  const isByDay = length * course.widthMs > hoursMsMax;
  const keys = times.map((at) =>
    isByDay ? dayOf(at, zone) : `${dayOf(at, zone)} ${clockOf(at, zone).slice(0, 2)}`,
  );
  const columns = [...new Set(keys)];
  const columnOf = (at: number) => columns.indexOf(keys[at] ?? '');
  const folded = (counts: readonly number[]) =>
    columns.map((column) => sumOf(counts.filter((_, at) => keys[at] === column)));
  const rows = seriesOf(course).map(({ name, counts }) => ({ name, counts: folded(counts) }));
  const most = Math.max(...rows.flatMap(({ counts }) => counts));
  return {
    kind: 'strip',
    unit: `failures per ${isByDay ? 'day' : 'hour'}, at most ${grouped(most)}`,
    alt: altOf(course, changes, zone),
    labels: columns.map((column) => (isByDay ? column.slice(5) : column.slice(-2))),
    rows,
    marks: distinct(marksOf(course, changes).map((mark) => ({ ...mark, column: columnOf(mark.column) }))),
  };
}

/** `15 min`, `1 h`, `1 day`. */
export function widthWords(ms: number): string {
  if (ms < hourMs) return ms === minuteMs ? 'minute' : `${ms / minuteMs} min`;
  return ms < dayMs
    ? ms === hourMs
      ? 'hour'
      : `${ms / hourMs} h`
    : ms === dayMs
      ? 'day'
      : `${ms / dayMs} days`;
}

/** What stands under so many bars: clocks in one day, else days too. */
export function timeLabels(
  { from, widthMs, length }: { from: number; widthMs: number; length: number },
  zone: string,
): readonly string[] {
  const times = Array.from({ length }, (_, at) => from + at * widthMs);
  if (widthMs >= dayMs) return times.map((at) => momentOf(at, zone).replace(/ \d\d:\d\d$/, ''));
  const isOneDay = length * widthMs <= dayMs + widthMs;
  return times.map((at) => (isOneDay ? clockOf(at, zone) : momentOf(at, zone)));
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const stripMsMin = 4 * hourMs;
const hoursMsMax = 50 * hourMs;
const seriesMax = 6;
const wordsMax = 18;
const marksMax = 40;

/** The most frequent causes, and the others together. */
function seriesOf({ causes }: Course): readonly ChartSeries[] {
  const shown = causes.length > seriesMax ? causes.slice(0, seriesMax - 1) : causes;
  const rest = causes.slice(shown.length);
  const others = {
    name: counted(rest.length, 'other cause'),
    counts: totalCourse({ from: 0, widthMs: 0, causes: rest }),
  };
  return [
    ...shown.map(({ cause, counts }) => ({ name: causeTitle(cause), counts })),
    ...(rest.length === 0 ? [] : [others]),
  ];
}

function marksOf(course: Course, changes: readonly ChangeNote[]): readonly ChartMark[] {
  const length = totalCourse(course).length;
  const marks = [...changes]
    .sort((one, other) => weights.indexOf(one.kind) - weights.indexOf(other.kind))
    .map(({ at, kind, words }) => ({
      column: Math.floor((at - course.from) / course.widthMs),
      words: kind === 'deploy' ? cut(oneLine(words), wordsMax) : kind,
    }))
    .filter(({ column }) => column >= 0 && column < length);
  return distinct(marks).slice(0, marksMax);
}

/** Where several things were done at once, the last of these is named. */
const weights: readonly ChangeNote['kind'][] = ['ejection', 'stop', 'restart', 'reload', 'config', 'deploy'];

/** One for each place. */
const distinct = (marks: readonly ChartMark[]): readonly ChartMark[] => [
  ...new Map(marks.map((mark) => [mark.column, mark])).values(),
];

function altOf(course: Course, changes: readonly ChangeNote[], zone: string): string {
  const totals = totalCourse(course);
  const most = Math.max(...totals);
  const span: Span = { from: course.from, to: course.from + totals.length * course.widthMs };
  const peak = course.from + totals.indexOf(most) * course.widthMs;
  const series = seriesOf(course).map(({ name, counts }) => `${name} ${grouped(sumOf(counts))}`);
  const done = changes.filter(({ at }) => at >= span.from && at < span.to).slice(0, 5);
  return [
    `Failures from ${momentOf(span.from, zone)} to ${momentOf(span.to, zone)}: ${series.join(', ')}.`,
    `Most at ${clockOf(peak, zone)}: ${grouped(most)} in one ${widthWords(course.widthMs)}.`,
    ...done.map(({ at, words }) => `${clockOf(at, zone)} ${cut(oneLine(words), 60)}.`),
  ].join(' ');
}
