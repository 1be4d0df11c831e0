import { describe, expect, it } from 'vitest';
import { nineAm, seconds } from '../support/event-fixtures.js';
import { LogReplay, makeAccessRecord, makeErrorRecord } from '../support/log-lines.js';

const peer = '10.0.0.7:8080';
const serve = (at) => [makeAccessRecord(at, 200, [{ peer, status: '200', ms: 3, header: true }])];
const refuse = (at) => [
  makeErrorRecord(at - 1, 'connect() failed (111: Connection refused)', { connection: at }),
  makeAccessRecord(at, 502, [{ peer, status: '502', ms: 1 }]),
];
/** Ten requests a second from `fromS` until before `toS`. */
const repeat = (fromS, toS, make) =>
  Array.from({ length: (toS - fromS) * 10 }, (_, index) => make(seconds(fromS) + index * 100)).flat();
const tell = (records, nowS) => new LogReplay().replay(records).renderAlert(1, nineAm + seconds(nowS));
describe('the share of an outage', () => {
  it('is of the requests from its first failure to its last, wherever in a minute these are', () => {
    const records = [...repeat(0, 35, serve), ...repeat(35, 75, refuse), ...repeat(75, 110, serve)];
    expect(tell(records, 115)).toContain('400 requests got 502, all of its 400 requests.');
  });
  it('names the few that succeeded, where nearly all fail', () => {
    const records = [
      ...repeat(0, 35, serve),
      ...repeat(35, 50, refuse),
      ...serve(seconds(50) + 50),
      ...serve(seconds(50) + 60),
      ...repeat(51, 76, refuse),
    ];
    expect(tell(records, 76)).toContain(
      '400 requests got 502, all but 2 of its 402 requests (last 30 s: all but 2 of 292)',
    );
  });
  it('tells the last 30 s beside the whole while it is open', () => {
    const half = (at) => (at % 200 === 0 ? refuse(at) : serve(at));
    const records = [...repeat(0, 60, half), ...repeat(60, 100, refuse)];
    expect(tell(records, 100)).toMatch(/700 requests got 502, 70 % of its requests \(last 30 s: all 300\)/);
  });
  it('counts no request twice, and none that is not known to be of the upstream', () => {
    const other = (at) => [
      makeAccessRecord(at + 5, 200, [{ peer: '10.0.0.9:80', status: '200', ms: 3 }], { group: 'cart' }),
    ];
    const records = [...repeat(0, 90, other), ...repeat(30, 60, refuse)];
    expect(tell(records, 95)).toContain('300 requests got 502, all of its 300 requests');
  });
});
describe('the share where access lines name no upstream', () => {
  const combined = (at, status, path) => ({
    at,
    text: `192.0.2.7 - - [22/Nov/2026:${new Date(nineAm + at).toISOString().slice(11, 19)} +0000] "GET ${path} HTTP/1.1" ${status} 31 "-" "curl/8"`,
  });
  const serveAt = (path) => (at) => [combined(at, 200, path)];
  const refuseAt = (path, from) => (at) => [
    makeErrorRecord(at, 'connect() failed (111: Connection refused)', { path, peer: from ?? peer }),
    combined(at + 1, 502, path),
  ];
  it('is of the requests for the route that fails', () => {
    const records = [
      ...repeat(0, 90, serveAt('/cart')),
      ...repeat(0, 30, serveAt('/api/search')),
      ...repeat(30, 34, refuseAt('/api/search')),
      ...repeat(34, 90, serveAt('/api/search')),
    ];
    expect(tell(records, 95)).toContain('40 requests got 502, all of the 40 requests for /api/search.');
  });
  it('counts each route while it failed, and the requests for it that succeeded', () => {
    const half = (at) => (at % 200 === 0 ? refuseAt('/api/pay')(at) : serveAt('/api/pay')(at));
    const records = [
      ...repeat(0, 60, serveAt('/api/search')),
      ...repeat(20, 60, half),
      ...repeat(60, 70, refuseAt('/api/search')),
    ];
    expect(tell(records, 75)).toContain(
      '300 requests got 502, 60 % of the 500 requests for /api/pay and /api/search',
    );
  });
  it('counts a route once that fails at several upstreams', () => {
    const refuse = (at) => refuseAt('/api/pay', at % 200 === 0 ? '10.0.0.7:80' : '10.0.0.8:80')(at);
    const records = [...repeat(0, 30, serveAt('/api/pay')), ...repeat(30, 40, refuse)];
    expect(tell(records, 45)).toContain('100 requests got 502, all of the 100 requests for /api/pay');
  });
  it('is of the route as well where the gateway itself answers', () => {
    const records = [
      ...repeat(0, 60, serveAt('/cart')),
      ...repeat(30, 36, (at) => [combined(at, 503, '/up')]),
    ];
    expect(tell(records, 65)).toContain('60 requests got 503, all of the 60 requests for /up');
  });
  it('is not told where more routes fail than are remembered', () => {
    const words = Array.from({ length: 40 }, (_, index) =>
      String.fromCharCode(97 + (index % 26), 97 + Math.floor(index / 26), 120),
    );
    const records = repeat(0, 8, (at) => refuseAt(`/${words[(at / 100) % 40]}`)(at));
    expect(tell(records, 12)).toMatch(/80 requests got 502\./);
  });
});
describe('the share of an incident that came back', () => {
  it('leaves out the good time between', () => {
    const records = [...repeat(0, 30, refuse), ...repeat(30, 400, serve), ...repeat(400, 410, refuse)];
    const told = tell(records, 415);
    expect(told).toContain('400 requests got 502, all of its 400 requests');
  });
  it('counts what failed partly, before and since', () => {
    const half = (at) => (at % 200 === 0 ? refuse(at) : serve(at));
    const records = [...repeat(0, 30, half), ...repeat(30, 400, serve), ...repeat(400, 440, half)];
    expect(tell(records, 442)).toMatch(/350 requests got 502, 50 % of its requests \(last 30 s: 50 %\)/);
  });
});
describe('a restart in the middle of an incident', () => {
  it('keeps the requests between its first failure and its last', () => {
    const half = (at) => (at % 200 === 0 ? refuse(at) : serve(at));
    const story = new LogReplay()
      .replay([...repeat(0, 10, serve), ...repeat(10, 30, half)])
      .restart()
      .replay([...repeat(30, 50, serve), ...repeat(50, 70, half)]);
    expect(story.renderAlert(1, nineAm + seconds(75))).toContain(
      '200 requests got 502, 33 % of its requests',
    );
  });
  it('keeps those for the routes that fail', () => {
    const fail = (at) => [
      {
        at,
        text: `192.0.2.7 - - [22/Nov/2026:${new Date(nineAm + at).toISOString().slice(11, 19)} +0000] "GET /up HTTP/1.1" ${at % 1_000 < 500 ? 503 : 200} 31 "-" "curl/8"`,
      },
    ];
    const story = new LogReplay()
      .replay(repeat(0, 20, fail))
      .restart()
      .replay(repeat(20, 40, fail));
    expect(story.renderAlert(1, nineAm + seconds(42))).toContain(
      '200 requests got 503, 50 % of the 400 requests for /up',
    );
  });
});
describe('a line that is written 40 s after its time', () => {
  it('counts in its minute, and begins the incident and its share', () => {
    const late = refuse(seconds(36) + 500).map((record) => ({ ...record, at: seconds(76) }));
    const story = new LogReplay().replay([
      ...repeat(0, 70, serve),
      ...repeat(70, 76, refuse),
      ...late,
      ...repeat(77, 80, refuse),
    ]);
    const minute = { from: nineAm, to: nineAm + seconds(60) };
    expect(story.store.totals(minute)).toMatchObject({ failures: 1, requests: 601 });
    expect(story.summarize(1).incident.firstFailureAt).toBe(nineAm + seconds(36));
    // 335 good requests and the late one, then nine seconds of failures.
    expect(story.renderAlert(1, nineAm + seconds(81))).toContain('91 requests got 502, 21 % of its requests');
  });
});
