/**
 * Counts of facets by day, so that a month is told from few rows and hours need not be kept for long. And an index that
 * holds what most questions about single failures look at: rows are ten times as long.
 */
export const days = `
CREATE TABLE facet_day (
  dimension TEXT NOT NULL,
  bucket    INTEGER NOT NULL,
  upstream  TEXT NOT NULL,
  cause     TEXT NOT NULL,
  outcome   TEXT NOT NULL,
  status    INTEGER NOT NULL,
  name      TEXT NOT NULL,
  count     INTEGER NOT NULL,
  PRIMARY KEY (dimension, bucket, upstream, cause, outcome, status, name)
) STRICT, WITHOUT ROWID;
INSERT INTO facet_day (dimension, bucket, upstream, cause, outcome, status, name, count)
  SELECT dimension, bucket / 86400000 * 86400000, upstream, cause, outcome, status, name, sum(count)
  FROM facet_hour GROUP BY 1, 2, 3, 4, 5, 6, 7;

DROP INDEX failure_by_time;
CREATE INDEX failure_by_time ON failure (at, outcome, status, upstream, cause, incident, client, host, route);

CREATE TABLE kept_since (
  kind  TEXT PRIMARY KEY CHECK (kind IN ('failures', 'minutes', 'hours')),
  since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO kept_since SELECT kind, since FROM kept;
DROP TABLE kept;
ALTER TABLE kept_since RENAME TO kept;
`;
