import { isAftermath } from '../diagnose/aftermath.js';
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
export const createGroups = (db) => ({
  groups: (span, limit, filter = {}) => {
    const counts = selectFailureCounts(db, span, filter, 'hour');
    const cells = db.all(
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
/** The cells by pair, in their order. */
function groupCells(cells) {
  const pairs = new Map();
  for (const cell of cells) {
    const key = getPairKey(cell);
    const pair = pairs.get(key);
    if (pair === undefined) pairs.set(key, [cell]);
    else pair.push(cell);
  }
  return [...pairs.values()];
}
function buildGroup(db, span, cells) {
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
function rankByPair(db, dimension, span, filter, pairs) {
  const counts = selectDimensionCounts(db, dimension, span, filter);
  const rows = db.all(
    `SELECT cause, upstream, key, count, clientImpacting FROM (
       SELECT cause, upstream, key, sum(count) AS count, sum(iif(${isClientImpactingSql}, count, 0)) AS clientImpacting,
         row_number() OVER (PARTITION BY cause, upstream ORDER BY sum(iif(${isClientImpactingSql}, count, 0)) DESC, sum(count) DESC, key) AS place
       FROM ${counts.sql}
       WHERE (cause, upstream) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))
       GROUP BY cause, upstream, key HAVING sum(count) > 0)
     WHERE place <= ${rankedMax} ORDER BY place`,
    [...counts.parameters, encodeJson(pairs.map(([{ cause, upstream }]) => [cause, upstream]))],
  );
  const ranked = new Map();
  for (const { cause, upstream, ...ranking } of rows) {
    const pairKey = getPairKey({ cause, upstream });
    ranked.set(pairKey, [...(ranked.get(pairKey) ?? []), ranking]);
  }
  return ranked;
}
const getPairKey = ({ cause, upstream }) => `${cause}\n${upstream}`;
/** When the pair first and last failed: from individual failures, or from whole buckets where those are no longer kept. */
function getGroupTimes(db, { from, to }, cells) {
  const { cause, upstream } = cells[0];
  const failureTimes = db.get(
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
function listGroupExamples(db, { from, to }, { upstream, cause }) {
  return db
    .all(
      `SELECT evidence FROM failure WHERE ${inGroupSql} AND evidence <> '[]' ORDER BY at, id LIMIT ${examplesMax}`,
      [upstream, cause, from, to],
    )
    .flatMap(({ evidence }) => decodeJson(evidence).slice(0, 1));
}
const inGroupSql = 'upstream = ? AND cause = ? AND at >= ? AND at < ?';
