/**
 * What was read and what it says. Times are epoch ms; lists and objects are JSON. A name of '' means that no record
 * tells it, and a counted `status` of 0 that there was none: keys of tables without rowid cannot be null.
 */
export const ledger = `
CREATE TABLE bookmark (
  generation TEXT PRIMARY KEY,
  path       TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('live', 'draining', 'done')),
  position   TEXT NOT NULL,
  reading    TEXT NOT NULL,
  stored_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE trouble (
  file TEXT PRIMARY KEY,
  why  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE pairing (
  only  INTEGER PRIMARY KEY CHECK (only = 1),
  state TEXT NOT NULL
) STRICT;

CREATE TABLE failure (
  id        INTEGER PRIMARY KEY,
  key       TEXT NOT NULL UNIQUE,
  incident  INTEGER NOT NULL,
  at        INTEGER NOT NULL,
  gateway   TEXT NOT NULL,
  cause     TEXT NOT NULL,
  outcome   TEXT NOT NULL,
  made_by   TEXT NOT NULL,
  status    INTEGER,
  upstream  TEXT NOT NULL,
  peer      TEXT,
  client    TEXT,
  server    TEXT,
  host      TEXT,
  request   TEXT,
  route     TEXT,
  attempts  INTEGER NOT NULL,
  timing    TEXT,
  symptom   TEXT NOT NULL,
  phase     TEXT,
  certainty TEXT NOT NULL,
  hints     TEXT NOT NULL,
  words     TEXT NOT NULL,
  lacks     TEXT NOT NULL,
  evidence  TEXT NOT NULL
) STRICT;
CREATE INDEX failure_by_time ON failure (at);
CREATE INDEX failure_by_incident ON failure (incident, at);
CREATE INDEX failure_by_upstream ON failure (upstream, at, cause);

CREATE TABLE failure_minute (
  bucket   INTEGER NOT NULL,
  upstream TEXT NOT NULL,
  cause    TEXT NOT NULL,
  outcome  TEXT NOT NULL,
  status   INTEGER NOT NULL,
  count    INTEGER NOT NULL,
  PRIMARY KEY (bucket, upstream, cause, outcome, status)
) STRICT, WITHOUT ROWID;

CREATE TABLE failure_hour (
  bucket   INTEGER NOT NULL,
  upstream TEXT NOT NULL,
  cause    TEXT NOT NULL,
  outcome  TEXT NOT NULL,
  status   INTEGER NOT NULL,
  count    INTEGER NOT NULL,
  PRIMARY KEY (bucket, upstream, cause, outcome, status)
) STRICT, WITHOUT ROWID;

CREATE TABLE ranked_minute (
  bucket    INTEGER NOT NULL,
  dimension TEXT NOT NULL CHECK (dimension IN ('route', 'peer')),
  upstream  TEXT NOT NULL,
  cause     TEXT NOT NULL,
  name      TEXT NOT NULL,
  count     INTEGER NOT NULL,
  alarming  INTEGER NOT NULL,
  PRIMARY KEY (bucket, dimension, upstream, cause, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE ranked_hour (
  bucket    INTEGER NOT NULL,
  dimension TEXT NOT NULL CHECK (dimension IN ('route', 'peer')),
  upstream  TEXT NOT NULL,
  cause     TEXT NOT NULL,
  name      TEXT NOT NULL,
  count     INTEGER NOT NULL,
  alarming  INTEGER NOT NULL,
  PRIMARY KEY (bucket, dimension, upstream, cause, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE traffic_minute (
  bucket   INTEGER NOT NULL,
  upstream TEXT NOT NULL,
  requests INTEGER NOT NULL,
  good     INTEGER NOT NULL,
  PRIMARY KEY (bucket, upstream)
) STRICT, WITHOUT ROWID;

CREATE TABLE traffic_hour (
  bucket   INTEGER NOT NULL,
  upstream TEXT NOT NULL,
  requests INTEGER NOT NULL,
  good     INTEGER NOT NULL,
  PRIMARY KEY (bucket, upstream)
) STRICT, WITHOUT ROWID;

CREATE TABLE peer_minute (
  upstream TEXT NOT NULL,
  bucket   INTEGER NOT NULL,
  peer     TEXT NOT NULL,
  good     INTEGER NOT NULL,
  PRIMARY KEY (upstream, bucket, peer)
) STRICT, WITHOUT ROWID;

-- The names that a day has counters for; later ones share the counter '(other)'.
CREATE TABLE roster (
  day   INTEGER NOT NULL,
  scope TEXT NOT NULL,
  name  TEXT NOT NULL,
  PRIMARY KEY (day, scope, name)
) STRICT, WITHOUT ROWID;

-- From when on a table with retention is complete.
CREATE TABLE kept (
  kind  TEXT PRIMARY KEY CHECK (kind IN ('failures', 'minutes')),
  since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE incident (
  id               INTEGER PRIMARY KEY,
  number           INTEGER UNIQUE,
  upstream         TEXT NOT NULL,
  cause            TEXT NOT NULL,
  causes           TEXT NOT NULL,
  state            TEXT NOT NULL CHECK (state IN ('pending', 'open', 'resolved')),
  opened_at        INTEGER,
  resolved_at      INTEGER,
  proof            TEXT,
  recent           TEXT NOT NULL,
  first_failure_at INTEGER NOT NULL,
  last_failure_at  INTEGER NOT NULL,
  counts           TEXT NOT NULL,
  alarming         INTEGER NOT NULL,
  good_since       INTEGER NOT NULL,
  acknowledged_by  TEXT,
  acknowledged_at  INTEGER
) STRICT;
CREATE INDEX incident_by_state ON incident (state, last_failure_at);
CREATE INDEX incident_by_time ON incident (first_failure_at) WHERE number IS NOT NULL;
CREATE INDEX incident_by_group ON incident (upstream, cause, first_failure_at) WHERE number IS NOT NULL;

CREATE TABLE change (
  id    INTEGER PRIMARY KEY,
  at    INTEGER NOT NULL,
  kind  TEXT NOT NULL,
  words TEXT NOT NULL,
  by    TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX change_once ON change (at, kind, words, by);
`;
