import { sumOf } from '../../base/format-number.js';
import type { Span } from '../../base/span.js';
import { isAftermath } from '../../diagnose/aftermath.js';
import type { CauseId } from '../../diagnose/cause.js';
import type { Group, Ledger, Of } from '../repository.js';
import { rootOf } from './fold-aftermath.js';

/** How failures came over time: alarming ones, one number for each `widthMs` from `from` on. */
export type Course = {
  readonly from: number;
  readonly widthMs: number;
  /** The most frequent first. What only followed from a cause is counted at it. */
  readonly causes: readonly CauseCourse[];
};

export type CauseCourse = { readonly cause: CauseId; readonly counts: readonly number[] };

/** The course of a span by cause. `groups` are all of the span, before any folding. */
export function courseOf(span: Span, ledger: Ledger, groups: readonly Group[]): Course {
  const roots = [...new Set(groups.map(({ cause }) => cause))].filter((cause) => !isAftermath(cause));
  const followers = groups.filter(({ cause }) => isAftermath(cause));
  return drawn(span, ledger, [
    ...roots.map((cause): Part => [cause, { cause }]),
    ...followers.map((group) => partOf(group, groups)),
  ]);
}

/** The course of these groups alone. */
export const courseOfGroups = (span: Span, ledger: Ledger, groups: readonly Group[]): Course =>
  drawn(
    span,
    ledger,
    groups.map((group) => partOf(group, groups)),
  );

/** All causes together. */
export function totalCourse({ causes }: Course): readonly number[] {
  return causes.map(({ counts }) => counts).reduce(added, []);
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** Steps that people count time in. */
const widths = [1, 2, 5, 10, 15, 30, 60, 180, 360, 1440].map((minutes) => minutes * minuteMs);
/** As many bars as a phone can show apart. */
const stretchesMax = 100;

const widthFor = (ms: number): number =>
  widths.find((width) => ms / width <= stretchesMax) ?? Math.ceil(ms / stretchesMax / dayMs) * dayMs;
const dayMs = 1440 * minuteMs;

/** What is counted, and the cause that it is counted at. */
type Part = readonly [CauseId, Of];

const partOf = (group: Group, groups: readonly Group[]): Part => [
  rootOf(group, groups)?.cause ?? group.cause,
  { cause: group.cause, upstream: group.upstream },
];

/** Hours where minutes are no longer kept: they tell of the day, and later nothing tells more. */
function drawn(span: Span, ledger: Ledger, parts: readonly Part[]): Course {
  const widthMs = widthFor(span.to - span.from);
  const course = summedTo(widthMs, span, ledger, parts);
  return course.causes.length === 0 && parts.length > 0 && widthMs < hourMs
    ? summedTo(hourMs, span, ledger, parts)
    : course;
}

function summedTo(widthMs: number, span: Span, ledger: Ledger, parts: readonly Part[]): Course {
  const bucketMs = widthMs < hourMs ? minuteMs : hourMs;
  const from = Math.floor(span.from / bucketMs) * bucketMs;
  const countsOf = (of: Of) =>
    bucketMs === minuteMs
      ? ledger.perMinute({ from, to: span.to }, of)
      : ledger.perHour({ from, to: span.to }, of);
  const buckets = new Map<CauseId, readonly number[]>();
  for (const [cause, of] of parts) buckets.set(cause, added(buckets.get(cause) ?? [], countsOf(of)));
  const causes = [...buckets]
    .map(([cause, counts]) => ({ cause, counts: summed(counts, widthMs / bucketMs) }))
    .filter(({ counts }) => sumOf(counts) > 0)
    .sort((one, other) => sumOf(other.counts) - sumOf(one.counts));
  return { from, widthMs, causes };
}

const added = (one: readonly number[], other: readonly number[]): readonly number[] =>
  (one.length >= other.length ? one : other).map((_, at) => (one[at] ?? 0) + (other[at] ?? 0));

const summed = (counts: readonly number[], width: number): readonly number[] =>
  Array.from({ length: Math.ceil(counts.length / width) }, (_, at) =>
    sumOf(counts.slice(at * width, (at + 1) * width)),
  );
