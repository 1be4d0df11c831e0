import type { CauseId } from './cause.js';
import type { Outcome } from './event.js';

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
    };

/** How we know that it is over: good requests went through, or it was merely quiet. */
export type Proof = 'good-requests' | 'quiet' | 'by-hand';

/** `BG-142`. Only opened incidents have a name. */
export const incidentName = (incident: { readonly number: number | null }): string =>
  incident.number === null ? 'not opened' : `BG-${incident.number}`;

/** All failures of an incident, whatever came of them. */
export const failuresOf = ({ counts }: Pick<Incident, 'counts'>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

export const noOutcomes: OutcomeCounts = {
  'client-visible': 0,
  'saved-by-retry': 0,
  'saved-by-fallback': 0,
  truncated: 0,
  background: 0,
  startup: 0,
  undecided: 0,
};
