/**
 * The tables of version 1. Times are epoch milliseconds (`…_at`; `bucket` and `day` are the start of a bucket), lists and
 * objects are JSON. A name of '' means that no record gave it, and a `status` of 0 in a key that there was none: keys of
 * tables without rowid cannot be null. A released schema never changes; a change is a new entry of `migrations`.
 */
export const schema = `
-- Reading

CREATE TABLE checkpoint (
  generation_key  TEXT PRIMARY KEY,
  path            TEXT NOT NULL,
  state           TEXT NOT NULL CHECK (state IN ('live', 'draining', 'done')),
  file_checkpoint TEXT NOT NULL,
  parser_state    TEXT NOT NULL,
  stored_at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE file_problem (
  path TEXT PRIMARY KEY,
  why  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE data_loss (
  id    INTEGER PRIMARY KEY,
  path  TEXT NOT NULL,
  at    INTEGER NOT NULL,
  bytes INTEGER,
  why   TEXT NOT NULL
) STRICT;
CREATE INDEX data_loss_by_time ON data_loss (at);

-- What each log brought, by the hour in which it was read.
CREATE TABLE log_activity_hour (
  path           TEXT NOT NULL,
  bucket         INTEGER NOT NULL,
  active_minutes INTEGER NOT NULL,
  records        INTEGER NOT NULL,
  unparsed       INTEGER NOT NULL,
  last_at        INTEGER NOT NULL,
  PRIMARY KEY (path, bucket)
) STRICT, WITHOUT ROWID;

CREATE TABLE correlator_state (
  id    INTEGER PRIMARY KEY CHECK (id = 1),
  state TEXT NOT NULL
) STRICT;

CREATE TABLE process_run (
  id             INTEGER PRIMARY KEY CHECK (id = 1),
  closed_cleanly INTEGER NOT NULL CHECK (closed_cleanly IN (0, 1))
) STRICT;

-- Failures

CREATE TABLE failure (
  id             INTEGER PRIMARY KEY,
  key            TEXT NOT NULL UNIQUE,
  incident_id    INTEGER NOT NULL, -- no reference: a pending incident is pruned before its failures
  at             INTEGER NOT NULL,
  gateway        TEXT NOT NULL,
  gateway_host   TEXT,
  cause          TEXT NOT NULL,
  outcome        TEXT NOT NULL,
  made_by        TEXT NOT NULL,
  status         INTEGER,
  upstream       TEXT NOT NULL,
  peer           TEXT,
  client         TEXT,
  server         TEXT,
  host           TEXT,
  customer       TEXT,
  request        TEXT,
  route          TEXT,
  attempts       INTEGER NOT NULL,
  timing         TEXT,
  symptom        TEXT NOT NULL,
  phase          TEXT,
  certainty      TEXT NOT NULL,
  hints          TEXT NOT NULL,
  message        TEXT NOT NULL,
  missing_fields TEXT NOT NULL,
  evidence       TEXT NOT NULL
) STRICT;
-- Covers most questions about individual failures: a row of the table is ten times as long.
CREATE INDEX failure_by_time ON failure (at, outcome, status, upstream, cause, incident_id, client, host, route);
CREATE INDEX failure_by_incident ON failure (incident_id, at);
CREATE INDEX failure_by_upstream ON failure (upstream, at, cause);

-- Rollups
${['minute', 'hour', 'day'].map(createFailureRollup).join('')}${['minute', 'hour', 'day'].map(createDimensionRollup).join('')}
-- Requests of an upstream.
${['minute', 'hour'].map(createTrafficRollup).join('')}
CREATE TABLE peer_traffic_minute (
  upstream  TEXT NOT NULL,
  bucket    INTEGER NOT NULL,
  peer      TEXT NOT NULL,
  successes INTEGER NOT NULL,
  PRIMARY KEY (upstream, bucket, peer)
) STRICT, WITHOUT ROWID;

-- Requests by route or customer. Each is counted in one of the three tables: it moves to hours and days as it ages.
${['minute', 'hour', 'day'].map(createRequestRollup).join('')}
-- The names that a day has counters for; later ones share the counter '(other)'.
CREATE TABLE counted_name (
  day   INTEGER NOT NULL,
  scope TEXT NOT NULL,
  name  TEXT NOT NULL,
  PRIMARY KEY (day, scope, name)
) STRICT, WITHOUT ROWID;

-- Since when data of a kind is complete.
CREATE TABLE retained_since (
  kind     TEXT PRIMARY KEY CHECK (kind IN ('failures', 'minutes', 'hours', 'requestMinutes', 'requestHours')),
  since_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Incidents

CREATE TABLE incident (
  id                   INTEGER PRIMARY KEY,
  number               INTEGER UNIQUE,
  upstream             TEXT NOT NULL,
  cause                TEXT NOT NULL,
  causes               TEXT NOT NULL,
  upstreams            TEXT NOT NULL,
  service              TEXT,
  state                TEXT NOT NULL CHECK (state IN ('pending', 'open', 'resolved')),
  severity             TEXT NOT NULL CHECK (severity IN ('minor', 'major', 'critical')),
  opened_at            INTEGER,
  resolved_at          INTEGER,
  resolution           TEXT,
  reopen_count         INTEGER NOT NULL,
  reopened_at          INTEGER,
  recent_failure_times TEXT NOT NULL,
  first_failure_at     INTEGER NOT NULL,
  last_failure_at      INTEGER NOT NULL,
  outcomes             TEXT NOT NULL,
  client_impacting     INTEGER NOT NULL,
  successes_since      INTEGER NOT NULL,
  acknowledged_by      TEXT,
  acknowledged_at      INTEGER,
  corrected_cause      TEXT,
  merged_into_id       INTEGER
) STRICT;
CREATE INDEX incident_by_state ON incident (state, last_failure_at);
CREATE INDEX incident_by_time ON incident (first_failure_at) WHERE number IS NOT NULL;
CREATE INDEX incident_by_group ON incident (upstream, cause, first_failure_at) WHERE number IS NOT NULL;
CREATE INDEX incident_by_parent ON incident (merged_into_id) WHERE merged_into_id IS NOT NULL;

CREATE TABLE timeline_entry (
  id          INTEGER PRIMARY KEY,
  incident_id INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
  at          INTEGER NOT NULL,
  by          TEXT,
  event       TEXT NOT NULL
) STRICT;
CREATE INDEX timeline_entry_by_incident ON timeline_entry (incident_id, at);

CREATE TABLE gateway_change (
  id      INTEGER PRIMARY KEY,
  at      INTEGER NOT NULL,
  kind    TEXT NOT NULL,
  message TEXT NOT NULL,
  by      TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX gateway_change_once ON gateway_change (at, kind, message, by);

CREATE TABLE silence (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  matcher    TEXT NOT NULL,
  starts_at  INTEGER NOT NULL,
  ends_at    INTEGER,
  by         TEXT NOT NULL,
  reason     TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX silence_by_end ON silence (ends_at);

-- What is wrong with the bot itself.
CREATE TABLE health_issue (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  kind       TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at   INTEGER,
  ts         TEXT
) STRICT;

-- Notifications

CREATE TABLE notification_state (
  incident_id      INTEGER PRIMARY KEY REFERENCES incident (id) ON DELETE CASCADE,
  reason           TEXT NOT NULL,
  notified_at      INTEGER NOT NULL,
  cause            TEXT NOT NULL,
  severity         TEXT NOT NULL,
  client_impacting INTEGER NOT NULL,
  peer_count       INTEGER NOT NULL,
  upstream_count   INTEGER NOT NULL,
  absorbed_count   INTEGER NOT NULL,
  is_acknowledged  INTEGER NOT NULL CHECK (is_acknowledged IN (0, 1)),
  is_escalated     INTEGER NOT NULL CHECK (is_escalated IN (0, 1)),
  is_silenced      INTEGER NOT NULL CHECK (is_silenced IN (0, 1)),
  is_resolved      INTEGER NOT NULL CHECK (is_resolved IN (0, 1))
) STRICT;

-- The incident's message in the channel. Outbox rows expire; this lives as long as its incident.
CREATE TABLE channel_message (
  incident_id INTEGER PRIMARY KEY REFERENCES incident (id) ON DELETE CASCADE,
  ts          TEXT NOT NULL
) STRICT;

CREATE TABLE outbox (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  type            TEXT NOT NULL CHECK (type IN ('incident', 'thread', 'report', 'health')),
  incident_id     INTEGER,
  sequence        INTEGER,
  reason          TEXT,
  is_broadcast    INTEGER NOT NULL DEFAULT 0 CHECK (is_broadcast IN (0, 1)),
  report_day      TEXT,
  health_issue_id INTEGER,
  content         TEXT NOT NULL,
  state           TEXT NOT NULL CHECK (state IN ('ready', 'sending', 'unknown', 'sent', 'failed', 'superseded')),
  attempts        INTEGER NOT NULL DEFAULT 0,
  not_before_at   INTEGER NOT NULL,
  created_at      INTEGER NOT NULL,
  ts              TEXT,
  why             TEXT
) STRICT;
CREATE UNIQUE INDEX outbox_once ON outbox (incident_id, type, sequence) WHERE incident_id IS NOT NULL;
CREATE UNIQUE INDEX outbox_report_once ON outbox (report_day) WHERE report_day IS NOT NULL;
CREATE INDEX outbox_by_health_issue ON outbox (health_issue_id) WHERE health_issue_id IS NOT NULL;
CREATE INDEX outbox_by_state ON outbox (state, id);

-- Files that follow a report into its thread.
CREATE TABLE upload (
  id            INTEGER PRIMARY KEY,
  outbox_id     INTEGER NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
  content       TEXT NOT NULL CHECK (content IN ('page', 'charts')),
  state         TEXT NOT NULL CHECK (state IN ('ready', 'sending', 'sent', 'dropped')) DEFAULT 'ready',
  attempts      INTEGER NOT NULL DEFAULT 0,
  not_before_at INTEGER NOT NULL,
  why           TEXT,
  UNIQUE (outbox_id, content)
) STRICT;
`;
// Tables that differ in the width of their buckets alone come from one text, so that their columns cannot drift apart.
function createFailureRollup(width) {
  return `
CREATE TABLE failure_${width} (
  bucket   INTEGER NOT NULL,
  upstream TEXT NOT NULL,
  cause    TEXT NOT NULL,
  outcome  TEXT NOT NULL,
  status   INTEGER NOT NULL,
  count    INTEGER NOT NULL,
  PRIMARY KEY (bucket, upstream, cause, outcome, status)
) STRICT, WITHOUT ROWID;
`;
}
function createDimensionRollup(width) {
  return `
CREATE TABLE failure_dimension_${width} (
  dimension TEXT NOT NULL,
  bucket    INTEGER NOT NULL,
  upstream  TEXT NOT NULL,
  cause     TEXT NOT NULL,
  outcome   TEXT NOT NULL,
  status    INTEGER NOT NULL,
  value     TEXT NOT NULL,
  count     INTEGER NOT NULL,
  PRIMARY KEY (dimension, bucket, upstream, cause, outcome, status, value)
) STRICT, WITHOUT ROWID;
`;
}
function createTrafficRollup(width) {
  return `
CREATE TABLE traffic_${width} (
  bucket    INTEGER NOT NULL,
  upstream  TEXT NOT NULL,
  requests  INTEGER NOT NULL,
  successes INTEGER NOT NULL,
  PRIMARY KEY (bucket, upstream)
) STRICT, WITHOUT ROWID;
`;
}
function createRequestRollup(width) {
  return `
CREATE TABLE request_dimension_${width} (
  dimension TEXT NOT NULL,
  bucket    INTEGER NOT NULL,
  host      TEXT NOT NULL,
  value     TEXT NOT NULL,
  upstream  TEXT NOT NULL,
  requests  INTEGER NOT NULL,
  successes INTEGER NOT NULL,
  PRIMARY KEY (dimension, bucket, host, value, upstream)
) STRICT, WITHOUT ROWID;
`;
}
