import { dayMs } from '../base/duration.js';
import { parsePendingRequest } from './stored-json.js';
import { encodeJson } from './values.js';

/** How long a late line is recognised. */
const keptMs = dayMs;
/** Keep the table under some 150 MB. */
export const pendingRowLimits = { amendable: 50_000, recognised: 500_000 };
/** Rows that are held in memory after a restart. */
const restoredMax = 5_000;
/** Rows that are read at once, before a record and after it: where thousands are alike, the next records need them. */
const foundMax = 256;
/** Finds the pending requests that have left memory. */
export const createStoredRequests = (db) => ({
  findPendingRequests: (query) => {
    const { connection, clients } = query.keys;
    const byConnection = connection === null ? [] : findByKey(db, 'connection_key', connection, query);
    const byClient = clients.flatMap((client) => findByKey(db, 'client_key', client, query));
    return [...byConnection, ...byClient].sort((a, b) => a.at - b.at || a.id - b.id).map(toFoundRequest);
  },
  listPendingKeys: () => listPendingKeys(db),
});
function findByKey(db, column, key, { missing, from, at, to, isWanted }) {
  // A row without an access line may also get another attempt of its connection.
  const missingSql =
    missing === 'attempts' && column === 'connection_key' ? '' : ` AND missing = '${missing}'`;
  const selectSql = `SELECT id, at, state FROM pending_request WHERE ${column} = ? AND at BETWEEN ? AND ?${missingSql}`;
  return [
    ...takeWanted(db.iterate(`${selectSql} ORDER BY at DESC, id`, [key, from, at]), isWanted),
    ...takeWanted(db.iterate(`${selectSql} ORDER BY at, id`, [key, at + 1, to]), isWanted),
  ];
}
function takeWanted(rows, isWanted) {
  const taken = [];
  for (const row of rows) {
    if (isWanted(row.id)) taken.push(row);
    if (taken.length >= foundMax) break;
  }
  return taken;
}
const toFoundRequest = ({ id, state }) => ({
  id,
  pending: state === null ? null : { ...parsePendingRequest(state), id },
});
function* listPendingKeys(db) {
  let id = 0;
  for (;;) {
    const rows = db.all(
      'SELECT id, connection_key, client_key FROM pending_request WHERE id > ? ORDER BY id LIMIT 5000',
      [id],
    );
    for (const { connection_key, client_key } of rows) {
      if (connection_key !== null) yield connection_key;
      if (client_key !== null) yield client_key;
    }
    const last = rows.at(-1);
    if (last === undefined) return;
    id = last.id;
  }
}
/** The latest pending requests, in order of arrival, to continue from after a restart. */
export function restorePendingRequests(db) {
  const latest = db
    .all(`SELECT id, state FROM (SELECT id, state FROM pending_request WHERE state IS NOT NULL
       ORDER BY id DESC LIMIT ${restoredMax}) ORDER BY id`)
    .flatMap((row) => toFoundRequest(row).pending ?? []);
  const row = db.get('SELECT max(id) AS id FROM pending_request');
  return { latest, nextId: 1 + (row?.id ?? 0) };
}
/** Stores what changed. */
export function savePendingChanges(db, { saved, removed }) {
  for (const request of saved) db.run(saveSql, toValues(request));
  for (const id of removed) db.run('DELETE FROM pending_request WHERE id = ?', [id]);
}
const saveSql = `INSERT INTO pending_request (id, opened_at, at, missing, connection_key, client_key, state)
  VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET opened_at = excluded.opened_at, at = excluded.at,
  missing = excluded.missing, connection_key = excluded.connection_key, client_key = excluded.client_key, state = excluded.state`;
const toValues = ({ pending, keys, at }) => [
  pending.id,
  pending.openedAt,
  at,
  pending.request === null ? 'request' : 'attempts',
  keys.connection,
  keys.client,
  encodeJson(pending),
];
/** Bounds the rows, a step at a time: of the oldest first the records go, then the key. Returns the number of changed rows. */
export function prunePendingRequests(db, now, stepRows, { amendable, recognised } = pendingRowLimits) {
  const expired = db.run(`DELETE FROM pending_request WHERE opened_at < ? LIMIT ${stepRows}`, [now - keptMs]);
  const surplus = db.run(
    `DELETE FROM pending_request WHERE id <= (SELECT max(id) FROM pending_request) - ? LIMIT ${stepRows}`,
    [recognised],
  );
  const reduced =
    db.run(`UPDATE pending_request SET state = NULL WHERE id IN (SELECT id FROM pending_request WHERE state IS NOT NULL
     ORDER BY id DESC LIMIT ${stepRows} OFFSET ${amendable})`);
  return Math.max(expired, surplus, reduced);
}
