import { describe, expect, it } from 'vitest';
import { emptyTrackerState, IncidentTracker } from '../../src/incidents/incident-tracker.js';
import { nineAm, seconds } from '../support/event-fixtures.js';
import { makeFailure } from '../support/failure-fixtures.js';
import { pipelineRules } from '../support/log-lines.js';

const pay = { method: 'POST', host: 'shop.example', route: '/pay' };
/** True if an incident opens while the upstream serves 500 other requests a second. */
function opens({ clients, failed, servedBefore = 0, servedMeanwhile = 0 }) {
  const tracker = new IncidentTracker(emptyTrackerState, pipelineRules);
  const ask = (at, count, isServed) => {
    for (let n = 0; n < count; n += 1) tracker.recordRoute(pay, at, isServed);
  };
  ask(nineAm, servedBefore, true);
  for (let n = 0; n < failed; n += 1) {
    const at = nineAm + seconds(100 + n);
    tracker.recordRequests('shop', at, 500);
    ask(at, servedMeanwhile, true);
    ask(at, 1, false);
    const request = { method: pay.method, target: pay.route, protocol: 'HTTP/1.1' };
    const client = clients[n % clients.length] ?? null;
    const failure = makeFailure({
      key: `${n}`,
      at,
      requestAt: at,
      upstream: 'shop',
      request,
      ...pay,
      client,
    });
    tracker.track({ failure, previous: null });
  }
  return tracker.state().incidents.some(({ state }) => state.type === 'open');
}
const many = Array.from({ length: 50 }, (_, n) => `2001:db8:0:${n + 1}::1`);
describe('a route that fails among the good requests of its upstream', () => {
  it.each([
    ['is told when all of it fails', { clients: many, failed: 10 }, true],
    ['is told when half of it fails', { clients: many, failed: 20, servedMeanwhile: 1 }, true],
    ['is not told when little of it fails', { clients: many, failed: 40, servedMeanwhile: 20 }, false],
    ['is not told for fewer failures than open an incident', { clients: many, failed: 4 }, false],
    ['is not told when one person made it up', { clients: ['192.0.2.7'], failed: 40 }, false],
    [
      'is not told when one person asks from a network',
      { clients: ['192.0.2.7', '192.0.2.8', '192.0.2.9'], failed: 40 },
      false,
    ],
    [
      'is told when it served one client before',
      { clients: ['192.0.2.7'], failed: 40, servedBefore: 5 },
      true,
    ],
    ['is told when clients are unknown', { clients: [], failed: 10 }, true],
  ])('%s', (_, route, isOpen) => {
    expect(opens(route)).toBe(isOpen);
  });
});
