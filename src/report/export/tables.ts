import { causeById } from '../../diagnose/causes/index.js';
import type { Failure } from '../../diagnose/failure.js';
import type { Cell, Table } from '../../render/csv.js';
import { literalOf, type Phrase } from '../../render/rich-text.js';
import type { Group, Ranked, Totals } from '../repository.js';
import { outcomesJson, timeJson } from './json.js';

/** One row a failure: what `analyze --failures` tells, with the place of its first record. */
export const failureTable = (failures: readonly Failure[]): Table => ({
  heads: failureColumns.map(([head]) => head),
  rows: failures.map((failure) => failureColumns.map(([, cellOf]) => cellOf(failure))),
});

/** One row a cause and upstream. */
export const groupTable = (groups: readonly Group[]): Table => ({
  heads: [
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
    const { clientVisible, saved, truncated, undecided } = outcomesJson(outcomes);
    const counts = [count, clientVisible, saved, truncated, undecided];
    return [cause, causeById(cause).class, upstream, ...counts, timeJson(firstAt), timeJson(lastAt)];
  }),
});

/** One row a name, most frequent first. */
export const rankedTable = (ranked: readonly Ranked[]): Table => ({
  heads: ['name', 'count', 'alarming'],
  rows: ranked.map(({ key, count, alarming }) => [key, count, alarming]),
});

/** One row a side of a comparison. */
export const sideTable = (sides: readonly Side[]): Table => ({
  heads: ['name', 'total', 'clientVisible', 'saved', 'truncated', 'undecided'],
  rows: sides.map(({ words, totals: { failures, outcomes } }) => {
    const { clientVisible, saved, truncated, undecided } = outcomesJson(outcomes);
    return [literalOf(words), failures, clientVisible, saved, truncated, undecided];
  }),
});

/** One row a stretch of time and name. */
export const stripTable = (strips: readonly Strip[]): Table => ({
  heads: ['at', 'widthSeconds', 'name', 'alarming'],
  rows: strips.flatMap(({ name, bars, from, widthMs }) =>
    bars.map((count, at) => [timeJson(from + at * widthMs), widthMs / 1000, name || null, count]),
  ),
});

const failureColumns: readonly (readonly [head: string, cellOf: (failure: Failure) => Cell])[] = [
  ['at', ({ at }) => timeJson(at)],
  ['gateway', ({ gateway }) => gateway],
  ['cause', ({ cause }) => cause],
  ['class', ({ cause }) => causeById(cause).class],
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

/** Alarming failures over time under one name, one number for each `widthMs`. */
export type Strip = {
  readonly name: string;
  readonly bars: readonly number[];
  readonly from: number;
  readonly widthMs: number;
};

/** One side of a comparison. */
export type Side = { readonly words: Phrase; readonly totals: Totals };
