export function getRetainedSince(db) {
  const rows = db.all('SELECT kind, since_at FROM retained_since');
  const since = (kind) => rows.find((row) => row.kind === kind)?.since_at ?? -Infinity;
  return {
    failures: since('failures'),
    minutes: since('minutes'),
    hours: since('hours'),
    requestMinutes: since('requestMinutes'),
    requestHours: since('requestHours'),
  };
}
/** Questions about earlier times are answered from coarser rollups. */
export function raiseRetainedSince(db, kind, since) {
  db.run(
    `INSERT INTO retained_since (kind, since_at) VALUES (?, ?)
     ON CONFLICT DO UPDATE SET since_at = excluded.since_at WHERE excluded.since_at > since_at`,
    [kind, since],
  );
}
