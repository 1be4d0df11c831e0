import type { Failure, Sighting } from '../../src/diagnose/failure.js';
import type { HourCount } from '../../src/incidents/baseline.js';
import { incidentName } from '../../src/incidents/incident.js';
import type { Filed } from '../../src/incidents/incident-tracker.js';
import type { FlowMinute } from '../../src/incidents/traffic-window.js';
import type { Manners } from '../../src/notify/policy.js';
import type { Told } from '../../src/notify/reason.js';
import type { Silence } from '../../src/notify/silence.js';
import { type Heard, Rehearsal, type Settings } from '../../src/notify/simulate.js';
import { failure, minutes, nine, seconds } from './event-fixtures.js';

export const rules = {
  opening: { failures: 5, windowMs: seconds(60), share: 0.005 },
  recovery: { quietMs: minutes(10), goodRequests: 20, reopenMs: minutes(30) },
};
const manners: Manners = { owners: [], quietHours: null, escalateMs: null };

type Happening = {
  readonly at: number;
  readonly failure?: Failure;
  readonly good?: string;
  readonly through?: string | undefined;
};

/** When, in seconds after nine o'clock, and how often, in seconds between two. */
export type Pace = { readonly from: number; readonly to: number; readonly every: number };

/** What happened to some upstreams, written down in any order, and what the channel hears of it. */
export class OutageStory {
  readonly #happenings: Happening[] = [];
  readonly #settings: Settings;

  readonly #habits: readonly HourCount[];

  constructor(
    changed: {
      manners?: Partial<Manners>;
      silences?: readonly Silence[];
      /** What is known of the days before. */
      habits?: readonly HourCount[];
    } = {},
  ) {
    this.#habits = changed.habits ?? [];
    this.#settings = {
      rules,
      manners: { ...manners, ...changed.manners },
      silences: changed.silences ?? [],
      zone: 'UTC',
    };
  }

  fails(pace: Pace, over: Partial<Failure> = {}): this {
    for (const at of timesOf(pace)) this.#happenings.push({ at, failure: failure({ ...over, at }) });
    return this;
  }

  /** `through`: the host of the gateway. */
  serves(upstream: string, pace: Pace, through?: string): this {
    for (const at of timesOf(pace)) this.#happenings.push({ at, good: upstream, through });
    return this;
  }

  /** What the channel hears until so many seconds after nine, restarted at those times: `09:00:04 message opened BG-1`. */
  hears(until: number, restarts: readonly number[] = []): readonly string[] {
    const heard = this.#play(
      nine + seconds(until),
      restarts.map((at) => nine + seconds(at)),
    );
    return heard.map(({ at, as, reason, incident }) => {
      const clock = new Date(at).toISOString().slice(11, 19);
      const upstreams =
        incident.service ??
        (incident.branches.length === 1 ? incident.upstream : `${incident.branches.length} upstreams`);
      return `${clock} ${as} ${reason} ${incidentName(incident)} ${upstreams}`;
    });
  }

  #play(until: number, restarts: readonly number[]): readonly Heard[] {
    const heard: Heard[] = [];
    const stored = new StoredCounts(this.#habits);
    const waiting = [...restarts];
    let told: ReadonlyMap<number, Told> = new Map();
    let rehearsal = new Rehearsal(this.#settings, nothing(stored), told);
    const byTime = [...this.#happenings].sort((one, other) => one.at - other.at);
    for (const { at, failure, good, through = null } of byTime) {
      const restart = waiting[0];
      if (restart !== undefined && at >= restart) {
        heard.push(...rehearsal.passTo(restart));
        const filed: Filed = structuredClone({ ...rehearsal.state(), watched: stored.watched() });
        told = structuredClone(rehearsal.told());
        rehearsal = new Rehearsal(this.#settings, filed, told, restart);
        waiting.shift();
      }
      if (failure !== undefined) {
        const sighting: Sighting = { failure, was: null };
        stored.failed(failure);
        // A failed request is in the access log as well.
        heard.push(
          ...rehearsal.serves({ upstream: failure.upstream, requests: 1, good: 0 }, at),
          ...rehearsal.fails(sighting),
        );
        stored.served(failure.upstream, at);
      } else if (good !== undefined) {
        heard.push(...rehearsal.serves({ upstream: good, requests: 1, good: 1, gatewayHost: through }, at));
        stored.served(good, at);
      }
    }
    return [...heard, ...rehearsal.passTo(until)];
  }
}

/** What the rollups of a store would hold. */
class StoredCounts {
  readonly #flow = new Map<
    string,
    { minute: number; upstream: string | null; requests: number; alarming: number }
  >();
  readonly #hours = new Map<
    string,
    { hour: number; upstream: string | null; cause: HourCount['cause']; count: number }
  >();

  constructor(habits: readonly HourCount[]) {
    for (const { hour, upstream, cause, count } of habits)
      this.#hours.set(`${hour} ${upstream} ${cause}`, { hour, upstream, cause, count });
  }

  served(upstream: string | null, at: number): void {
    this.#cell(upstream, at).requests += 1;
  }

  failed({ upstream, cause, at }: Failure): void {
    this.#cell(upstream, at).alarming += 1;
    const hour = at - (at % minutes(60));
    const key = `${hour} ${upstream} ${cause}`;
    const cell = this.#hours.get(key) ?? { hour, upstream, cause, count: 0 };
    cell.count += 1;
    this.#hours.set(key, cell);
  }

  watched(): { flow: readonly FlowMinute[]; habits: readonly HourCount[] } {
    return { flow: [...this.#flow.values()], habits: [...this.#hours.values()] };
  }

  #cell(upstream: string | null, at: number) {
    const minute = at - (at % minutes(1));
    const key = `${minute} ${upstream}`;
    const cell = this.#flow.get(key) ?? { minute, upstream, requests: 0, alarming: 0 };
    this.#flow.set(key, cell);
    return cell;
  }
}

const nothing = (stored: StoredCounts): Filed => ({
  incidents: [],
  counters: { nextId: 1, nextNumber: 1 },
  watched: stored.watched(),
});

function timesOf({ from, to, every }: Pace): readonly number[] {
  const length = Math.max(0, Math.ceil((to - from) / every));
  return Array.from({ length }, (_, i) => nine + seconds(from + i * every));
}
