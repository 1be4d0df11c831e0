import { describe, expect, it } from 'vitest';
import { counterpartWaitMs, LogCorrelator } from '../../src/diagnose/correlate/correlator.js';
import { getZoneLog } from '../../src/parse/zone-reading.js';
import {
  makeAttempt,
  makeRequest,
  makeUpstreamAttempt,
  minutes,
  nineAm,
  seconds,
  unexplainedFinding,
} from '../support/event-fixtures.js';

const hours = (count) => minutes(60 * count);
/** A failure at `at` in both logs: the error log's clock is `offsetMs` ahead of UTC and is read as UTC. */
function makePair(at, offsetMs, { target = '/cart', written = '+0000' } = {}) {
  const request = { method: 'GET', target, protocol: 'HTTP/1.1' };
  const attempt = makeAttempt({ at: at + offsetMs, wallTime: at + offsetMs, request, connection: null });
  return { attempt, line: makeLine(at, target, written) };
}
/** A line of the combined format. */
const makeLine = (at, target, written = '+0000') =>
  makeRequest({
    at,
    request: { method: 'GET', target, protocol: 'HTTP/1.1' },
    connection: null,
    durationMs: null,
    upstreamAttempts: [],
    finding: unexplainedFinding,
    text: `192.0.2.7 - - [22/Nov/2026:09:00:00 ${written}] "GET ${target} HTTP/1.1" 502 157 "-" "-"`,
  });
/** What is counted in the end, when both logs are followed; each record is read at `now`. */
function follow(records, correlator = new LogCorrelator()) {
  correlator.announceFormat('nginx-error');
  correlator.announceFormat('nginx-access');
  const failures = new Map();
  let end = 0;
  for (const [now, record] of records) {
    const updates = [
      ...correlator.tick(now),
      ...(record.type === 'attempt'
        ? correlator.addAttempt(record, now)
        : correlator.addRequest(record, now)),
    ];
    for (const { failure } of updates) failures.set(failure.key, failure);
    end = now;
  }
  for (const { failure } of correlator.tick(end + minutes(1))) failures.set(failure.key, failure);
  return [...failures.values()];
}
const readAtOnce = (at, { attempt, line }) => [
  [at, attempt],
  [at + 100, line],
];
describe('an error log in another zone than it is read in', () => {
  it.each([-12, -9.5, -5, 2, 5.75, 14])('is joined from its first record on: UTC%s', (offsetHours) => {
    const written = formatOffset(offsetHours);
    const correlator = new LogCorrelator();
    const records = [0, 7, 19, 31].flatMap((second) => {
      const at = nineAm + seconds(second);
      return readAtOnce(at, makePair(at, hours(offsetHours), { target: `/${second}`, written }));
    });
    const failures = follow(records, correlator);
    expect(failures).toHaveLength(4);
    expect(failures.map(({ cause }) => cause)).toEqual(Array(4).fill('connection-refused'));
    expect(failures.map(({ at }) => at - nineAm)).toEqual([0, 7, 19, 31].map(seconds));
    expect(correlator.findZone('error.log')).toMatchObject({
      agreed: 4,
      records: 4,
      readings: [{ utcOffsetMs: hours(offsetHours), since: nineAm }],
    });
  });
  it('is joined by several records where the access log is written in UTC', () => {
    const records = [0, 2, 4, 6, 8].flatMap((second) => {
      const at = nineAm + seconds(second);
      return readAtOnce(at, makePair(at, hours(2), { target: `/${second}` }));
    });
    const failures = follow(records);
    expect(failures).toHaveLength(5);
    expect(new Set(failures.map(({ cause }) => cause))).toEqual(new Set(['connection-refused']));
  });
  it.each([200, 302])('is joined where a retry or an error page answered every request with %i', (status) => {
    const records = [0, 2, 4, 6, 8].flatMap((second) => {
      const at = nineAm + seconds(second);
      const { attempt, line } = makePair(at, hours(2), { target: `/${second}` });
      const upstreamAttempts = [
        makeUpstreamAttempt({ peer: attempt.peer, status: 502 }),
        makeUpstreamAttempt({ peer: '10.0.0.99:8080', status: 200 }),
      ];
      return readAtOnce(at, { attempt, line: { ...line, status, upstreamAttempts } });
    });
    const failures = follow(records);
    expect(failures.map(({ cause }) => cause)).toEqual(Array(5).fill('connection-refused'));
  });
  it('is not guessed from one record where the access log is written in UTC', () => {
    const correlator = new LogCorrelator();
    follow(readAtOnce(nineAm, makePair(nineAm, hours(2))), correlator);
    expect(correlator.findZone('error.log')).toMatchObject({ readings: [], isConfirmed: false });
  });
  it('is read in its zone after a restart', () => {
    const first = new LogCorrelator();
    follow(readAtOnce(nineAm, makePair(nineAm, hours(2), { written: '+0200' })), first);
    const second = new LogCorrelator(structuredClone(first.getState()));
    const at = nineAm + minutes(9);
    // Alone, this record could not show its zone.
    expect(follow(readAtOnce(at, makePair(at, hours(2))), second)).toHaveLength(1);
  });
  it('is followed through a change of clocks', () => {
    const correlator = new LogCorrelator();
    const records = Array.from({ length: 12 }, (_, index) => {
      const at = nineAm + minutes(index);
      const isSummer = index < 5;
      const zone = { target: `/${index}`, written: isSummer ? '+0200' : '+0100' };
      return readAtOnce(at, makePair(at, hours(isSummer ? 2 : 1), zone));
    }).flat();
    follow(records, correlator);
    expect(correlator.findZone('error.log')?.readings).toMatchObject([
      { utcOffsetMs: hours(2), since: nineAm, until: nineAm + minutes(4) },
      { utcOffsetMs: hours(1), since: nineAm + minutes(5) },
    ]);
  });
});
describe('an error log in the zone that it is read in', () => {
  it('stays there, although a request is repeated every hour', () => {
    const correlator = new LogCorrelator();
    const records = [0, 1, 2, 3, 4, 5].flatMap((hour) => {
      const at = nineAm + hours(hour);
      return readAtOnce(at, makePair(at, 0, { written: '+0200' }));
    });
    expect(follow(records, correlator)).toHaveLength(6);
    expect(correlator.findZone('error.log')).toMatchObject({ readings: [], agreed: 6, records: 6 });
  });
  it('stays there, although a health check fails every five seconds', () => {
    const correlator = new LogCorrelator();
    const records = Array.from({ length: 400 }, (_, index) => {
      const at = nineAm + seconds(5 * index);
      return readAtOnce(at, makePair(at, 0, { written: '+0200' }));
    }).flat();
    expect(follow(records, correlator)).toHaveLength(400);
    expect(correlator.findZone('error.log')).toMatchObject({ readings: [], agreed: 400 });
  });
});
describe('a status without an error record', () => {
  it('is not attributed to the configuration while the zone of the error log is unknown', () => {
    const failures = follow([
      [nineAm, makePair(nineAm, hours(2)).attempt],
      [nineAm + 100, makeLine(nineAm, '/cart')],
    ]);
    expect(failures.map(({ cause }) => cause)).not.toContain('gateway-returned');
  });
  it.each([
    ['of the same second and route', {}, false],
    ['of the same second, and no route', { request: null }, false],
    ['of another second', { at: nineAm - minutes(5) }, true],
    ['of another route', { request: { method: 'GET', target: '/other', protocol: 'HTTP/1.1' } }, true],
    ['of a subrequest', { subrequest: '/auth' }, true],
  ])('with a record %s that found no access line', (_, overrides, isConfigured) => {
    const unmatched = makeAttempt({
      client: '192.0.2.99',
      connection: null,
      request: { method: 'GET', target: '/returned', protocol: 'HTTP/1.1' },
      wallTime: overrides.at ?? nineAm,
      ...overrides,
    });
    const failures = follow([
      ...readAtOnce(nineAm - minutes(6), makePair(nineAm - minutes(6), 0)),
      [nineAm, unmatched],
      [nineAm, makeLine(nineAm, '/returned')],
    ]);
    expect(failures.some(({ cause }) => cause === 'gateway-returned')).toBe(isConfigured);
  });
  it('waits no longer than usual where zones agree', () => {
    const correlator = new LogCorrelator();
    follow(readAtOnce(nineAm, makePair(nineAm, 0)), correlator);
    correlator.addRequest(makeLine(nineAm + minutes(3), '/returned'), nineAm + minutes(3));
    const updates = correlator.tick(nineAm + minutes(3) + counterpartWaitMs);
    expect(updates.map(({ failure }) => failure.cause)).toEqual(['gateway-returned']);
  });
});
it('takes a log and its rotations for one', () => {
  const names = ['error.log', 'error.log.1', 'error.log.2.gz', 'error.log-20261122', 'error.log-20261122.gz'];
  expect(names.map(getZoneLog)).toEqual(names.map(() => 'error.log'));
  expect(getZoneLog('/logs/web-1/error.log')).toBe('/logs/web-1/error.log');
});
function formatOffset(offsetHours) {
  const minutesAhead = Math.abs(offsetHours * 60);
  const digits = String(Math.floor(minutesAhead / 60) * 100 + (minutesAhead % 60)).padStart(4, '0');
  return `${offsetHours < 0 ? '-' : '+'}${digits}`;
}
