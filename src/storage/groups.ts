import type { Span } from '../base/span.js';
import type { CauseId } from '../diagnose/cause.js';
import type { Outcome } from '../parse/event.js';
import type { Evidence } from '../parse/line.js';
import type { Group, Of, Ranked } from '../report/repository.js';
import type { Connection } from './connection.js';
import { facetCounts, failureCounts, isAlarming, keptSince } from './failure-counts.js';
import { outcomesOf, statusesOf } from './totals.js';
import { json, nameOf, parsed } from './values.js';

/** Routes and peers that a group lists. */
const listedMax = 10;
/** Records that a group shows. */
const examplesMax = 3;

type Cell = {
  readonly cause: CauseId;
  readonly upstream: string;
  readonly outcome: Outcome;
  readonly status: number;
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
};

/** Cause and upstream pairs, most frequent first. */
export function groups(sql: Connection, span: Span, limit: number, of: Of = {}): readonly Group[] {
  const counts = failureCounts(sql, span, of, 'hour');
  const cells = sql.all<Cell>(
    `WITH cell AS (SELECT cause, upstream, outcome, status, sum(count) AS count,
         min(bucket) AS firstAt, max(bucket) AS lastAt
       FROM ${counts.text} GROUP BY cause, upstream, outcome, status HAVING sum(count) > 0),
     pair AS (SELECT cause, upstream, sum(count) AS total FROM cell GROUP BY cause, upstream
       ORDER BY total DESC, cause, upstream LIMIT ?)
     SELECT cell.* FROM pair JOIN cell USING (cause, upstream)
     ORDER BY total DESC, cause, upstream`,
    [...counts.bound, limit],
  );
  const pairs = pairsOf(cells);
  const routes = rankedOf(sql, 'route', span, of, pairs);
  const peers = rankedOf(sql, 'peer', span, of, pairs);
  return pairs.map((pair) => ({
    ...groupFrom(sql, span, pair),
    routes: routes.get(nameOfPair(pair[0])) ?? [],
    peers: peers.get(nameOfPair(pair[0])) ?? [],
  }));
}

type Pair = readonly [Cell, ...Cell[]];

/** The cells of each pair, in their order. */
function pairsOf(cells: readonly Cell[]): readonly Pair[] {
  const pairs = new Map<string, [Cell, ...Cell[]]>();
  for (const cell of cells) {
    const name = nameOfPair(cell);
    const pair = pairs.get(name);
    if (pair === undefined) pairs.set(name, [cell]);
    else pair.push(cell);
  }
  return [...pairs.values()];
}

function groupFrom(sql: Connection, span: Span, cells: Pair): Omit<Group, 'routes' | 'peers'> {
  const { cause, upstream } = cells[0];
  return {
    cause,
    upstream: nameOf(upstream),
    count: cells.reduce((sum, { count }) => sum + count, 0),
    outcomes: outcomesOf(cells),
    statuses: statusesOf(cells),
    ...timesOf(sql, span, cells),
    examples: examplesOf(sql, span, cells[0]),
  };
}

/** The most frequent routes or peers of each pair, in one pass over the counts. */
function rankedOf(
  sql: Connection,
  dimension: 'route' | 'peer',
  span: Span,
  of: Of,
  pairs: readonly Pair[],
): ReadonlyMap<string, readonly Ranked[]> {
  const counts = facetCounts(sql, dimension, span, of);
  const rows = sql.all<Pick<Cell, 'cause' | 'upstream'> & Ranked>(
    `SELECT cause, upstream, key, count, alarming FROM (
       SELECT cause, upstream, key, sum(count) AS count, sum(iif(${isAlarming}, count, 0)) AS alarming,
         row_number() OVER (PARTITION BY cause, upstream ORDER BY sum(count) DESC, key) AS place
       FROM ${counts.text}
       WHERE (cause, upstream) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))
       GROUP BY cause, upstream, key HAVING sum(count) > 0)
     WHERE place <= ${listedMax} ORDER BY place`,
    [...counts.bound, json(pairs.map(([{ cause, upstream }]) => [cause, upstream]))],
  );
  const ranked = new Map<string, Ranked[]>();
  for (const { cause, upstream, ...one } of rows) {
    const name = nameOfPair({ cause, upstream });
    ranked.set(name, [...(ranked.get(name) ?? []), one]);
  }
  return ranked;
}

const nameOfPair = ({ cause, upstream }: Pick<Cell, 'cause' | 'upstream'>) => `${cause}\n${upstream}`;

/** When it first and last happened: from single failures, or from whole buckets where those are no longer kept. */
function timesOf(sql: Connection, { from, to }: Span, cells: Pair): Pick<Group, 'firstAt' | 'lastAt'> {
  const { cause, upstream } = cells[0];
  const kept = sql.get<{ firstAt: number | null; lastAt: number | null }>(
    `SELECT (SELECT min(at) FROM failure WHERE ${inGroup}) AS firstAt,
            (SELECT max(at) FROM failure WHERE ${inGroup}) AS lastAt`,
    [upstream, cause, from, to, upstream, cause, from, to],
  );
  const bucketed = Math.max(from, Math.min(...cells.map(({ firstAt }) => firstAt)));
  const isKept = from >= keptSince(sql).failures;
  return {
    firstAt: isKept ? (kept?.firstAt ?? bucketed) : bucketed,
    lastAt: kept?.lastAt ?? Math.max(from, ...cells.map(({ lastAt }) => lastAt)),
  };
}

function examplesOf(sql: Connection, { from, to }: Span, { upstream, cause }: Cell): readonly Evidence[] {
  return sql
    .all<{ evidence: string }>(
      `SELECT evidence FROM failure WHERE ${inGroup} AND evidence <> '[]' ORDER BY at, id LIMIT ${examplesMax}`,
      [upstream, cause, from, to],
    )
    .flatMap(({ evidence }) => parsed<readonly Evidence[]>(evidence).slice(0, 1));
}

const inGroup = 'upstream = ? AND cause = ? AND at >= ? AND at < ?';
