import type { Connection } from './connection.js';
import type { RetainedSince } from './split-span.js';

/** Since when each kind of data is complete, epoch ms; -Infinity while nothing has been removed. */
export type AllRetainedSince = RetainedSince & Readonly<Record<'requestMinutes' | 'requestHours', number>>;

export function getRetainedSince(db: Connection): AllRetainedSince {
  const rows = db.all<{ kind: string; since_at: number }>('SELECT kind, since_at FROM retained_since');
  const since = (kind: keyof AllRetainedSince) =>
    rows.find((row) => row.kind === kind)?.since_at ?? -Infinity;
  return {
    failures: since('failures'),
    minutes: since('minutes'),
    hours: since('hours'),
    requestMinutes: since('requestMinutes'),
    requestHours: since('requestHours'),
  };
}

/** Questions about earlier times are answered from coarser rollups. */
export function raiseRetainedSince(db: Connection, kind: keyof AllRetainedSince, since: number): void {
  db.run(
    `INSERT INTO retained_since (kind, since_at) VALUES (?, ?)
     ON CONFLICT DO UPDATE SET since_at = excluded.since_at WHERE excluded.since_at > since_at`,
    [kind, since],
  );
}
