import { describe, expect, it } from 'vitest';
import { counterpartWaitMs, LogCorrelator } from '../../src/diagnose/correlate/correlator.js';
import {
  makeAttempt,
  makeGoodRequest,
  makeNotice,
  makeRequest,
  makeUpstreamAttempt,
  minutes,
  nineAm,
  noPeerFinding,
  seconds,
  timeoutFinding,
  truncatedBodyFinding,
  unexplainedFinding,
} from '../support/event-fixtures.js';
import { PendingRows } from '../support/pending-rows.js';

const peerA = '10.0.0.7:8080';
const peerB = '10.0.0.8:8080';
const postRequest = { method: 'POST', target: '/cart', protocol: 'HTTP/1.1' };
const bothLogsState = { upstreamNames: [], seenLogs: { attempts: true, requests: true } };
describe('both logs', () => {
  it('makes one failure from an error record and its access line, whichever is read first', () => {
    const records = [makeAttempt(), makeRequest()];
    for (const order of [records, records.toReversed()]) {
      const failures = correlate(order);
      expect(failures).toHaveLength(1);
      expect(failures[0]).toMatchObject({
        cause: 'connection-refused',
        outcome: 'client-visible',
        madeBy: 'gateway',
        status: 502,
        upstream: 'shop',
        peer: peerA,
        attempts: 1,
        route: '/cart',
      });
    }
  });
  it('counts a request once, however many servers it tried', () => {
    const line = makeRequest({
      upstreamAttempts: [makeUpstreamAttempt(), makeUpstreamAttempt({ peer: peerB })],
      peer: peerB,
    });
    const failures = correlate([makeAttempt(), makeAttempt({ peer: peerB }), line]);
    expect(failures).toEqual([expect.objectContaining({ attempts: 2, outcome: 'client-visible' })]);
  });
  it('never reports a line as unexplained whose try waits as long, though with another status', () => {
    const line = makeRequest({
      status: 503,
      upstreamAttempts: [],
      durationMs: null,
      finding: unexplainedFinding,
      outcome: 'client-visible',
    });
    for (const records of [
      [line, makeAttempt()],
      [makeAttempt(), line],
    ]) {
      const correlator = new LogCorrelator(bothLogsState);
      for (const record of records)
        if (record.type === 'attempt') correlator.addAttempt(record, nineAm);
        else correlator.addRequest(record, nineAm);
      const updates = correlator.tick(nineAm + counterpartWaitMs);
      expect(updates.map(({ failure }) => `${failure.status} ${failure.cause}`)).toEqual([
        '503 connection-refused',
      ]);
    }
  });
  it('recognizes a failure that a retry saved', () => {
    const line = makeRequest({
      status: 200,
      upstreamAttempts: [
        makeUpstreamAttempt(),
        makeUpstreamAttempt({ peer: peerB, status: 200, connectMs: 0, headerMs: 2 }),
      ],
      outcome: 'saved-by-retry',
      peer: peerB,
    });
    expect(correlate([makeAttempt(), line])).toEqual([
      expect.objectContaining({
        outcome: 'saved-by-retry',
        status: 200,
        cause: 'connection-refused',
        peer: peerA,
      }),
    ]);
  });
  it('does not claim a retry by its good status alone if the format has no upstream fields', () => {
    const line = makeGoodRequest({ upstreamAttempts: [], connection: null, durationMs: null });
    expect(correlate([makeAttempt(), line])).toEqual([
      expect.objectContaining({ outcome: 'answered-otherwise', status: 200 }),
    ]);
  });
  it('names the root cause, not the emptied group', () => {
    const failures = correlate([
      makeAttempt(),
      makeAttempt({ finding: noPeerFinding, peer: null, upstreamName: 'shop' }),
      makeRequest({ upstreamAttempts: [makeUpstreamAttempt(), makeUpstreamAttempt({ peer: 'shop' })] }),
    ]);
    expect(failures[0]).toMatchObject({ cause: 'connection-refused', upstream: 'shop', attempts: 2 });
  });
  it('distinguishes a truncated body from a bad status', () => {
    const line = makeGoodRequest();
    expect(correlate([makeAttempt({ finding: truncatedBodyFinding, status: null }), line])).toEqual([
      expect.objectContaining({ cause: 'premature-close', outcome: 'truncated', status: 200 }),
    ]);
  });
  it('attributes a status from the upstream to the upstream', () => {
    const line = makeRequest({
      finding: { ...timeoutFinding, symptom: 'answered-502', message: 'upstream answered 502' },
      madeBy: 'upstream',
      upstreamAttempts: [makeUpstreamAttempt({ connectMs: 0, headerMs: 1 })],
    });
    expect(correlate([line])).toEqual([
      expect.objectContaining({ cause: 'upstream-502', madeBy: 'upstream' }),
    ]);
  });
  it('keeps two requests of one connection apart', () => {
    const failures = correlate([
      makeAttempt(),
      makeRequest(),
      makeAttempt({ at: nineAm + 1_000 }),
      makeRequest({ at: nineAm + 1_000 }),
    ]);
    expect(failures).toHaveLength(2);
  });
  it('blames the server that was tried last, even if its record came first', () => {
    const line = makeRequest({
      upstreamAttempts: [
        makeUpstreamAttempt({ connectMs: 0 }),
        makeUpstreamAttempt({ peer: peerB, redirected: true }),
      ],
      peer: peerB,
    });
    const closed = makeAttempt({ finding: { ...truncatedBodyFinding, phase: 'reading-header' } });
    const failures = correlate([makeAttempt({ peer: peerB }), closed, line]);
    expect(failures).toEqual([
      expect.objectContaining({ cause: 'connection-refused', peer: peerB, attempts: 2 }),
    ]);
  });
  it('keeps the streams of one HTTP/2 connection apart, as they share its number', () => {
    const pay = { method: 'POST', target: '/pay', protocol: 'HTTP/2.0' };
    const failures = correlate([
      makeAttempt(),
      makeAttempt({ request: pay, finding: timeoutFinding }),
      makeRequest({ request: pay }),
      makeRequest(),
    ]);
    expect(failures.map(({ cause, request: requestLine }) => `${requestLine?.target} ${cause}`)).toEqual([
      '/pay read-timeout',
      '/cart connection-refused',
    ]);
  });
  it('does not confuse two clients', () => {
    const failures = correlate([makeAttempt(), makeRequest({ client: '192.0.2.8', connection: 99 })]);
    expect(failures).toHaveLength(2);
  });
  it('ignores a forged record that the access log does not confirm', () => {
    expect(
      correlate([
        makeRequest({ connection: 9 }),
        makeAttempt({ isSuspect: true, connection: 1, client: '192.0.2.66' }),
      ]),
    ).toHaveLength(1);
  });
});
describe('late lines', () => {
  it('reports an attempt as undecided after a while, and amends it when the request ends', () => {
    const correlator = new LogCorrelator();
    correlator.addRequest(makeGoodRequest({ connection: 1, client: '192.0.2.1' }), nineAm);
    expect(correlator.addAttempt(makeAttempt({ finding: timeoutFinding, status: 504 }), nineAm)).toEqual([]);
    const [first] = correlator.tick(nineAm + counterpartWaitMs);
    expect(first?.failure.outcome).toBe('undecided');
    const end = nineAm + seconds(60);
    const line = makeRequest({
      at: end,
      durationMs: seconds(120),
      status: 200,
      outcome: 'saved-by-retry',
      upstreamAttempts: [
        makeUpstreamAttempt({ status: 504 }),
        makeUpstreamAttempt({ peer: peerB, status: 200, headerMs: 9 }),
      ],
    });
    const [second] = correlator.addRequest(line, end);
    expect(second?.previous).toBe(first?.failure);
    expect(second?.failure).toMatchObject({
      key: first?.failure.key,
      outcome: 'saved-by-retry',
      cause: 'read-timeout',
    });
  });
  it('does not wait if only one of the logs is written', () => {
    expect(new LogCorrelator().addAttempt(makeAttempt(), nineAm)).toHaveLength(1);
    expect(new LogCorrelator().addRequest(makeRequest(), nineAm)).toHaveLength(1);
  });
  it('stores no secrets for a restart, and still finds the line of a request that had one', () => {
    const paid = { method: 'GET', target: '/pay?token=s3cret', protocol: 'HTTP/1.1' };
    const before = new LogCorrelator(bothLogsState);
    before.addAttempt(
      makeAttempt({
        request: paid,
        connection: null,
        upstream: 'http://10.0.0.7/pay?token=s3cret',
        text: '?token=s3cret',
      }),
      nineAm,
    );
    const stored = new PendingRows().commit(before.takePendingChanges(false));
    expect(`${stored}`).toContain('/pay');
    expect(`${stored}`).not.toContain('s3cret');
    const after = new LogCorrelator(bothLogsState, null, stored.restore());
    const updates = after.addRequest(makeRequest({ request: paid, connection: null }), nineAm + 1);
    expect(updates).toHaveLength(1);
    expect(updates[0]?.failure).toMatchObject({ attempts: 1, request: { target: '/pay?token=•••' } });
    const otherPayment = { ...paid, target: '/pay?token=0ther' };
    expect(
      new LogCorrelator(bothLogsState, null, stored.restore()).addRequest(
        makeRequest({ request: otherPayment, connection: null }),
        nineAm + 1,
      ),
    ).toEqual([]);
  });
  it('stores a pending request once, however often it is asked', () => {
    const correlator = new LogCorrelator(bothLogsState);
    correlator.addAttempt(makeAttempt(), nineAm);
    expect(correlator.takePendingChanges(false).saved).toHaveLength(1);
    correlator.tick(nineAm);
    expect(correlator.takePendingChanges(false)).toEqual({ saved: [], removed: [] });
    correlator.addRequest(makeRequest(), nineAm);
    expect(correlator.takePendingChanges(false)).toEqual({ saved: [], removed: [1] });
  });
  it.each([
    ['both logs have been seen', true],
    ['the other log has no line yet', false],
  ])('keeps pending requests over a restart, also if %s', (_, isOtherSeen) => {
    const before = new LogCorrelator();
    if (isOtherSeen) before.addRequest(makeGoodRequest({ connection: 1, client: '192.0.2.1' }), nineAm);
    const reported = before.addAttempt(makeAttempt(), nineAm);
    const rows = new PendingRows().commit(before.takePendingChanges(false));
    const after = new LogCorrelator(before.getState(), null, rows.restore());
    expect(after.addRequest(makeRequest(), nineAm + 100)).toMatchObject([
      {
        failure: expect.objectContaining({ attempts: 1, outcome: 'client-visible' }),
        previous: reported[0]?.failure ?? null,
      },
    ]);
    expect(rows.commit(after.takePendingChanges(false)).size).toBe(0);
  });
  it('stays bounded when the other log never comes', () => {
    const correlator = new LogCorrelator();
    correlator.addRequest(makeGoodRequest({ connection: 1, client: '192.0.2.1' }), nineAm);
    let total = 0;
    for (let i = 0; i < 12_000; i++)
      total += correlator.addAttempt(makeAttempt({ connection: 1_000 + i }), nineAm + i).length;
    total += correlator.tick(nineAm + minutes(20)).length;
    total += correlator.evict(nineAm + minutes(20)).length;
    expect(total).toBe(12_000);
    const rows = new PendingRows().commit(correlator.takePendingChanges(false));
    expect(rows.size).toBe(12_000);
    expect(correlator.waitingCount).toBe(0);
  });
});
describe('a client that repeats its request on one connection', () => {
  it('gives each line the record of its own server, even if both records are read first', () => {
    const failures = correlate([
      makeAttempt(),
      makeAttempt({ peer: peerB, finding: timeoutFinding, status: 504 }),
      makeRequest({ upstreamAttempts: [makeUpstreamAttempt()] }),
      makeRequest({ upstreamAttempts: [makeUpstreamAttempt({ peer: peerB, status: 504 })], status: 504 }),
    ]);
    expect(failures.map(({ cause, status, attempts }) => [cause, status, attempts])).toEqual([
      ['connection-refused', 502, 1],
      ['read-timeout', 504, 1],
    ]);
  });
  it('splits what was reported as one failure, and keeps the key of the first', () => {
    const correlator = new LogCorrelator(bothLogsState);
    correlator.addAttempt(makeAttempt(), nineAm);
    correlator.addAttempt(makeAttempt({ peer: peerB }), nineAm);
    const [both] = correlator.tick(nineAm + counterpartWaitMs);
    expect(both?.failure.attempts).toBe(2);
    const [rest, second] = correlator.addRequest(
      makeRequest({ upstreamAttempts: [makeUpstreamAttempt({ peer: peerB })], peer: peerB }),
      nineAm + minutes(1),
    );
    expect(rest).toMatchObject({
      previous: both?.failure,
      failure: { key: both?.failure.key, attempts: 1, peer: peerA },
    });
    expect(second).toMatchObject({ previous: null, failure: { peer: peerB, outcome: 'client-visible' } });
  });
  it('matches the record of a bad response with the bad line if the format names no server', () => {
    const unlisted = { tries: [], connection: null, madeBy: 'gateway' };
    const failures = correlate([
      makeAttempt(),
      makeGoodRequest(unlisted),
      makeRequest(unlisted),
      makeGoodRequest(unlisted),
    ]);
    expect(failures).toEqual([
      expect.objectContaining({ status: 502, outcome: 'client-visible', attempts: 1 }),
    ]);
  });
});
describe('access lines that wait for no record', () => {
  it('are found for a truncated body, though they are good and came first', () => {
    expect(
      correlate([makeGoodRequest(), makeAttempt({ finding: truncatedBodyFinding, status: null })]),
    ).toEqual([expect.objectContaining({ outcome: 'truncated', status: 200, upstream: 'shop' })]);
  });
  it('show a configured status by the missing error record', () => {
    const line = makeRequest({
      upstreamAttempts: [],
      listsUpstreamAttempts: true,
      upstreamName: null,
      peer: null,
    });
    expect(correlate([line])).toEqual([
      expect.objectContaining({ cause: 'gateway-returned', certainty: 'likely', missingFields: [] }),
    ]);
    expect(new LogCorrelator().addRequest(line, nineAm)[0]?.failure.cause).toBe('unknown');
  });
  it('do not count a rate-limited request, whichever log is read first', () => {
    const line = makeRequest({
      status: 503,
      upstreamAttempts: [],
      listsUpstreamAttempts: true,
      upstreamName: null,
      peer: null,
    });
    const record = makeNotice({ kind: 'rate-limited' });
    expect(correlate([line, record])).toEqual([]);
    expect(correlate([record, line])).toEqual([]);
    expect(correlate([record, line, line])).toHaveLength(1);
  });
});
describe('a subrequest', () => {
  const inside = { subrequest: '/_inside', peer: '10.0.0.9:80' };
  it('fails the whole request if its access line has an error status', () => {
    const line = makeRequest({
      status: 500,
      finding: null,
      outcome: null,
      madeBy: null,
      upstreamAttempts: [],
      listsUpstreamAttempts: true,
    });
    for (const order of [
      [makeAttempt(inside), makeNotice(), line],
      [line, makeAttempt(inside), makeNotice()],
    ])
      expect(correlate(order)).toEqual([
        expect.objectContaining({ outcome: 'client-visible', status: 500, upstream: '10.0.0.9:80' }),
      ]);
  });
  it('is a failure of its own if no client waited for it, whatever the outcome of the request', () => {
    const background = expect.objectContaining({
      outcome: 'background',
      status: null,
      upstream: '10.0.0.9:80',
    });
    expect(correlate([makeAttempt(inside), makeGoodRequest()])).toEqual([background]);
    expect(correlate([makeGoodRequest(), makeAttempt(inside)])).toEqual([background]);
    expect(correlate([makeAttempt(inside), makeAttempt(), makeRequest()])).toEqual([
      background,
      expect.objectContaining({ outcome: 'client-visible', upstream: 'shop' }),
    ]);
  });
});
describe('the name of the upstream', () => {
  it('is not the name of the fallback that answered afterwards', () => {
    const line = makeRequest({
      status: 200,
      outcome: 'saved-by-fallback',
      upstreamName: 'fallback',
      upstreamAttempts: [
        makeUpstreamAttempt(),
        makeUpstreamAttempt({ peer: peerB, status: 200, headerMs: 1, redirected: true }),
      ],
      peer: peerB,
    });
    for (const records of [[makeAttempt(), line], [line]])
      expect(correlate(records)).toEqual([expect.objectContaining({ upstream: peerA, peer: peerA })]);
  });
  it('is an address if several groups contain it', () => {
    const correlator = new LogCorrelator();
    correlator.addRequest(makeGoodRequest({ upstreamName: 'shop' }), nineAm);
    expect(correlator.resolveUpstream(makeAttempt())).toBe('shop');
    correlator.addRequest(makeGoodRequest({ upstreamName: 'search' }), nineAm);
    expect(correlator.resolveUpstream(makeAttempt())).toBe(peerA);
  });
});
describe('the error log alone', () => {
  it.each([
    ['the answer was malformed', { finding: { ...timeoutFinding, symptom: 'malformed' } }, {}],
    [
      'a request that was sent must not be sent twice',
      { request: postRequest, finding: timeoutFinding, status: 504 },
      { request: postRequest },
    ],
    [
      'an error page would follow at once',
      {},
      { upstream: `http://${peerB}/50x.html`, at: nineAm + seconds(30) },
    ],
    ['it was refused long after', {}, { at: nineAm + seconds(30) }],
  ])('takes two servers for two requests if there was no retry: %s', (_, first, second) => {
    const upstream = `http://${peerB}/cart`;
    expect(correlate([makeAttempt(first), makeAttempt({ peer: peerB, upstream, ...second })])).toHaveLength(
      2,
    );
  });
  it('treats several servers on one connection as one request', () => {
    const correlator = new LogCorrelator();
    const updates = [
      ...correlator.addAttempt(makeAttempt(), nineAm),
      ...correlator.addAttempt(makeAttempt({ peer: peerB }), nineAm),
    ];
    expect(updates.map(({ failure, previous }) => [failure.attempts, previous === null])).toEqual([
      [1, true],
      [2, false],
    ]);
  });
  it('treats the same server twice as two requests', () => {
    const correlator = new LogCorrelator();
    const updates = [
      ...correlator.addAttempt(makeAttempt(), nineAm),
      ...correlator.addAttempt(makeAttempt(), nineAm),
    ];
    expect(updates.every(({ previous }) => previous === null)).toBe(true);
  });
});
/** All failures of these records, each in its final state. */
function correlate(records) {
  const correlator = new LogCorrelator(bothLogsState);
  const latest = new Map();
  const updates = records.flatMap((record) =>
    record.type === 'attempt'
      ? correlator.addAttempt(record, nineAm)
      : record.type === 'request'
        ? correlator.addRequest(record, nineAm)
        : correlator.addNotice(record),
  );
  for (const { failure } of [...updates, ...correlator.tick(nineAm + minutes(11))])
    latest.set(failure.key, failure);
  return [...latest.values()];
}
