import { describe, expect, it } from 'vitest';
import { nineAm, seconds } from '../support/event-fixtures.js';
import { LogReplay } from '../support/log-lines.js';

const stamp = (at) => {
  const [, day, time] = /^\d{4}-\d\d-(\d\d)T(.{12})/.exec(new Date(nineAm + at).toISOString()) ?? [];
  return `${day}/Nov/2026:${time}`;
};
/** A request at the group `shop`, as `option httplog` writes it. */
const request = (at, fields) => ({
  at,
  text: `203.0.113.7:51234 [${stamp(at)}] www shop/${fields} "GET /cart HTTP/1.1"`,
});
const refused = (at) => request(at, 'web1 0/0/-1/-1/3002 503 217 - - SC-- 5/5/1/0/3 0/0');
const empty = (at) => request(at, '<NOSRV> 0/-1/-1/-1/0 503 217 - - SC-- 5/5/0/0/0 0/0');
const good = (at) => request(at, 'web1 0/0/1/3/4 200 104 - - ---- 1/1/0/0/0 0/0');
const says = (at, text) => ({ at, text });
const repeat = (from, count, make) => Array.from({ length: count }, (_, n) => make(seconds(from + n)));
const down = (reason) =>
  `Server shop/web1 is DOWN${reason}. 0 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.`;
const replay = (...records) =>
  new LogReplay()
    .replay(records.flat())
    .listIncidents()
    .map((line) => line.replace(/ at .*: /, ': '));
describe('a server behind HAProxy goes down', () => {
  it('is one incident with the refusals as its cause, however many requests find no server', () => {
    expect(
      replay(
        repeat(0, 5, good),
        repeat(5, 6, refused),
        [
          says(
            seconds(11),
            down(', reason: Layer4 connection problem, info: "Connection refused", check duration: 0ms'),
          ),
        ],
        [says(seconds(11), 'backend shop has no server available!')],
        repeat(12, 20, empty),
      ),
    ).toEqual(['BG-1 connection-refused: 26']);
  });
  it('is an empty group whose check tells why, where no request met the server itself', () => {
    expect(
      replay(
        repeat(0, 5, good),
        [
          says(
            seconds(5),
            down(', reason: Layer4 connection problem, info: "Connection refused", check duration: 0ms'),
          ),
        ],
        repeat(6, 20, empty),
      ),
    ).toEqual(['BG-1 connection-refused: 20']);
  });
  it('has no cause where somebody put the server into maintenance', () => {
    expect(replay(repeat(0, 5, good), [says(seconds(5), maintenance)], repeat(6, 20, empty))).toEqual([
      'BG-1 no-live-upstreams: 20',
    ]);
  });
  it('is no incident while other servers answer', () => {
    expect(replay(repeat(0, 5, good), [says(seconds(5), maintenance)], repeat(6, 20, good))).toEqual([]);
  });
});
const maintenance =
  'Server shop/web1 is going DOWN for maintenance. 0 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.';
