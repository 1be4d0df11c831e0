/** Counts by day beside those by hour and minute, so that a month is told from few rows. */
export const failureDay = `
CREATE TABLE failure_day (
  bucket   INTEGER NOT NULL,
  upstream TEXT NOT NULL,
  cause    TEXT NOT NULL,
  outcome  TEXT NOT NULL,
  status   INTEGER NOT NULL,
  count    INTEGER NOT NULL,
  PRIMARY KEY (bucket, upstream, cause, outcome, status)
) STRICT, WITHOUT ROWID;
INSERT INTO failure_day (bucket, upstream, cause, outcome, status, count)
  SELECT bucket / 86400000 * 86400000, upstream, cause, outcome, status, sum(count)
  FROM failure_hour GROUP BY 1, 2, 3, 4, 5;
`;
