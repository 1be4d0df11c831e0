import { describe, expect, it } from 'vitest';
import { nineAm, seconds } from '../support/event-fixtures.js';
import { type LogRecord, LogReplay, makeAccessRecord, makeErrorRecord } from '../support/log-lines.js';

const peer = '10.0.0.7:8080';
const serve = (at: number): readonly LogRecord[] => [
  makeAccessRecord(at, 200, [{ peer, status: '200', ms: 3, header: true }]),
];
const refuse = (at: number): readonly LogRecord[] => [
  makeErrorRecord(at - 1, 'connect() failed (111: Connection refused)', { connection: at }),
  makeAccessRecord(at, 502, [{ peer, status: '502', ms: 1 }]),
];

/** Ten requests a second from `fromS` until before `toS`. */
const repeat = (fromS: number, toS: number, make: (at: number) => readonly LogRecord[]) =>
  Array.from({ length: (toS - fromS) * 10 }, (_, index) => make(seconds(fromS) + index * 100)).flat();

const tell = (records: readonly LogRecord[], nowS: number) =>
  new LogReplay().replay(records).renderAlert(1, nineAm + seconds(nowS));

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
    const half = (at: number) => (at % 200 === 0 ? refuse(at) : serve(at));
    const records = [...repeat(0, 60, half), ...repeat(60, 100, refuse)];
    expect(tell(records, 100)).toMatch(/700 requests got 502, 70 % of its requests \(last 30 s: all 300\)/);
  });

  it('counts no request twice, and none that is not known to be of the upstream', () => {
    const other = (at: number) => [
      makeAccessRecord(at + 5, 200, [{ peer: '10.0.0.9:80', status: '200', ms: 3 }], { group: 'cart' }),
    ];
    const records = [...repeat(0, 90, other), ...repeat(30, 60, refuse)];
    expect(tell(records, 95)).toContain('300 requests got 502, all of its 300 requests');
  });
});
