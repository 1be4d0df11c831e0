import type { ZoneRun } from '../base/timezone-drift.js';
import {
  hoursOfInterest,
  type LogActivity,
  type LogHour,
  type LogVitals,
  type Vitals,
} from '../health/inputs.js';
import { hourMs, minuteMs, startOf } from './buckets.js';
import type { Connection } from './connection.js';
import { hasPlace, waits } from './outbox.js';
import { parsed } from './values.js';

/** What the bot judges its own health by, as far as it is stored. */
export const vitals = (sql: Connection, now: number): Pick<Vitals, 'logs' | 'unsent'> => ({
  logs: logsIn(sql, now),
  unsent: sql.get<Vitals['unsent']>(unsent) ?? { letters: 0, since: null },
});

/** Adds what a chunk brought to its log's hour. */
export function storeActivity(sql: Connection, { path, at, records, unparsed }: LogActivity): void {
  sql.run(addActivity, [path, startOf(at, hourMs), records, unparsed, at]);
}

type HourRow = LogHour & { readonly path: string; readonly bucket: number };

function logsIn(sql: Connection, now: number): readonly LogVitals[] {
  const zoneRuns = new Map(
    sql
      .all<{ path: string; run: string }>(zoneRunsOfLiveLogs)
      .map(({ path, run }) => [path, parsed<ZoneRun>(run)]),
  );
  const hours = new Map<string, Map<number, LogHour>>();
  for (const { from, to } of hoursOfInterest(now)) {
    for (const { path, bucket, ...hour } of sql.all<HourRow>(hoursBetween, [from, to])) {
      const known = hours.get(path) ?? new Map<number, LogHour>();
      hours.set(path, known.set(bucket, hour));
    }
  }
  return sql
    .all<Pick<LogVitals, 'path' | 'arrivedAt' | 'knownSince'>>(arrivals)
    .map(({ path, ...times }) => ({
      path,
      ...times,
      hours: hours.get(path) ?? new Map(),
      zoneRun: zoneRuns.get(path) ?? null,
    }));
}

const addActivity = `INSERT INTO log_hour (path, bucket, minutes, records, unparsed, latest) VALUES (?, ?, 1, ?, ?, ?)
  ON CONFLICT DO UPDATE SET records = records + excluded.records, unparsed = unparsed + excluded.unparsed,
    minutes = minutes + (excluded.latest / ${minuteMs} > latest / ${minuteMs}), latest = max(latest, excluded.latest)`;
const hoursBetween =
  'SELECT path, bucket, minutes, records, unparsed FROM log_hour WHERE bucket >= ? AND bucket < ?';
const arrivals =
  'SELECT path, max(latest) AS arrivedAt, min(bucket) AS knownSince FROM log_hour GROUP BY path ORDER BY path';
const zoneRunsOfLiveLogs = `SELECT path, reading ->> '$.zoneRun' AS run FROM bookmark
  WHERE state = 'live' AND reading ->> '$.zoneRun' IS NOT NULL ORDER BY stored_at`;

/** A line in a thread that never came about waits for nothing that the channel could do. */
const unsent = `SELECT count(*) AS letters, min(written_at) AS since FROM letter
  WHERE ${waits} AND kind <> 'health' AND ${hasPlace}`;
