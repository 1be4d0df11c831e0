import { type Incident, listUpstreamNames } from '../../incidents/incident.js';
import type { GatewayChange } from '../../parse/event.js';
import { filterByUpstreams, type Repository } from '../repository.js';

/** The hour that people want to see of an incident: the last one, or the one in which it ended. */
export type LastHour = {
  /** Alarming failures of its upstreams, sixty numbers. */
  readonly failuresPerMinute: readonly number[];
  readonly from: number;
  /** What was done to the gateways meanwhile, by time. */
  readonly changes: readonly GatewayChange[];
};

/** Gathers it. */
export function summarizeLastHour(incident: Incident, repository: Repository, now: number): LastHour {
  const { state, lastFailureAt } = incident;
  const end = state.type === 'resolved' ? Math.min(now, lastFailureAt + quietTailMs) : now;
  const to = (Math.floor(end / minuteMs) + 1) * minuteMs;
  const span = { from: to - hourMinutes * minuteMs, to };
  return {
    failuresPerMinute: repository.failuresPerMinute(span, filterByUpstreams(listUpstreamNames(incident))),
    from: span.from,
    // Peers are ejected in any outage; what people and deployments did is worth a mark.
    changes: repository.changes(span).filter(({ kind }) => kind !== 'ejection'),
  };
}

const minuteMs = 60_000;
const hourMinutes = 60;
/** So much of the calm afterwards shows that it is over. */
const quietTailMs = 10 * minuteMs;
