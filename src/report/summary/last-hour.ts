import { type Incident, upstreamsOf } from '../../incidents/incident.js';
import type { ChangeNote } from '../../parse/event.js';
import { atUpstreams, type Ledger } from '../repository.js';

/** The hour that people want to see of an incident: the last one, or the one in which it ended. */
export type LastHour = {
  /** Alarming failures of its upstreams, sixty numbers. */
  readonly perMinute: readonly number[];
  readonly from: number;
  /** What was done to the gateways meanwhile, by time. */
  readonly changes: readonly ChangeNote[];
};

/** Gathers it. */
export function lastHourOf(incident: Incident, ledger: Ledger, now: number): LastHour {
  const { state, lastFailureAt } = incident;
  const end = state.name === 'resolved' ? Math.min(now, lastFailureAt + afterwardsMs) : now;
  const to = (Math.floor(end / minuteMs) + 1) * minuteMs;
  const span = { from: to - hourMinutes * minuteMs, to };
  return {
    perMinute: ledger.perMinute(span, atUpstreams(upstreamsOf(incident))),
    from: span.from,
    // Peers are ejected in any outage; what people and deployments did is worth a mark.
    changes: ledger.changes(span).filter(({ kind }) => kind !== 'ejection'),
  };
}

const minuteMs = 60_000;
const hourMinutes = 60;
/** So much of the calm afterwards shows that it is over. */
const afterwardsMs = 10 * minuteMs;
