import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { emptyCorrelatorState } from '../../src/diagnose/correlate/correlator.js';
import type { Failure } from '../../src/diagnose/failure.js';
import { noOutcomes } from '../../src/incidents/failure-counts.js';
import type { Incident } from '../../src/incidents/incident.js';
import type { AssignedFailure } from '../../src/incidents/incident-tracker.js';
import type { Batch } from '../../src/pipeline/batch.js';
import type { Checkpoint } from '../../src/pipeline/checkpoint.js';
import { makeSoleUpstream } from './incident-fixtures.js';

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
/** Noon of a day, so that a few hours around it are one day. */
export const noon = Date.UTC(2026, 2, 10, 12);

/** A place for the running test's database; it goes with the test. */
export function makeDatabasePath(): string {
  const directory = mkdtempSync(join(tmpdir(), 'badgateway-store-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return join(directory, 'badgateway.db');
}

/** Connection refused at the payment service, seen by a client. */
export const makeFailure = (overrides: Partial<Failure> = {}): Failure => ({
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
  message: 'connect() failed (111: Connection refused)',
  missingFields: ['$upstream_header_time'],
  evidence: [{ file: 'error.log', byte: 0, line: 1, text: 'connect() failed' }],
  ...overrides,
});

export const makeIncident = (overrides: Partial<Incident> = {}): Incident => {
  const incident: Incident = {
    id: 1,
    number: 1,
    upstream: 'pay',
    causes: [{ cause: 'connection-refused', count: 7 }],
    state: { type: 'open', openedAt: noon },
    firstFailureAt: noon - 1_000,
    lastFailureAt: noon,
    outcomes: { ...noOutcomes, 'client-visible': 7 },
    successesSince: 0,
    acknowledgement: null,
    upstreams: [],
    service: null,
    severity: 'minor',
    reopenCount: 0,
    reopenedAt: null,
    correctedCause: null,
    mergedIntoId: null,
    ...overrides,
  };
  return { ...incident, upstreams: overrides.upstreams ?? [makeSoleUpstream(incident)] };
};

/** How far `/var/log/nginx/error.log` was read. */
export const makeCheckpoint = (
  offset: number,
  overrides: Partial<Checkpoint['fileCheckpoint']> = {},
): Checkpoint => ({
  fileCheckpoint: {
    path: '/var/log/nginx/error.log',
    dev: '65025',
    ino: '9007199254740993',
    birthTimeNs: '1772000000000000001',
    offset,
    line: offset / 100,
    head: 'aGVhZA==',
    tail: 'dGFpbA==',
    state: 'live',
    ...overrides,
  },
  parserState: {
    openRecord: null,
    gateway: 'nginx-error',
    lines: offset / 100,
    records: offset / 100,
    unparsed: 0,
    unparsedExamples: [],
    latestAt: noon,
    timezoneDrift: null,
  },
});

export const makeBatch = (overrides: Partial<Batch> = {}): Batch => ({
  checkpoints: [],
  failures: [],
  incidents: [],
  traffic: [],
  peerTraffic: [],
  activity: [],
  requestTraffic: [],
  changes: [],
  correlatorState: emptyCorrelatorState,
  ...overrides,
});

/** Failures that are new, all of one incident. */
export const makeFailureUpdates = (failures: readonly Failure[], incidentId = 1): AssignedFailure[] =>
  failures.map((failure) => ({ failure, previous: null, incidentId: incidentId }));
