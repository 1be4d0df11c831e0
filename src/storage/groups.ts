import type { Span } from '../base/span.js';
import { isAftermath } from '../diagnose/aftermath.js';
import type { CauseId } from '../diagnose/causes/index.js';
import type { Outcome } from '../parse/event.js';
import type { Evidence } from '../parse/line.js';
import type { FailureFilter, FailureGroup, RankedCount, Repository } from '../report/repository.js';
import type { Connection } from './connection.js';
import { findEmptyingCause } from './emptied-groups.js';
import { selectDimensionCounts, selectFailureCounts } from './failure-counts.js';
import { sumOutcomes, sumStatuses } from './failure-totals.js';
import { isClientImpactingSql } from './filter-sql.js';
import { getRetainedSince } from './retained-since.js';
import { decodeJson, decodeName, encodeJson } from './values.js';

/** Routes and peers listed for a group. */
const rankedMax = 10;
/** Records shown for a group. */
const examplesMax = 3;

/** Failures grouped by cause and upstream. */
export const createGroups = (db: Connection): Pick<Repository, 'groups'> => ({
  groups: (span, limit, filter = {}) => {
    const counts = selectFailureCounts(db, span, filter, 'hour');
    const cells = db.all<GroupCell>(
      `WITH cell AS (SELECT cause, upstream, outcome, status, sum(count) AS count,
           min(bucket) AS firstAt, max(bucket) AS lastAt
         FROM ${counts.sql} GROUP BY cause, upstream, outcome, status HAVING sum(count) > 0),
       pair AS (SELECT cause, upstream, sum(count) AS total FROM cell GROUP BY cause, upstream
         ORDER BY total DESC, cause, upstream LIMIT ?)
       SELECT cell.* FROM pair JOIN cell USING (cause, upstream)
       ORDER BY total DESC, cause, upstream`,
      [...counts.parameters, limit],
    );
    const pairs = groupCells(cells);
    const routes = rankByPair(db, 'route', span, filter, pairs);
    const peers = rankByPair(db, 'peer', span, filter, pairs);
    return pairs.map((pair) => ({
      ...buildGroup(db, span, pair),
      routes: routes.get(getPairKey(pair[0])) ?? [],
      peers: peers.get(getPairKey(pair[0])) ?? [],
    }));
  },
});

/** The failures of one cause, upstream, outcome and status. */
type GroupCell = {
  readonly cause: CauseId;
  readonly upstream: string;
  readonly outcome: Outcome;
  readonly status: number;
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
};

/** The cells of one cause and upstream. */
type Pair = readonly [GroupCell, ...GroupCell[]];

/** The cells by pair, in their order. */
function groupCells(cells: readonly GroupCell[]): readonly Pair[] {
  const pairs = new Map<string, [GroupCell, ...GroupCell[]]>();
  for (const cell of cells) {
    const key = getPairKey(cell);
    const pair = pairs.get(key);
    if (pair === undefined) pairs.set(key, [cell]);
    else pair.push(cell);
  }
  return [...pairs.values()];
}

function buildGroup(db: Connection, span: Span, cells: Pair): Omit<FailureGroup, 'routes' | 'peers'> {
  const { cause, upstream } = cells[0];
  return {
    cause,
    upstream: decodeName(upstream),
    count: cells.reduce((sum, { count }) => sum + count, 0),
    outcomes: sumOutcomes(cells),
    statuses: sumStatuses(cells),
    ...getGroupTimes(db, span, cells),
    emptiedBy: isAftermath(cause) ? findEmptyingCause(db, span, cells[0]) : null,
    examples: listGroupExamples(db, span, cells[0]),
  };
}

/** The most frequent routes or peers of every pair, in one pass over the counts. */
function rankByPair(
  db: Connection,
  dimension: 'route' | 'peer',
  span: Span,
  filter: FailureFilter,
  pairs: readonly Pair[],
): ReadonlyMap<string, readonly RankedCount[]> {
  const counts = selectDimensionCounts(db, dimension, span, filter);
  const rows = db.all<Pick<GroupCell, 'cause' | 'upstream'> & RankedCount>(
    `SELECT cause, upstream, key, count, clientImpacting FROM (
       SELECT cause, upstream, key, sum(count) AS count, sum(iif(${isClientImpactingSql}, count, 0)) AS clientImpacting,
         row_number() OVER (PARTITION BY cause, upstream ORDER BY sum(iif(${isClientImpactingSql}, count, 0)) DESC, sum(count) DESC, key) AS place
       FROM ${counts.sql}
       WHERE (cause, upstream) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))
       GROUP BY cause, upstream, key HAVING sum(count) > 0)
     WHERE place <= ${rankedMax} ORDER BY place`,
    [...counts.parameters, encodeJson(pairs.map(([{ cause, upstream }]) => [cause, upstream]))],
  );
  const ranked = new Map<string, RankedCount[]>();
  for (const { cause, upstream, ...ranking } of rows) {
    const pairKey = getPairKey({ cause, upstream });
    ranked.set(pairKey, [...(ranked.get(pairKey) ?? []), ranking]);
  }
  return ranked;
}

const getPairKey = ({ cause, upstream }: Pick<GroupCell, 'cause' | 'upstream'>) => `${cause}\n${upstream}`;

/** When the pair first and last failed: from individual failures, or from whole buckets where those are no longer kept. */
function getGroupTimes(
  db: Connection,
  { from, to }: Span,
  cells: Pair,
): Pick<FailureGroup, 'firstAt' | 'lastAt'> {
  const { cause, upstream } = cells[0];
  const failureTimes = db.get<{ firstAt: number | null; lastAt: number | null }>(
    `SELECT (SELECT min(at) FROM failure WHERE ${inGroupSql}) AS firstAt,
            (SELECT max(at) FROM failure WHERE ${inGroupSql}) AS lastAt`,
    [upstream, cause, from, to, upstream, cause, from, to],
  );
  const bucketStartAt = Math.max(from, Math.min(...cells.map(({ firstAt }) => firstAt)));
  const isRetained = from >= getRetainedSince(db).failures;
  return {
    firstAt: isRetained ? (failureTimes?.firstAt ?? bucketStartAt) : bucketStartAt,
    lastAt: failureTimes?.lastAt ?? Math.max(from, ...cells.map(({ lastAt }) => lastAt)),
  };
}

function listGroupExamples(
  db: Connection,
  { from, to }: Span,
  { upstream, cause }: GroupCell,
): readonly Evidence[] {
  return db
    .all<{ evidence: string }>(
      `SELECT evidence FROM failure WHERE ${inGroupSql} AND evidence <> '[]' ORDER BY at, id LIMIT ${examplesMax}`,
      [upstream, cause, from, to],
    )
    .flatMap(({ evidence }) => decodeJson<readonly Evidence[]>(evidence).slice(0, 1));
}

const inGroupSql = 'upstream = ? AND cause = ? AND at >= ? AND at < ?';
