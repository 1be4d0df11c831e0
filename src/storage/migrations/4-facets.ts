const columns = `
  dimension TEXT NOT NULL,
  bucket    INTEGER NOT NULL,
  upstream  TEXT NOT NULL,
  cause     TEXT NOT NULL,
  outcome   TEXT NOT NULL,
  status    INTEGER NOT NULL,
  name      TEXT NOT NULL,
  count     INTEGER NOT NULL,
  PRIMARY KEY (dimension, bucket, upstream, cause, outcome, status, name)`;

const counted = (table: string, widthMs: number) => `
INSERT INTO ${table} (dimension, bucket, upstream, cause, outcome, status, name, count)
  SELECT json_each.key, at / ${widthMs} * ${widthMs}, upstream, cause, outcome, ifnull(status, 0),
    ifnull(json_each.value, ''), count(*)
  FROM failure, json_each(json_object('route', route, 'peer', peer, 'host', host,
    'method', request ->> '$.method', 'maker', made_by, 'gateway', gateway))
  GROUP BY 1, 2, 3, 4, 5, 6, 7;`;

/**
 * Counts by one more value than upstream, cause, outcome and status, so that questions such as "routes by 502" need not
 * walk through single failures. Replaces what counted routes and peers alone.
 */
export const facets = `
CREATE TABLE facet_minute (${columns}
) STRICT, WITHOUT ROWID;
CREATE TABLE facet_hour (${columns}
) STRICT, WITHOUT ROWID;
${counted('facet_minute', 60_000)}
${counted('facet_hour', 3_600_000)}
DROP TABLE ranked_minute;
DROP TABLE ranked_hour;
`;
