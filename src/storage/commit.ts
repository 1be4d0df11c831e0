import type { PairingState } from '../diagnose/correlate/correlator.js';
import type { FiledSighting } from '../incidents/incident-tracker.js';
import type { Change, ChangeNote } from '../parse/event.js';
import type { Batch, PeerTraffic, Traffic } from '../pipeline/batch.js';
import { type Bookmark, generationOf } from '../pipeline/checkpoint.js';
import { hourMs, minuteMs, startOf } from './buckets.js';
import { type Entered, openRoster, type Roster } from './cardinality-limit.js';
import type { Connection } from './connection.js';
import { failureColumns, failureValues } from './failure-row.js';
import { storeActivity } from './health-inputs.js';
import { storeIncident } from './incident-row.js';
import { storeRequestTraffic } from './request-counts.js';
import { type Counted, countedOf, Rollups } from './rollups.js';
import { json, nameOf, textOf } from './values.js';

/** Stores all that a batch changes together with how far the logs were read: in one transaction, or not at all. */
export function commit(sql: Connection, batch: Batch, now: number, remembered: Entered): void {
  sql.transaction(() => {
    const roster = openRoster(sql, remembered);
    const rollups = new Rollups(sql, roster);
    for (const bookmark of batch.bookmarks) storeBookmark(sql, bookmark, now);
    for (const sighting of batch.sightings)
      rollups.move(storeFailure(sql, sighting), countedOf(sighting.failure));
    rollups.store();
    for (const traffic of batch.traffic) storeTraffic(sql, traffic, roster);
    for (const traffic of batch.peerTraffic) storePeerTraffic(sql, traffic, roster);
    for (const activity of batch.activity) storeActivity(sql, activity);
    storeRequestTraffic(sql, batch.requestTraffic, roster);
    for (const incident of batch.incidents) storeIncident(sql, incident);
    for (const change of batch.changes) storeChange(sql, noteOf(change, now));
    if (batch.pairing !== null) storePairing(sql, batch.pairing);
  });
}

/** Writes down that something was done to the gateway. The same note twice is one. */
export function storeChange(sql: Connection, { at, kind, words, by }: ChangeNote): void {
  sql.run('INSERT INTO change (at, kind, words, by) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING', [
    at,
    kind,
    words,
    textOf(by),
  ]);
}

function storeBookmark(sql: Connection, { position, reading }: Bookmark, now: number): void {
  sql.run(
    `INSERT INTO bookmark (generation, path, state, position, reading, stored_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET path = excluded.path, state = excluded.state, position = excluded.position,
       reading = excluded.reading, stored_at = excluded.stored_at`,
    [generationOf(position), position.path, position.state, json(position), json(reading), now],
  );
}

/** Stores the failure under its key and returns what has been counted of it so far; null when nothing was. */
function storeFailure(sql: Connection, { failure, was, incident }: FiledSighting): Counted | null {
  const values = [...failureValues(failure), incident];
  if (sql.run(insertFailure, values) === 1) return was && countedOf(was);
  // What is stored was counted, whatever the sighting believes: this is what keeps a repeated one from counting twice.
  const counted = sql.get<Counted & { upstream: string }>(selectCounted, [failure.key]);
  sql.run(updateFailure, [...values, failure.key]);
  return counted === undefined ? was && countedOf(was) : { ...counted, upstream: nameOf(counted.upstream) };
}

const storePairing = (sql: Connection, pairing: PairingState) =>
  sql.run(
    'INSERT INTO pairing (only, state) VALUES (1, ?) ON CONFLICT DO UPDATE SET state = excluded.state',
    [json(pairing)],
  );

function storeTraffic(sql: Connection, { minute, upstream, requests, good }: Traffic, roster: Roster): void {
  const name = roster.upstream(minute, textOf(upstream));
  sql.run(addTraffic('traffic_minute'), [startOf(minute, minuteMs), name, requests, good]);
  sql.run(addTraffic('traffic_hour'), [startOf(minute, hourMs), name, requests, good]);
}

function storePeerTraffic(
  sql: Connection,
  { minute, upstream, peer, good }: PeerTraffic,
  roster: Roster,
): void {
  const name = roster.upstream(minute, upstream);
  sql.run(addPeerTraffic, [name, startOf(minute, minuteMs), roster.peer(minute, name, peer), good]);
}

const noteOf = ({ at, kind, words }: Change, now: number): ChangeNote => ({
  at: at ?? now,
  kind,
  words,
  by: null,
});

const columns = [...failureColumns, 'incident'];
const insertFailure = `INSERT INTO failure (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
  ON CONFLICT (key) DO NOTHING`;
const updateFailure = `UPDATE failure SET ${columns.map((name) => `${name} = ?`).join(', ')} WHERE key = ?`;
const selectCounted = `SELECT at, cause, outcome, status, upstream, route, peer, host, customer, request ->> '$.method' AS method,
  made_by AS madeBy, gateway FROM failure WHERE key = ?`;

const addTraffic = (table: 'traffic_minute' | 'traffic_hour') =>
  `INSERT INTO ${table} (bucket, upstream, requests, good) VALUES (?, ?, ?, ?)
   ON CONFLICT DO UPDATE SET requests = requests + excluded.requests, good = good + excluded.good`;

const addPeerTraffic = `INSERT INTO peer_minute (upstream, bucket, peer, good) VALUES (?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET good = good + excluded.good`;
