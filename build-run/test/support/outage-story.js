import { formatIncidentName } from '../../src/incidents/incident.js';
import { Simulation } from '../../src/notify/simulate.js';
import { minutes, nineAm, seconds } from './event-fixtures.js';
import { makeFailure } from './failure-fixtures.js';
export const alertRules = {
  opening: { failuresMin: 5, windowMs: seconds(60), shareMin: 0.005 },
  recovery: { quietMs: minutes(10), successesMin: 20, reopenMs: minutes(30) },
};
const basePolicy = { owners: [], quietHours: null, escalateAfterMs: null };
/** Events at some upstreams, added in any order, and the notifications that they cause. */
export class OutageStory {
  #events = [];
  #settings;
  #baseline;
  constructor(options = {}) {
    this.#baseline = options.baseline ?? [];
    this.#settings = {
      rules: alertRules,
      policy: { ...basePolicy, ...options.policy },
      silences: options.silences ?? [],
      timezone: 'UTC',
    };
  }
  addFailures(schedule, overrides = {}) {
    for (const at of listTimes(schedule))
      this.#events.push({
        at,
        failure: makeFailure({ key: `failure ${this.#events.length}`, upstream: 'shop', ...overrides, at }),
      });
    return this;
  }
  /** `gatewayHost`: the gateway that served the requests. */
  addSuccesses(upstream, schedule, gatewayHost) {
    for (const at of listTimes(schedule))
      this.#events.push({ at, successfulUpstream: upstream, gatewayHost });
    return this;
  }
  /** Notifications until `untilS`, with restarts at these times, in seconds after nine: `09:00:04 message opened BG-1`. */
  collectNotifications(untilS, restarts = []) {
    const notifications = this.#simulate(
      nineAm + seconds(untilS),
      restarts.map((at) => nineAm + seconds(at)),
    );
    return notifications.map(({ at, postedAs, reason, incident }) => {
      const clock = new Date(at).toISOString().slice(11, 19);
      const upstreams =
        incident.service ??
        (incident.upstreams.length === 1 ? incident.upstream : `${incident.upstreams.length} upstreams`);
      return `${clock} ${postedAs} ${reason} ${formatIncidentName(incident)} ${upstreams}`;
    });
  }
  #simulate(untilS, restarts) {
    const notifications = [];
    const storedCounts = new StoredCounts(this.#baseline);
    const pendingRestarts = [...restarts];
    let notificationStates = new Map();
    let simulation = new Simulation(this.#settings, makeEmptyState(storedCounts), notificationStates);
    const orderedEvents = [...this.#events].sort((a, b) => a.at - b.at);
    for (const { at, failure, successfulUpstream, gatewayHost = null } of orderedEvents) {
      const restart = pendingRestarts[0];
      if (restart !== undefined && at >= restart) {
        notifications.push(...simulation.advanceTime(restart));
        const trackerState = structuredClone({
          ...simulation.trackerState(),
          impactState: storedCounts.snapshot(),
        });
        notificationStates = structuredClone(simulation.listStates());
        simulation = new Simulation(this.#settings, trackerState, notificationStates, restart);
        pendingRestarts.shift();
      }
      if (failure !== undefined) {
        const update = { failure, previous: null };
        storedCounts.addFailure(failure);
        // A failed request is in the access log as well.
        notifications.push(
          ...simulation.recordRequests({ upstream: failure.upstream, requests: 1, successes: 0 }, at),
          ...simulation.recordFailure(update),
        );
        storedCounts.addRequest(failure.upstream, at);
      } else if (successfulUpstream !== undefined) {
        notifications.push(
          ...simulation.recordRequests(
            { upstream: successfulUpstream, requests: 1, successes: 1, gatewayHost: gatewayHost },
            at,
          ),
        );
        storedCounts.addRequest(successfulUpstream, at);
      }
    }
    return [...notifications, ...simulation.advanceTime(untilS)];
  }
}
/** Stands in for the rollups of the store. */
class StoredCounts {
  #traffic = new Map();
  #hours = new Map();
  constructor(baseline) {
    for (const { hour, upstream, cause, count } of baseline)
      this.#hours.set(`${hour} ${upstream} ${cause}`, { hour, upstream, cause, count });
  }
  addRequest(upstream, at) {
    this.#trafficCell(upstream, at).requests += 1;
  }
  addFailure({ upstream, cause, at }) {
    this.#trafficCell(upstream, at).clientImpacting += 1;
    const hour = at - (at % minutes(60));
    const key = `${hour} ${upstream} ${cause}`;
    const cell = this.#hours.get(key) ?? { hour, upstream, cause, count: 0 };
    cell.count += 1;
    this.#hours.set(key, cell);
  }
  snapshot() {
    return { traffic: [...this.#traffic.values()], baseline: [...this.#hours.values()] };
  }
  #trafficCell(upstream, at) {
    const minute = at - (at % minutes(1));
    const key = `${minute} ${upstream}`;
    const cell = this.#traffic.get(key) ?? { minute, upstream, requests: 0, clientImpacting: 0 };
    this.#traffic.set(key, cell);
    return cell;
  }
}
const makeEmptyState = (storedCounts) => ({
  incidents: [],
  counters: { nextId: 1, nextNumber: 1 },
  impactState: storedCounts.snapshot(),
});
function listTimes({ fromS, toS, everyS }) {
  const length = Math.max(0, Math.ceil((toS - fromS) / everyS));
  return Array.from({ length }, (_, i) => nineAm + seconds(fromS + i * everyS));
}
