import type { CauseId } from './cause.js';
import { causeById } from './causes/index.js';
import type { Opening, Recovery } from './config.js';
import type { Outcome } from './event.js';
import { alarming, type Failure } from './failure.js';

/** One fault, from its first failure to proven recovery. */
export type Incident = {
  /** Row number, from the first failure on. */
  readonly id: number;
  /** Counts opened incidents: 142 is shown as BG-142. Null while nothing has opened. */
  readonly number: number | null;
  readonly upstream: string | null;
  /** How often each cause was seen, most frequent first; the first that is no aftermath names the incident. */
  readonly causes: readonly CauseCount[];
  readonly state: IncidentState;
  readonly firstFailureAt: number;
  readonly lastFailureAt: number;
  readonly counts: OutcomeCounts;
  /** Good requests on the same upstream since the last failure. */
  readonly goodSince: number;
  readonly acknowledged: { readonly by: string; readonly at: number } | null;
};

export type CauseCount = { readonly cause: CauseId; readonly count: number };
export type OutcomeCounts = Readonly<Record<Outcome, number>>;

export type IncidentState =
  /** Failures were seen, too few to speak. `recent` holds the times that still count towards opening. */
  | { readonly name: 'watching'; readonly recent: readonly number[] }
  | { readonly name: 'open'; readonly openedAt: number }
  | {
      readonly name: 'resolved';
      readonly openedAt: number;
      readonly resolvedAt: number;
      readonly proof: Proof;
      /** As in `watching`: what counts towards reopening. */
      readonly recent: readonly number[];
    };

/** How we know that it is over: good requests went through, or it was merely quiet. */
export type Proof = 'good-requests' | 'quiet' | 'by-hand';

/** All that can happen to an incident. */
export type Signal =
  | { readonly type: 'failed'; readonly failure: Failure }
  /** Later lines told more about a failure that was counted, perhaps also the name of its upstream. */
  | { readonly type: 'amended'; readonly failure: Failure; readonly was: Failure }
  /** Later lines told that a failure belongs to another incident. */
  | { readonly type: 'retracted'; readonly was: Failure }
  | { readonly type: 'succeeded'; readonly at: number }
  | { readonly type: 'looked'; readonly now: number };

/** When an incident opens and when it is over. */
export type Rules = { readonly opening: Opening; readonly recovery: Recovery };

/** The incident after a signal. Its number is given by whoever counts incidents, when `state` has become open. */
export function advance(incident: Incident, signal: Signal, rules: Rules): Incident {
  switch (signal.type) {
    case 'failed':
      return counted(failed(incident, signal.failure, rules), signal.failure, 1);
    case 'amended':
      return counted(
        counted({ ...incident, upstream: signal.failure.upstream }, signal.was, -1),
        signal.failure,
        1,
      );
    case 'retracted':
      return counted(incident, signal.was, -1);
    case 'succeeded':
      return signal.at < incident.lastFailureAt
        ? incident
        : { ...incident, goodSince: incident.goodSince + 1 };
    case 'looked':
      return looked(incident, signal.now, rules);
  }
}

/** An incident that begins with this failure: watched, not yet open. */
export const begin = (id: number, failure: Failure): Incident => ({
  id,
  number: null,
  upstream: failure.upstream,
  causes: [],
  state: { name: 'watching', recent: [] },
  firstFailureAt: failure.at,
  lastFailureAt: failure.at,
  counts: noOutcomes,
  goodSince: 0,
  acknowledged: null,
});

/** The cause that names the incident: the most frequent one that is not merely the aftermath of another. */
export function rootCause({ causes }: Pick<Incident, 'causes'>): CauseId {
  const root = causes.find(({ cause }) => causeById(cause).aftermath !== true) ?? causes[0];
  return root?.cause ?? 'unknown';
}

/** `BG-142`. Only opened incidents have a name. */
export const incidentName = (incident: { readonly number: number | null }): string =>
  incident.number === null ? 'not opened' : `BG-${incident.number}`;

/** All failures of an incident, whatever came of them. */
export const failuresOf = ({ counts }: Pick<Incident, 'counts'>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

/** Failures that clients saw, or may have seen. */
export const alarmingOf = ({ counts }: Pick<Incident, 'counts'>): number =>
  counts['client-visible'] + counts.truncated + counts.undecided;

export const noOutcomes: OutcomeCounts = {
  'client-visible': 0,
  'saved-by-retry': 0,
  'saved-by-fallback': 0,
  truncated: 0,
  background: 0,
  startup: 0,
  undecided: 0,
};

function failed(incident: Incident, failure: Failure, { opening, recovery }: Rules): Incident {
  const after: Incident = {
    ...incident,
    // Two logs are read at their own pace, so an older failure may arrive second.
    firstFailureAt: Math.min(incident.firstFailureAt, failure.at),
    lastFailureAt: Math.max(incident.lastFailureAt, failure.at),
    goodSince: failure.at >= incident.lastFailureAt ? 0 : incident.goodSince,
  };
  const { state } = incident;
  if (state.name === 'open' || !alarming(failure)) return after;
  if (state.name === 'resolved' && failure.at - state.resolvedAt > recovery.reopenMs) return after;

  const recent = [...state.recent, failure.at]
    .filter((at) => at > after.lastFailureAt - opening.windowMs)
    .slice(-opening.failures);
  if (recent.length < opening.failures) return { ...after, state: { ...state, recent } };
  const openedAt = state.name === 'resolved' ? state.openedAt : after.lastFailureAt;
  return { ...after, state: { name: 'open', openedAt } };
}

function counted(incident: Incident, { cause, outcome }: Failure, by: 1 | -1): Incident {
  const before = incident.causes.find((entry) => entry.cause === cause)?.count ?? 0;
  const causes = [...incident.causes.filter((entry) => entry.cause !== cause), { cause, count: before + by }];
  return {
    ...incident,
    causes: causes.filter(({ count }) => count > 0).sort((one, other) => other.count - one.count),
    counts: { ...incident.counts, [outcome]: incident.counts[outcome] + by },
  };
}

function looked(incident: Incident, now: number, { opening, recovery }: Rules): Incident {
  const { state } = incident;
  if (state.name !== 'open') return incident;
  const quietFor = now - incident.lastFailureAt;
  // A service that fails now and then lets good requests through in between: those alone prove nothing.
  const proven = incident.goodSince >= recovery.goodRequests && quietFor >= opening.windowMs;
  if (!proven && quietFor < recovery.quietMs) return incident;
  const proof: Proof = proven ? 'good-requests' : 'quiet';
  return {
    ...incident,
    state: { name: 'resolved', openedAt: state.openedAt, resolvedAt: now, proof, recent: [] },
  };
}
