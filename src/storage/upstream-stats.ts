import type { Span } from '../base/span.js';
import type { Conduct, MinuteConduct, PeerConduct, SampledFailure } from '../diagnose/hints/hint.js';
import type { Struck } from '../report/repository.js';
import { dayMs, minuteMs, nextStart, startOf } from './buckets.js';
import type { Connection } from './connection.js';
import { facetCounts } from './failure-counts.js';
import { type SampleRow, sampleFrom } from './failure-row.js';
import { textOf } from './values.js';

/** Failures of each kind that a sample holds: more would not make a pattern clearer. */
const sampledMax = 300;
const peersMax = 100;

/** How an upstream fared in the span, as far as single failures and minutes are kept. */
export function conduct(sql: Connection, { from, to }: Span, of: Struck): Conduct {
  const span = { from, to: Math.min(to, from + dayMs) };
  return { failures: sampled(sql, span, of), peers: peers(sql, span, of), minutes: minutes(sql, span, of) };
}

const columns = 'at, cause, outcome, status, peer, request, route, attempts, phase, timing';

function sampled(
  sql: Connection,
  { from, to }: Span,
  { upstream, cause }: Struck,
): readonly SampledFailure[] {
  const first = (condition: string) =>
    `SELECT * FROM (SELECT id, ${columns} FROM failure WHERE upstream = ? AND at >= ? AND at < ?${condition}
       ORDER BY at LIMIT ${sampledMax})`;
  const where = [textOf(upstream), from, to];
  return sql
    .all<SampleRow & { id: number }>(`${first('')} UNION ${first(' AND cause = ?')} ORDER BY at, id`, [
      ...where,
      ...where,
      cause,
    ])
    .map(({ id: _, ...row }) => sampleFrom(row));
}

function peers(sql: Connection, { from, to }: Span, { upstream }: Struck): readonly PeerConduct[] {
  const failed = facetCounts(sql, 'peer', { from, to }, { upstream });
  return sql.all<PeerConduct>(
    `SELECT peer, sum(good) AS good, sum(failed) AS failed, min(goodAt) AS firstGoodAt, max(goodAt) AS lastGoodAt
     FROM (SELECT key AS peer, 0 AS good, count AS failed, NULL AS goodAt FROM ${failed.text} WHERE key IS NOT NULL
       UNION ALL SELECT peer, good, 0, bucket FROM peer_minute WHERE upstream = ? AND bucket >= ? AND bucket < ?)
     GROUP BY peer ORDER BY sum(good) + sum(failed) DESC, peer LIMIT ${peersMax}`,
    [...failed.bound, textOf(upstream), startOf(from, minuteMs), nextStart(to, minuteMs)],
  );
}

function minutes(sql: Connection, { from, to }: Span, { upstream, cause }: Struck): readonly MinuteConduct[] {
  const name = textOf(upstream);
  return sql.all<MinuteConduct>(
    `SELECT bucket AS at, requests, (SELECT coalesce(sum(count), 0) FROM failure_minute AS failed
         WHERE failed.bucket = traffic.bucket AND failed.upstream = ? AND failed.cause = ?) AS failed
     FROM traffic_minute AS traffic WHERE bucket >= ? AND bucket < ? AND upstream = ? ORDER BY bucket`,
    [name, cause, startOf(from, minuteMs), nextStart(to, minuteMs), name],
  );
}
