/** The changes of version 2. */
export const schema2 = `
-- Requests by status. Those of version 1, counted without it, have the status -1.
CREATE TABLE statuses_since (since_at INTEGER NOT NULL) STRICT;
INSERT INTO statuses_since SELECT since_at FROM (
  SELECT max(since_at) AS since_at FROM (
    SELECT max(bucket) + 60000 AS since_at FROM request_dimension_minute
    UNION ALL SELECT max(bucket) + 3600000 FROM request_dimension_hour
    UNION ALL SELECT max(bucket) + 86400000 FROM request_dimension_day))
  WHERE since_at IS NOT NULL;
${['minute', 'hour', 'day'].map(addStatusToRequests).join('')}
${['minute', 'hour'].map(addLogToTraffic).join('')}
-- Access logs by which requests are counted; 0 in a key stands for those of version 1, and for logs beyond the limit.
CREATE TABLE access_log (
  id       INTEGER PRIMARY KEY,
  name     TEXT NOT NULL UNIQUE,
  role     TEXT NOT NULL DEFAULT 'apart' CHECK (role IN ('behind', 'partly', 'alike', 'apart')),
  other    TEXT,
  shared   INTEGER NOT NULL DEFAULT 0,
  compared INTEGER NOT NULL DEFAULT 0
) STRICT;
-- Silences that repeat: JSON of their windows; null for a single one.
ALTER TABLE silence ADD COLUMN recurrence TEXT;
ALTER TABLE silence ADD COLUMN ends_with_deploy INTEGER NOT NULL DEFAULT 0 CHECK (ends_with_deploy IN (0, 1));
-- The causes counted before it last reopened, and by the time it was last resolved.
ALTER TABLE incident ADD COLUMN causes_before TEXT NOT NULL DEFAULT '[]';
ALTER TABLE incident ADD COLUMN causes_at_end TEXT NOT NULL DEFAULT '[]';
-- Time of the access line of a failed request.
ALTER TABLE failure ADD COLUMN request_at INTEGER;
ALTER TABLE incident ADD COLUMN emptied_by TEXT;
-- What emptied the groups that requests found empty, as it was settled when they were filed.
CREATE TABLE emptied_group (
  upstream         TEXT NOT NULL,
  cause            TEXT NOT NULL,
  bucket           INTEGER NOT NULL,
  emptied_by       TEXT NOT NULL,
  emptied_upstream TEXT NOT NULL,
  count            INTEGER NOT NULL,
  PRIMARY KEY (upstream, cause, bucket, emptied_by, emptied_upstream)
) STRICT, WITHOUT ROWID;
-- Since when the logs were read, and when all that had been there at the first start was read; null until then.
CREATE TABLE first_start (
  id       INTEGER PRIMARY KEY CHECK (id = 1),
  since_at INTEGER NOT NULL,
  read_at  INTEGER
) STRICT;
INSERT INTO first_start
  SELECT 1, since_at, since_at
  FROM (SELECT min(at) AS since_at FROM (SELECT min(at) AS at FROM failure UNION ALL SELECT min(bucket) FROM traffic_hour))
  WHERE since_at IS NOT NULL;
-- Requests that wait for a record of the other log, with hashes of what it will be found by. Beyond the newest, no state:
-- only that the request was counted.
CREATE TABLE pending_request (
  id             INTEGER PRIMARY KEY,
  opened_at      INTEGER NOT NULL,
  at             INTEGER NOT NULL,
  missing        TEXT NOT NULL CHECK (missing IN ('request', 'attempts')),
  connection_key INTEGER,
  client_key     INTEGER,
  state          TEXT
) STRICT;
CREATE INDEX pending_request_by_connection ON pending_request (connection_key, at) WHERE connection_key IS NOT NULL;
CREATE INDEX pending_request_by_client ON pending_request (client_key, at) WHERE client_key IS NOT NULL;
-- JSON of what was seen in the last minute, and of each gateway's workers.
CREATE TABLE recent_state (
  part  TEXT PRIMARY KEY CHECK (part IN ('emptyGroups', 'workers', 'clients')),
  state TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- Time at which the answer to an attempt was lost.
ALTER TABLE outbox ADD COLUMN lost_at INTEGER;
-- Version 1 gave a message up at the first refusal that it did not know: the newest of each incident of the last day is tried again.
UPDATE outbox SET state = 'ready', not_before_at = 0
  WHERE state = 'failed' AND type = 'incident'
    AND id = (SELECT max(id) FROM outbox AS other WHERE other.type = 'incident' AND other.incident_id = outbox.incident_id)
    AND created_at > (SELECT max(created_at) FROM outbox) - 86400000;
-- The reason of the message that was told on the second road.
ALTER TABLE outbox ADD COLUMN told_reason TEXT;
-- Commands, clicks and events of Slack that were handled within the last hour.
CREATE TABLE handled_delivery (id TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
-- Messages that were posted again; an older copy may be found later.
CREATE TABLE repeated_post (
  key         TEXT PRIMARY KEY,
  since_at    INTEGER NOT NULL,
  repeated_at INTEGER NOT NULL,
  search_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- Records that look forged, by hour.
ALTER TABLE log_activity_hour ADD COLUMN forged INTEGER NOT NULL DEFAULT 0;
-- Patterns of records that were not read, or whose message is unknown.
CREATE TABLE line_pattern (
  id       INTEGER PRIMARY KEY,
  kind     TEXT NOT NULL CHECK (kind IN ('unread', 'unknown')),
  pattern  TEXT NOT NULL,
  sample   TEXT NOT NULL,
  file     TEXT NOT NULL,
  first_at INTEGER NOT NULL,
  last_at  INTEGER NOT NULL
) STRICT;
CREATE TABLE line_pattern_hour (
  pattern_id INTEGER NOT NULL,
  bucket     INTEGER NOT NULL,
  count      INTEGER NOT NULL,
  PRIMARY KEY (pattern_id, bucket)
) STRICT, WITHOUT ROWID;
CREATE INDEX line_pattern_hour_by_bucket ON line_pattern_hour (bucket);
-- What people said ended an incident: one of its steps, something else, or nothing that they did.
CREATE TABLE fix_answer (
  incident_id INTEGER PRIMARY KEY REFERENCES incident (id) ON DELETE CASCADE,
  type        TEXT NOT NULL CHECK (type IN ('step', 'other', 'by-itself')),
  step        TEXT,
  by          TEXT NOT NULL,
  at          INTEGER NOT NULL
) STRICT;
-- Owners of incidents from before were paged when these opened.
ALTER TABLE notification_state ADD COLUMN are_owners_called INTEGER NOT NULL DEFAULT 1;
`;
/** A key cannot be altered: the table is copied. */
function addStatusToRequests(width) {
  const table = `request_dimension_${width}`;
  return `
ALTER TABLE ${table} RENAME TO ${table}_1;
CREATE TABLE ${table} (
  dimension        TEXT NOT NULL,
  bucket           INTEGER NOT NULL,
  host             TEXT NOT NULL,
  value            TEXT NOT NULL,
  upstream         TEXT NOT NULL,
  status           INTEGER NOT NULL,
  log              INTEGER NOT NULL,
  requests         INTEGER NOT NULL,
  successes        INTEGER NOT NULL,
  made_by_upstream INTEGER NOT NULL,
  PRIMARY KEY (dimension, bucket, host, value, upstream, status, log)
) STRICT, WITHOUT ROWID;
INSERT INTO ${table}
  SELECT dimension, bucket, host, value, upstream, -1, 0, requests, successes, 0 FROM ${table}_1;
DROP TABLE ${table}_1;
`;
}
function addLogToTraffic(width) {
  const table = `traffic_${width}`;
  return `
ALTER TABLE ${table} RENAME TO ${table}_1;
CREATE TABLE ${table} (
  bucket    INTEGER NOT NULL,
  upstream  TEXT NOT NULL,
  log       INTEGER NOT NULL,
  requests  INTEGER NOT NULL,
  successes INTEGER NOT NULL,
  PRIMARY KEY (bucket, upstream, log)
) STRICT, WITHOUT ROWID;
INSERT INTO ${table} SELECT bucket, upstream, 0, requests, successes FROM ${table}_1;
DROP TABLE ${table}_1;
`;
}
