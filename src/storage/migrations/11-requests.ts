const columns = `
  dimension TEXT NOT NULL,
  bucket    INTEGER NOT NULL,
  host      TEXT NOT NULL,
  name      TEXT NOT NULL,
  upstream  TEXT NOT NULL,
  requests  INTEGER NOT NULL,
  good      INTEGER NOT NULL,
  PRIMARY KEY (dimension, bucket, host, name, upstream)`;

/**
 * Requests by host and route, so that failures of a route have something to be a share of. Good requests are not kept
 * one by one, so what was read before cannot be counted again: this begins with what comes, and `kept` notes when.
 * A request is in one of the three tables: by the minute at first, and moved to hours and days as it ages.
 */
export const requests = `
CREATE TABLE request_minute (${columns}
) STRICT, WITHOUT ROWID;
CREATE TABLE request_hour (${columns}
) STRICT, WITHOUT ROWID;
CREATE TABLE request_day (${columns}
) STRICT, WITHOUT ROWID;

CREATE TABLE kept_since (
  kind  TEXT PRIMARY KEY CHECK (kind IN ('failures', 'minutes', 'hours', 'requests', 'requestMinutes', 'requestHours')),
  since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO kept_since SELECT kind, since FROM kept;
INSERT INTO kept_since SELECT 'requests', max(until) FROM (
  SELECT max(bucket) + 60000 AS until FROM traffic_minute
  UNION ALL SELECT max(bucket) + 3600000 FROM traffic_hour WHERE NOT EXISTS (SELECT 1 FROM traffic_minute)
) HAVING max(until) IS NOT NULL;
DROP TABLE kept;
ALTER TABLE kept_since RENAME TO kept;
`;
