import { describe, expect, it } from 'vitest';
import { RouteDurations } from '../../src/incidents/route-durations.js';
import { minutes, nineAm, seconds } from '../support/event-fixtures.js';

const report = { method: 'GET', host: 'shop.example', route: '/report' };
/** So many good answers, one a second, the last of them at nine. */
function fill(durations, count, durationMs, until = nineAm) {
  for (let index = 0; index < count; index += 1)
    durations.add(report, durationMs(index), until - seconds(count - index));
}
describe('how long good answers took before a route failed', () => {
  it('is told to within a fifth, and never as too short', () => {
    const durations = new RouteDurations();
    fill(durations, 600, (index) => (index % 50 === 0 ? 900 : 80));
    const usual = durations.before(report, nineAm);
    expect(usual?.answers).toBe(600);
    expect(usual?.p50Ms).toBeGreaterThanOrEqual(80);
    expect(usual?.p50Ms).toBeLessThan(80 * 1.2);
    expect(usual?.p99Ms).toBeGreaterThanOrEqual(900);
    expect(usual?.p99Ms).toBeLessThan(900 * 1.2);
  });
  it('leaves out what came after, as requests that survive a stall are no measure', () => {
    const durations = new RouteDurations();
    fill(durations, 300, () => 80);
    fill(durations, 300, () => 30_000, nineAm + minutes(5));
    expect(durations.before(report, nineAm)?.p99Ms).toBeLessThan(100);
    expect(durations.before(report, nineAm + minutes(6))?.p99Ms).toBeGreaterThanOrEqual(30_000);
  });
  it.each([
    ['a route that was never seen', { ...report, route: '/other' }, 600, nineAm],
    ['the same path of another host', { ...report, host: 'other.example' }, 600, nineAm],
    ['too few answers', report, 99, nineAm],
    ['answers of long ago', report, 600, nineAm + minutes(40)],
    ['a time before the first answer', report, 600, nineAm - minutes(15)],
  ])('is not known of %s', (_, route, count, at) => {
    const durations = new RouteDurations();
    fill(durations, count, () => 80);
    expect(durations.before(route, at)).toBeNull();
  });
  it('keeps two thousand routes, and those that are asked for', () => {
    const durations = new RouteDurations();
    for (let index = 0; index < 3_000; index += 1)
      durations.add({ ...report, route: `/${index}` }, 80, nineAm - minutes(60));
    fill(durations, 600, () => 80);
    expect(durations.before(report, nineAm)?.answers).toBe(600);
  });
  it('takes a line that comes late, and leaves one that comes too late', () => {
    const durations = new RouteDurations();
    fill(durations, 600, () => 80);
    durations.add(report, 80, nineAm - minutes(4));
    durations.add(report, 60_000, nineAm - minutes(25));
    expect(durations.before(report, nineAm)?.answers).toBe(601);
  });
});
