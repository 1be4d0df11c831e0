import { dayMs, hourMs, startOf } from './buckets.js';
import type { Connection, Value } from './connection.js';
import { facets } from './dimensions.js';
import type { KeptSince } from './failure-counts.js';
import { inRequests, moveAged } from './request-counts.js';

/** How long things are kept. */
const keptMs = {
  failures: 14 * dayMs,
  minutes: 3 * dayMs,
  hours: 400 * dayMs,
  facetHours: 9 * dayMs,
  logHours: 9 * dayMs,
  facetDays: 400 * dayMs,
  requestMinutes: 6 * hourMs,
  incidents: 400 * dayMs,
  watching: dayMs,
  rosters: 3 * dayMs,
  bookmarks: 30 * dayMs,
  letters: 30 * dayMs,
} as const;

/** Beyond this the oldest failures go early. Counts and incidents are small and stay. */
export const databaseBytesMax = 512 * 1024 * 1024;

/** Clients can make up upstreams, each with an incident that never opens. */
const watchedMax = 20_000;

/** Rows that one step removes of one kind: the writer must not be away from the logs for long. */
const stepRows = 2_000;

/** Removes one step of what is past its time. True when there is more: call again when convenient. */
export function prune(sql: Connection, now: number, bytesMax: number): boolean {
  const removed = sql.transaction(() => {
    keepFrom(sql, 'failures', now - keptMs.failures);
    keepFrom(sql, 'minutes', now - keptMs.minutes);
    keepFrom(sql, 'hours', now - keptMs.facetHours);
    keepFrom(sql, 'requestMinutes', startOf(now - keptMs.requestMinutes, hourMs));
    keepFrom(sql, 'requestHours', startOf(now - keptMs.facetHours, dayMs));
    const timely = expiries(now).map(([from, bound]) =>
      sql.run(`DELETE FROM ${from} LIMIT ${stepRows}`, bound),
    );
    const moved = moveAged(sql, stepRows);
    return Math.max(...timely, moved, bytesUsed(sql) > bytesMax ? pruneOldest(sql) : 0);
  });
  sql.exec(`PRAGMA incremental_vacuum(${stepRows})`);
  return removed === stepRows;
}

/** The key of those tables begins with the dimension: without naming each, all rows would be walked through. */
const inFacets = `dimension IN (${facets.map((facet) => `'${facet}'`).join(', ')})`;

const expiries = (now: number): readonly (readonly [from: string, bound: readonly Value[]])[] => [
  ['failure WHERE at < ?', [now - keptMs.failures]],
  ['failure_minute WHERE bucket < ?', [now - keptMs.minutes]],
  [`facet_minute WHERE ${inFacets} AND bucket < ?`, [now - keptMs.minutes]],
  ['traffic_minute WHERE bucket < ?', [now - keptMs.minutes]],
  ['peer_minute WHERE bucket < ?', [now - keptMs.minutes]],
  ['failure_hour WHERE bucket < ?', [now - keptMs.hours]],
  ['failure_day WHERE bucket < ?', [now - keptMs.hours]],
  ['traffic_hour WHERE bucket < ?', [now - keptMs.hours]],
  [`facet_hour WHERE ${inFacets} AND bucket < ?`, [now - keptMs.facetHours]],
  [`facet_day WHERE ${inFacets} AND bucket < ?`, [now - keptMs.facetDays]],
  [`request_day WHERE ${inRequests} AND bucket < ?`, [now - keptMs.facetDays]],
  ['roster WHERE day < ?', [now - keptMs.rosters]],
  ['change WHERE at < ?', [now - keptMs.hours]],
  ['gap WHERE at < ?', [now - keptMs.hours]],
  ['log_hour WHERE bucket < ?', [now - keptMs.logHours]],
  ['ailment WHERE ended_at < ?', [now - keptMs.hours]],
  [`bookmark WHERE state = 'done' AND stored_at < ?`, [now - keptMs.bookmarks]],
  ['silence WHERE ends_at < ?', [now - keptMs.incidents]],
  // What has become a part of another is how that one finds its failures.
  [
    `incident WHERE state = 'watching' AND number IS NULL AND part_of IS NULL AND last_failure_at < ?`,
    [now - keptMs.watching],
  ],
  [
    `incident WHERE state = 'watching' AND number IS NULL AND part_of IS NULL
     AND id < (SELECT max(id) FROM incident) - ?`,
    [watchedMax],
  ],
  [`incident WHERE state = 'watching' AND number IS NULL AND last_failure_at < ?`, [now - keptMs.failures]],
  [`incident WHERE state = 'resolved' AND last_failure_at < ?`, [now - keptMs.incidents]],
  ['letter WHERE written_at < ?', [now - keptMs.letters]],
];

/** Makes room when the file is full, and notes that failures are complete only from then on. */
function pruneOldest(sql: Connection): number {
  const removed = sql.run(`DELETE FROM failure ORDER BY at LIMIT ${stepRows}`);
  const oldest = sql.get<{ at: number }>('SELECT at FROM failure ORDER BY at LIMIT 1');
  if (oldest !== undefined) keepFrom(sql, 'failures', oldest.at + 1);
  return removed;
}

/** Questions about earlier times are answered from coarser counts. */
function keepFrom(sql: Connection, kind: keyof KeptSince, since: number): void {
  sql.run(
    `INSERT INTO kept (kind, since) VALUES (?, ?)
     ON CONFLICT DO UPDATE SET since = excluded.since WHERE excluded.since > since`,
    [kind, since],
  );
}

const bytesUsed = (sql: Connection): number =>
  sql.get<{ bytes: number }>(
    `SELECT (page_count - freelist_count) * page_size AS bytes
     FROM pragma_page_count, pragma_freelist_count, pragma_page_size`,
  )?.bytes ?? 0;
