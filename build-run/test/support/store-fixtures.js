import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { emptyCorrelatorState } from '../../src/diagnose/correlate/correlator-state.js';
import { noPendingChanges } from '../../src/diagnose/correlate/pending-rows.js';
import { noon } from './failure-fixtures.js';
/** Creates a database path that is deleted after the running test. */
export function makeDatabasePath() {
  const directory = mkdtempSync(join(tmpdir(), 'badgateway-store-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return join(directory, 'badgateway.db');
}
/** A checkpoint of `/var/log/nginx/error.log`. */
export const makeCheckpoint = (offset, overrides = {}) => ({
  fileCheckpoint: {
    path: '/var/log/nginx/error.log',
    dev: '65025',
    ino: '9007199254740993',
    birthTimeNs: '1772000000000000001',
    offset,
    line: Math.floor(offset / 100),
    head: 'h1.4.t.0123456789abcdef.AAAAAA',
    tail: 'h1.4.t.0123456789abcdef.BBBBBB',
    state: 'live',
    ...overrides,
  },
  parserState: {
    openRecord: null,
    gateway: 'nginx-error',
    lines: Math.floor(offset / 100),
    records: Math.floor(offset / 100),
    unparsed: 0,
    unparsedExamples: [],
    latestAt: noon,
    timezoneDrift: null,
  },
});
export const makeBatch = (overrides = {}) => ({
  checkpoints: [],
  failures: [],
  incidents: [],
  traffic: [],
  peerTraffic: [],
  activity: [],
  requestTraffic: [],
  changes: [],
  pendingChanges: noPendingChanges,
  correlatorState: emptyCorrelatorState,
  ...overrides,
});
/** New failures of one incident. */
export const makeFailureUpdates = (failures, incidentId = 1) =>
  failures.map((failure) => ({ failure, previous: null, incidentId: incidentId }));
