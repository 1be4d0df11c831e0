import { describe, expect, it } from 'vitest';
import { noteBusiestSecond } from '../../src/incidents/count-traffic.js';
import { RecentTimes } from '../../src/incidents/recent-times.js';
import { nineAm, seconds } from '../support/event-fixtures.js';
import { makeIncident } from '../support/failure-fixtures.js';

const ported = makeIncident({ causes: [{ cause: 'ports-exhausted', count: 7 }] });
/** So many requests in each second from nine on. */
function record(counts) {
  const times = new RecentTimes();
  counts.forEach((count, second) => {
    for (let index = 0; index < count; index += 1) times.add('pay', nineAm + seconds(second) + index);
  });
  return times;
}
describe('the busiest second', () => {
  it('is that with most requests, without those that were taken back', () => {
    const times = record([3, 9, 4]);
    expect(times.countBusiestSecond('pay')).toBe(9);
    for (let index = 0; index < 6; index += 1) times.remove('pay', nineAm + seconds(1) + index);
    expect(times.countBusiestSecond('pay')).toBe(4);
    expect(times.countBusiestSecond('other')).toBe(0);
  });
  it('is noted where ports run out, and stays the highest', () => {
    const noted = noteBusiestSecond(ported, record([9, 4]));
    expect(noted.upstreams[0]?.busiestSecond).toBe(9);
    expect(noteBusiestSecond(noted, record([5]))).toBe(noted);
    const refused = makeIncident();
    expect(noteBusiestSecond(refused, record([9]))).toBe(refused);
  });
});
