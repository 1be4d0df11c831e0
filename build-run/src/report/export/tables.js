import { getCause } from '../../diagnose/causes/index.js';
import { toPlainText } from '../../render/rich-text.js';
import { serializeOutcomes, serializeTime } from './json.js';
/** One row per failure: the fields of `analyze --failures`, with the location of the first record. */
export const buildFailureTable = (failures) => ({
  headers: failureColumns.map(([header]) => header),
  rows: failures.map((failure) => failureColumns.map(([, readCell]) => readCell(failure))),
});
/** One row per cause and upstream. */
export const buildGroupTable = (groups) => ({
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
export const buildRankedTable = (ranked) => ({
  headers: ['name', 'count', 'alarming'],
  rows: ranked.map(({ key, count, clientImpacting }) => [key, count, clientImpacting]),
});
/** One row per status and upstream, most answers first. */
export const buildAnswerTable = (counts) => ({
  headers: ['status', 'upstream', 'answers', 'madeByUpstream'],
  rows: counts.map(({ status, key, requests, madeByUpstream }) => [status, key, requests, madeByUpstream]),
});
/** One row per side of a comparison. */
export const buildComparisonTable = (sides) => ({
  headers: ['name', 'total', 'clientVisible', 'saved', 'truncated', 'undecided'],
  rows: sides.map(({ label, totals: { failures, outcomes } }) => {
    const { clientVisible, saved, truncated, undecided } = serializeOutcomes(outcomes);
    return [toPlainText(label), failures, clientVisible, saved, truncated, undecided];
  }),
});
/** One row per time bucket and name. */
export const buildSeriesTable = (series) => ({
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
const failureColumns = [
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
