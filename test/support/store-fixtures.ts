import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { emptyPairing } from '../../src/diagnose/correlate/correlator.js';
import type { Failure } from '../../src/diagnose/failure.js';
import { noOutcomes } from '../../src/incidents/failure-counts.js';
import type { Incident } from '../../src/incidents/incident.js';
import type { FiledSighting } from '../../src/incidents/incident-tracker.js';
import type { Batch } from '../../src/pipeline/batch.js';
import type { Bookmark } from '../../src/pipeline/checkpoint.js';
import { onlyBranchOf } from './incident-fixtures.js';

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
/** Noon of a day, so that a few hours around it are one day. */
export const noon = Date.UTC(2026, 2, 10, 12);

/** A place for the running test's database; it goes with the test. */
export function aPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'badgateway-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'badgateway.db');
}

/** Connection refused at the payment service, seen by a client. */
export const aFailure = (over: Partial<Failure> = {}): Failure => ({
  key: 'error.log:0',
  at: noon,
  gateway: 'nginx-error',
  gatewayHost: null,
  cause: 'connection-refused',
  outcome: 'client-visible',
  madeBy: 'gateway',
  status: 502,
  upstream: 'pay',
  peer: '10.0.0.7:8080',
  client: '192.0.2.9',
  server: 'shop.example',
  host: 'shop.example',
  customer: null,
  request: { method: 'GET', target: '/cart', protocol: 'HTTP/1.1' },
  route: '/cart',
  attempts: 1,
  timing: { durationMs: 2, connectMs: 0 },
  symptom: 'ECONNREFUSED',
  phase: 'connecting',
  certainty: 'certain',
  hints: [{ id: 'one-bad-peer', certainty: 'likely', why: 'all failures are at one peer' }],
  words: 'connect() failed (111: Connection refused)',
  lacks: ['$upstream_header_time'],
  evidence: [{ file: 'error.log', byte: 0, line: 1, text: 'connect() failed' }],
  ...over,
});

export const anIncident = (over: Partial<Incident> = {}): Incident => {
  const whole: Incident = {
    id: 1,
    number: 1,
    upstream: 'pay',
    causes: [{ cause: 'connection-refused', count: 7 }],
    state: { name: 'open', openedAt: noon },
    firstFailureAt: noon - 1_000,
    lastFailureAt: noon,
    counts: { ...noOutcomes, 'client-visible': 7 },
    goodSince: 0,
    acknowledged: null,
    branches: [],
    service: null,
    severity: 'minor',
    reopened: 0,
    reopenedAt: null,
    corrected: null,
    partOf: null,
    ...over,
  };
  return { ...whole, branches: over.branches ?? [onlyBranchOf(whole)] };
};

/** How far `/var/log/nginx/error.log` was read. */
export const aBookmark = (offset: number, over: Partial<Bookmark['position']> = {}): Bookmark => ({
  position: {
    path: '/var/log/nginx/error.log',
    dev: '65025',
    ino: '9007199254740993',
    born: '1772000000000000001',
    offset,
    line: offset / 100,
    head: 'aGVhZA==',
    tail: 'dGFpbA==',
    state: 'live',
    ...over,
  },
  reading: {
    open: null,
    gateway: 'nginx-error',
    lines: offset / 100,
    records: offset / 100,
    unparsed: 0,
    examples: [],
    latestAt: noon,
    zoneRun: null,
  },
});

export const aBatch = (over: Partial<Batch> = {}): Batch => ({
  bookmarks: [],
  sightings: [],
  incidents: [],
  traffic: [],
  peerTraffic: [],
  activity: [],
  requestTraffic: [],
  changes: [],
  pairing: emptyPairing,
  ...over,
});

/** Failures that are new, all of one incident. */
export const sightingsOf = (failures: readonly Failure[], incident = 1): FiledSighting[] =>
  failures.map((failure) => ({ failure, was: null, incident }));
