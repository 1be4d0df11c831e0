import { getCause } from '../../diagnose/causes/index.js';
import type { Failure } from '../../diagnose/failure.js';
import type { CsvCell, CsvTable } from '../../render/csv.js';
import { type RichText, toPlainText } from '../../render/rich-text.js';
import type { AnswerCount, FailureGroup, FailureTotals, RankedCount } from '../repository.js';
import { serializeOutcomes, serializeTime } from './json.js';

/** One row per failure: the fields of `analyze --failures`, with the location of the first record. */
export const buildFailureTable = (failures: readonly Failure[]): CsvTable => ({
  headers: failureColumns.map(([header]) => header),
  rows: failures.map((failure) => failureColumns.map(([, readCell]) => readCell(failure))),
});

/** One row per cause and upstream. */
export const buildGroupTable = (groups: readonly FailureGroup[]): CsvTable => ({
  headers: [
    'cause',
    'class',
    'upstream',
    'count',
    'clientVisible',
    'saved',
    'truncated',
    'undecided',
    'firstAt',
    'lastAt',
  ],
  rows: groups.map(({ cause, upstream, count, outcomes, firstAt, lastAt }) => {
    const { clientVisible, saved, truncated, undecided } = serializeOutcomes(outcomes);
    const counts = [count, clientVisible, saved, truncated, undecided];
    return [cause, getCause(cause).class, upstream, ...counts, serializeTime(firstAt), serializeTime(lastAt)];
  }),
});

/** One row per name, most frequent first. */
export const buildRankedTable = (ranked: readonly RankedCount[]): CsvTable => ({
  headers: ['name', 'count', 'alarming'],
  rows: ranked.map(({ key, count, clientImpacting }) => [key, count, clientImpacting]),
});

/** One row per status and upstream, most answers first. */
export const buildAnswerTable = (counts: readonly AnswerCount[]): CsvTable => ({
  headers: ['status', 'upstream', 'answers', 'madeByUpstream'],
  rows: counts.map(({ status, key, requests, madeByUpstream }) => [status, key, requests, madeByUpstream]),
});

/** One row per side of a comparison. */
export const buildComparisonTable = (sides: readonly ComparisonOperand[]): CsvTable => ({
  headers: ['name', 'total', 'clientVisible', 'saved', 'truncated', 'undecided'],
  rows: sides.map(({ label, totals: { failures, outcomes } }) => {
    const { clientVisible, saved, truncated, undecided } = serializeOutcomes(outcomes);
    return [toPlainText(label), failures, clientVisible, saved, truncated, undecided];
  }),
});

/** One row per time bucket and name. */
export const buildSeriesTable = (series: readonly FailureSeries[]): CsvTable => ({
  headers: ['at', 'widthSeconds', 'name', 'alarming'],
  rows: series.flatMap(({ name, counts, fromAt, widthMs }) =>
    counts.map((count, index) => [
      serializeTime(fromAt + index * widthMs),
      widthMs / 1000,
      name || null,
      count,
    ]),
  ),
});

const failureColumns: readonly (readonly [header: string, readCell: (failure: Failure) => CsvCell])[] = [
  ['at', ({ at }) => serializeTime(at)],
  ['gateway', ({ gateway }) => gateway],
  ['cause', ({ cause }) => cause],
  ['class', ({ cause }) => getCause(cause).class],
  ['outcome', ({ outcome }) => outcome],
  ['madeBy', ({ madeBy }) => madeBy],
  ['status', ({ status }) => status],
  ['upstream', ({ upstream }) => upstream],
  ['peer', ({ peer }) => peer],
  ['client', ({ client }) => client],
  ['server', ({ server }) => server],
  ['host', ({ host }) => host],
  ['customer', ({ customer }) => customer],
  ['request.method', ({ request }) => request?.method ?? null],
  ['request.target', ({ request }) => request?.target ?? null],
  ['request.protocol', ({ request }) => request?.protocol ?? null],
  ['attempts', ({ attempts }) => attempts],
  ['certainty', ({ certainty }) => certainty],
  ['evidence.file', ({ evidence: [first] }) => first?.file ?? null],
  ['evidence.byte', ({ evidence: [first] }) => first?.byte ?? null],
  ['evidence.line', ({ evidence: [first] }) => first?.line ?? null],
];

/** Client-impacting failures over time under one name, one number per `widthMs`. */
export type FailureSeries = {
  readonly name: string;
  readonly counts: readonly number[];
  readonly fromAt: number;
  readonly widthMs: number;
};

/** One side of a comparison. */
export type ComparisonOperand = { readonly label: RichText; readonly totals: FailureTotals };
