import { describe, expect, it } from 'vitest';
import { holdMs, Pairing } from '../../src/diagnose/correlate/correlator.js';
import type { Failure } from '../../src/diagnose/failure.js';
import type { Attempt, Remark, Request } from '../../src/parse/event.js';
import {
  aTry,
  attempt,
  cutBody,
  goodRequest,
  minutes,
  nine,
  noPeer,
  remark,
  request,
  seconds,
  timedOut,
} from '../support/event-fixtures.js';

const peerA = '10.0.0.7:8080';
const peerB = '10.0.0.8:8080';
const post = { method: 'POST', target: '/cart', protocol: 'HTTP/1.1' };
const bothSeen = { waiting: [], names: [], seen: { attempts: true, requests: true } };

describe('both logs', () => {
  it('makes one failure of an error record and its access line, whichever is read first', () => {
    const records = [attempt(), request()];
    for (const order of [records, records.toReversed()]) {
      const told = tell(order);
      expect(told).toHaveLength(1);
      expect(told[0]).toMatchObject({
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
    const line = request({ tries: [aTry(), aTry({ peer: peerB })], peer: peerB });
    const told = tell([attempt(), attempt({ peer: peerB }), line]);
    expect(told).toEqual([expect.objectContaining({ attempts: 2, outcome: 'client-visible' })]);
  });

  it('knows a failure that a retry saved', () => {
    const line = request({
      status: 200,
      tries: [aTry(), aTry({ peer: peerB, status: 200, connectMs: 0, headerMs: 2 })],
      outcome: 'saved-by-retry',
      peer: peerB,
    });
    expect(tell([attempt(), line])).toEqual([
      expect.objectContaining({
        outcome: 'saved-by-retry',
        status: 200,
        cause: 'connection-refused',
        peer: peerA,
      }),
    ]);
  });

  it('knows a retry by a good status where the format has no upstream fields', () => {
    const line = goodRequest({ tries: [], connection: null, durationMs: null });
    expect(tell([attempt(), line])).toEqual([expect.objectContaining({ outcome: 'saved-by-retry' })]);
  });

  it('names the root, not the emptied group', () => {
    const told = tell([
      attempt(),
      attempt({ finding: noPeer, peer: null, group: 'shop' }),
      request({ tries: [aTry(), aTry({ peer: 'shop' })] }),
    ]);
    expect(told[0]).toMatchObject({ cause: 'connection-refused', upstream: 'shop', attempts: 2 });
  });

  it('tells a body that was cut off from a bad status', () => {
    const line = goodRequest();
    expect(tell([attempt({ finding: cutBody, status: null }), line])).toEqual([
      expect.objectContaining({ cause: 'premature-close', outcome: 'truncated', status: 200 }),
    ]);
  });

  it('leaves a status that the upstream made to the upstream', () => {
    const line = request({
      finding: { ...timedOut, symptom: 'answered-502', words: 'upstream answered 502' },
      madeBy: 'upstream',
      tries: [aTry({ connectMs: 0, headerMs: 1 })],
    });
    expect(tell([line])).toEqual([expect.objectContaining({ cause: 'upstream-502', madeBy: 'upstream' })]);
  });

  it('keeps two requests of one connection apart', () => {
    const told = tell([attempt(), request(), attempt({ at: nine + 1_000 }), request({ at: nine + 1_000 })]);
    expect(told).toHaveLength(2);
  });

  it('blames the server that was tried last, though its record came first', () => {
    const line = request({
      tries: [aTry({ connectMs: 0 }), aTry({ peer: peerB, redirected: true })],
      peer: peerB,
    });
    const closed = attempt({ finding: { ...cutBody, phase: 'reading-header' } });
    const told = tell([attempt({ peer: peerB }), closed, line]);
    expect(told).toEqual([
      expect.objectContaining({ cause: 'connection-refused', peer: peerB, attempts: 2 }),
    ]);
  });

  it('keeps the streams of one HTTP/2 connection apart, as they share its number', () => {
    const pay = { method: 'POST', target: '/pay', protocol: 'HTTP/2.0' };
    const told = tell([
      attempt(),
      attempt({ request: pay, finding: timedOut }),
      request({ request: pay }),
      request(),
    ]);
    expect(told.map(({ cause, request: asked }) => `${asked?.target} ${cause}`)).toEqual([
      '/pay read-timeout',
      '/cart connection-refused',
    ]);
  });

  it('does not take another client for the same one', () => {
    const told = tell([attempt(), request({ client: '192.0.2.8', connection: 99 })]);
    expect(told).toHaveLength(2);
  });

  it('does not believe a forged record that the access log does not know', () => {
    expect(
      tell([request({ connection: 9 }), attempt({ suspect: true, connection: 1, client: '192.0.2.66' })]),
    ).toHaveLength(1);
  });
});

describe('late lines', () => {
  it('tells an attempt as undecided after a while, and amends it when the request ends', () => {
    const pairing = new Pairing();
    pairing.request(goodRequest({ connection: 1, client: '192.0.2.1' }), nine);
    expect(pairing.attempt(attempt({ finding: timedOut, status: 504 }), nine)).toEqual([]);
    const [first] = pairing.tick(nine + holdMs);
    expect(first?.failure.outcome).toBe('undecided');

    const end = nine + seconds(60);
    const line = request({
      at: end,
      durationMs: seconds(120),
      status: 200,
      outcome: 'saved-by-retry',
      tries: [aTry({ status: 504 }), aTry({ peer: peerB, status: 200, headerMs: 9 })],
    });
    const [second] = pairing.request(line, end);
    expect(second?.was).toBe(first?.failure);
    expect(second?.failure).toMatchObject({
      key: first?.failure.key,
      outcome: 'saved-by-retry',
      cause: 'read-timeout',
    });
  });

  it('waits for nobody where only one of the logs is written', () => {
    expect(new Pairing().attempt(attempt(), nine)).toHaveLength(1);
    expect(new Pairing().request(request(), nine)).toHaveLength(1);
  });

  it('stores no secret for a restart, and still finds the line of a request that had one', () => {
    const paid = { method: 'GET', target: '/pay?token=s3cret', protocol: 'HTTP/1.1' };
    const before = new Pairing(bothSeen);
    before.attempt(
      attempt({
        request: paid,
        connection: null,
        upstream: 'http://10.0.0.7/pay?token=s3cret',
        text: '?token=s3cret',
      }),
      nine,
    );
    const stored = JSON.stringify(before.state());
    expect(stored).not.toContain('s3cret');
    const after = new Pairing(JSON.parse(stored));
    const told = after.request(request({ request: paid, connection: null }), nine + 1);
    expect(told).toHaveLength(1);
    expect(told[0]?.failure).toMatchObject({ attempts: 1, request: { target: '/pay?token=•••' } });
    const other = { ...paid, target: '/pay?token=0ther' };
    expect(
      new Pairing(JSON.parse(stored)).request(request({ request: other, connection: null }), nine + 1),
    ).toEqual([]);
  });

  it('takes the secrets out of what waits once, however often that is stored', () => {
    const pairing = new Pairing(bothSeen);
    pairing.attempt(attempt(), nine);
    const attemptStored = () => pairing.state().waiting[0]?.attempts[0];
    expect(attemptStored()).toBeDefined();
    expect(attemptStored()).toBe(attemptStored());
  });

  it('forgets nothing over a restart', () => {
    const before = new Pairing();
    before.request(goodRequest({ connection: 1, client: '192.0.2.1' }), nine);
    before.attempt(attempt(), nine);
    const after = new Pairing(JSON.parse(JSON.stringify(before.state())));
    expect(after.request(request(), nine + 100)).toEqual([
      { failure: expect.objectContaining({ attempts: 1, outcome: 'client-visible' }), was: null },
    ]);
  });

  it('stays bounded when the other log never comes', () => {
    const pairing = new Pairing();
    pairing.request(goodRequest({ connection: 1, client: '192.0.2.1' }), nine);
    let told = 0;
    for (let i = 0; i < 12_000; i++)
      told += pairing.attempt(attempt({ connection: 1_000 + i }), nine + i).length;
    told += pairing.tick(nine + minutes(20)).length;
    expect(told).toBe(12_000);
    expect(pairing.state().waiting).toEqual([]);
  });
});

describe('a client that repeats its request on one connection', () => {
  it('gives each line the record of its own server, also when both records are read first', () => {
    const told = tell([
      attempt(),
      attempt({ peer: peerB, finding: timedOut, status: 504 }),
      request({ tries: [aTry()] }),
      request({ tries: [aTry({ peer: peerB, status: 504 })], status: 504 }),
    ]);
    expect(told.map(({ cause, status, attempts }) => [cause, status, attempts])).toEqual([
      ['connection-refused', 502, 1],
      ['read-timeout', 504, 1],
    ]);
  });

  it('takes apart what was told as one, and keeps the name of the first', () => {
    const pairing = new Pairing(bothSeen);
    pairing.attempt(attempt(), nine);
    pairing.attempt(attempt({ peer: peerB }), nine);
    const [both] = pairing.tick(nine + holdMs);
    expect(both?.failure.attempts).toBe(2);
    const [rest, second] = pairing.request(
      request({ tries: [aTry({ peer: peerB })], peer: peerB }),
      nine + minutes(1),
    );
    expect(rest).toMatchObject({
      was: both?.failure,
      failure: { key: both?.failure.key, attempts: 1, peer: peerA },
    });
    expect(second).toMatchObject({ was: null, failure: { peer: peerB, outcome: 'client-visible' } });
  });

  it('leaves the record of a bad answer to the bad line where the format names no server', () => {
    const unlisted = { tries: [], connection: null, madeBy: 'gateway' } as const;
    const told = tell([attempt(), goodRequest(unlisted), request(unlisted), goodRequest(unlisted)]);
    expect(told).toEqual([expect.objectContaining({ status: 502, outcome: 'client-visible', attempts: 1 })]);
  });
});

describe('lines that need no record, until one is read', () => {
  it('finds the line of a cut body, though it was good and came first', () => {
    expect(tell([goodRequest(), attempt({ finding: cutBody, status: null })])).toEqual([
      expect.objectContaining({ outcome: 'truncated', status: 200, upstream: 'shop' }),
    ]);
  });

  it('knows a configured answer by the record that is missing', () => {
    const line = request({ tries: [], listsTries: true, group: null, peer: null });
    expect(tell([line])).toEqual([
      expect.objectContaining({ cause: 'gateway-returned', certainty: 'likely', lacks: [] }),
    ]);
    expect(new Pairing().request(line, nine)[0]?.failure.cause).toBe('unknown');
  });

  it('counts no request that a limit turned away, whichever log is read first', () => {
    const line = request({ status: 503, tries: [], listsTries: true, group: null, peer: null });
    const record = remark({ kind: 'rate-limited' });
    expect(tell([line, record])).toEqual([]);
    expect(tell([record, line])).toEqual([]);
    expect(tell([record, line, line])).toHaveLength(1);
  });
});

describe('subrequests', () => {
  const inside = { subrequest: '/_inside', peer: '10.0.0.9:80' };

  it('is the failure of the request where nginx says so', () => {
    const line = request({
      status: 500,
      finding: null,
      outcome: null,
      madeBy: null,
      tries: [],
      listsTries: true,
    });
    for (const order of [
      [attempt(inside), remark(), line],
      [line, attempt(inside), remark()],
    ])
      expect(tell(order)).toEqual([
        expect.objectContaining({ outcome: 'client-visible', status: 500, upstream: '10.0.0.9:80' }),
      ]);
  });

  it('is a failure of its own where nobody waited for it, whatever became of the request', () => {
    const background = expect.objectContaining({
      outcome: 'background',
      status: null,
      upstream: '10.0.0.9:80',
    });
    expect(tell([attempt(inside), goodRequest()])).toEqual([background]);
    expect(tell([goodRequest(), attempt(inside)])).toEqual([background]);
    expect(tell([attempt(inside), attempt(), request()])).toEqual([
      background,
      expect.objectContaining({ outcome: 'client-visible', upstream: 'shop' }),
    ]);
  });
});

describe('the name of the upstream', () => {
  it('is not that of the fallback that answered afterwards', () => {
    const line = request({
      status: 200,
      outcome: 'saved-by-fallback',
      group: 'fallback',
      tries: [aTry(), aTry({ peer: peerB, status: 200, headerMs: 1, redirected: true })],
      peer: peerB,
    });
    for (const records of [[attempt(), line], [line]])
      expect(tell(records)).toEqual([expect.objectContaining({ upstream: peerA, peer: peerA })]);
  });

  it('is an address where that belongs to several groups', () => {
    const pairing = new Pairing();
    pairing.request(goodRequest({ group: 'shop' }), nine);
    expect(pairing.nameOf(attempt())).toBe('shop');
    pairing.request(goodRequest({ group: 'search' }), nine);
    expect(pairing.nameOf(attempt())).toBe(peerA);
  });
});

describe('the error log alone', () => {
  it.each([
    ['the answer was malformed', { finding: { ...timedOut, symptom: 'malformed' } }, {}],
    [
      'it was sent and is not to be sent twice',
      { request: post, finding: timedOut, status: 504 },
      { request: post },
    ],
    ['the URI is another', {}, { upstream: `http://${peerB}/other` }],
    ['it was refused long after', {}, { at: nine + seconds(30) }],
  ] as const)('takes two servers for two requests where nothing was tried again: %s', (_, first, second) => {
    const upstream = `http://${peerB}/cart`;
    expect(tell([attempt(first), attempt({ peer: peerB, upstream, ...second })])).toHaveLength(2);
  });

  it('takes several servers of one connection for one request', () => {
    const pairing = new Pairing();
    const sightings = [
      ...pairing.attempt(attempt(), nine),
      ...pairing.attempt(attempt({ peer: peerB }), nine),
    ];
    expect(sightings.map(({ failure, was }) => [failure.attempts, was === null])).toEqual([
      [1, true],
      [2, false],
    ]);
  });

  it('takes the same server twice for two requests', () => {
    const pairing = new Pairing();
    const sightings = [...pairing.attempt(attempt(), nine), ...pairing.attempt(attempt(), nine)];
    expect(sightings.every(({ was }) => was === null)).toBe(true);
  });
});

/** All failures that these records come to in the end, each in its last state. */
function tell(records: readonly (Attempt | Request | Remark)[]): readonly Failure[] {
  const pairing = new Pairing(bothSeen);
  const last = new Map<string, Failure>();
  const sightings = records.flatMap((record) =>
    record.type === 'attempt'
      ? pairing.attempt(record, nine)
      : record.type === 'request'
        ? pairing.request(record, nine)
        : pairing.remark(record, nine),
  );
  for (const { failure } of [...sightings, ...pairing.tick(nine + minutes(11))])
    last.set(failure.key, failure);
  return [...last.values()];
}
