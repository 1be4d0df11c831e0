import type { Failure, FailureUpdate } from '../../src/diagnose/failure.js';
import type { HourlyFailureCount } from '../../src/incidents/baseline.js';
import { formatIncidentName } from '../../src/incidents/incident.js';
import type { TrackerState } from '../../src/incidents/incident-tracker.js';
import type { TrafficMinute } from '../../src/incidents/traffic-window.js';
import type { NotificationState } from '../../src/notify/decide-notification.js';
import type { NotificationPolicy } from '../../src/notify/policy.js';
import type { Silence } from '../../src/notify/silence.js';
import {
  type SimulatedNotification,
  Simulation,
  type SimulationSettings,
} from '../../src/notify/simulate.js';
import { minutes, nineAm, seconds } from './event-fixtures.js';
import { makeFailure } from './failure-fixtures.js';

export const alertRules = {
  opening: { failuresMin: 5, windowMs: seconds(60), shareMin: 0.005 },
  recovery: { quietMs: minutes(10), successesMin: 20, reopenMs: minutes(30) },
};
const basePolicy: NotificationPolicy = { owners: [], quietHours: null, escalateAfterMs: null };

type StoryEvent = {
  readonly at: number;
  readonly failure?: Failure;
  readonly successfulUpstream?: string;
  readonly gatewayHost?: string | undefined;
};

/** Start and end in seconds after nine o'clock, and the interval in seconds. */
export type Schedule = { readonly fromS: number; readonly toS: number; readonly everyS: number };

/** Events at some upstreams, added in any order, and the notifications that they cause. */
export class OutageStory {
  readonly #events: StoryEvent[] = [];
  readonly #settings: SimulationSettings;

  readonly #baseline: readonly HourlyFailureCount[];

  constructor(
    options: {
      policy?: Partial<NotificationPolicy>;
      silences?: readonly Silence[];
      /** Failures of the days before. */
      baseline?: readonly HourlyFailureCount[];
    } = {},
  ) {
    this.#baseline = options.baseline ?? [];
    this.#settings = {
      rules: alertRules,
      policy: { ...basePolicy, ...options.policy },
      silences: options.silences ?? [],
      timezone: 'UTC',
    };
  }

  addFailures(schedule: Schedule, overrides: Partial<Failure> = {}): this {
    for (const at of listTimes(schedule))
      this.#events.push({
        at,
        failure: makeFailure({ key: `failure ${this.#events.length}`, upstream: 'shop', ...overrides, at }),
      });
    return this;
  }

  /** `gatewayHost`: the gateway that served the requests. */
  addSuccesses(upstream: string, schedule: Schedule, gatewayHost?: string): this {
    for (const at of listTimes(schedule))
      this.#events.push({ at, successfulUpstream: upstream, gatewayHost });
    return this;
  }

  /** Notifications until `untilS`, with restarts at these times, in seconds after nine: `09:00:04 message opened BG-1`. */
  collectNotifications(untilS: number, restarts: readonly number[] = []): readonly string[] {
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

  #simulate(untilS: number, restarts: readonly number[]): readonly SimulatedNotification[] {
    const notifications: SimulatedNotification[] = [];
    const storedCounts = new StoredCounts(this.#baseline);
    const pendingRestarts = [...restarts];
    let notificationStates: ReadonlyMap<number, NotificationState> = new Map();
    let simulation = new Simulation(this.#settings, makeEmptyState(storedCounts), notificationStates);
    const orderedEvents = [...this.#events].sort((a, b) => a.at - b.at);
    for (const { at, failure, successfulUpstream, gatewayHost = null } of orderedEvents) {
      const restart = pendingRestarts[0];
      if (restart !== undefined && at >= restart) {
        notifications.push(...simulation.advanceTime(restart));
        const trackerState: TrackerState = structuredClone({
          ...simulation.trackerState(),
          impactState: storedCounts.snapshot(),
        });
        notificationStates = structuredClone(simulation.listStates());
        simulation = new Simulation(this.#settings, trackerState, notificationStates, restart);
        pendingRestarts.shift();
      }
      if (failure !== undefined) {
        const update: FailureUpdate = { failure, previous: null };
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
  readonly #traffic = new Map<
    string,
    { minute: number; upstream: string | null; requests: number; clientImpacting: number }
  >();
  readonly #hours = new Map<
    string,
    { hour: number; upstream: string | null; cause: HourlyFailureCount['cause']; count: number }
  >();

  constructor(baseline: readonly HourlyFailureCount[]) {
    for (const { hour, upstream, cause, count } of baseline)
      this.#hours.set(`${hour} ${upstream} ${cause}`, { hour, upstream, cause, count });
  }

  addRequest(upstream: string | null, at: number): void {
    this.#trafficCell(upstream, at).requests += 1;
  }

  addFailure({ upstream, cause, at }: Failure): void {
    this.#trafficCell(upstream, at).clientImpacting += 1;
    const hour = at - (at % minutes(60));
    const key = `${hour} ${upstream} ${cause}`;
    const cell = this.#hours.get(key) ?? { hour, upstream, cause, count: 0 };
    cell.count += 1;
    this.#hours.set(key, cell);
  }

  snapshot(): { traffic: readonly TrafficMinute[]; baseline: readonly HourlyFailureCount[] } {
    return { traffic: [...this.#traffic.values()], baseline: [...this.#hours.values()] };
  }

  #trafficCell(upstream: string | null, at: number) {
    const minute = at - (at % minutes(1));
    const key = `${minute} ${upstream}`;
    const cell = this.#traffic.get(key) ?? { minute, upstream, requests: 0, clientImpacting: 0 };
    this.#traffic.set(key, cell);
    return cell;
  }
}

const makeEmptyState = (storedCounts: StoredCounts): TrackerState => ({
  incidents: [],
  counters: { nextId: 1, nextNumber: 1 },
  impactState: storedCounts.snapshot(),
});

function listTimes({ fromS, toS, everyS }: Schedule): readonly number[] {
  const length = Math.max(0, Math.ceil((toS - fromS) / everyS));
  return Array.from({ length }, (_, i) => nineAm + seconds(fromS + i * everyS));
}
