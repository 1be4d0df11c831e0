import { type CauseId, getCause } from '../diagnose/causes/index.js';
import { unknownCause } from '../diagnose/causes/unknown.js';
import { type AffectedUpstream, findOnlyValue } from './affected-upstream.js';
import { type CauseCount, type OutcomeCounts, sumClientImpacting } from './failure-counts.js';
import type { Severity } from './severity.js';

/**
 * Row id of an incident, never shown. The optional tag makes it a type of its own: a plain number is accepted, the
 * public number of an incident is not.
 */
export type IncidentId = number & { readonly idKind?: 'row' };

/** Public number of an incident: 142 of BG-142. */
export type IncidentNumber = number & { readonly idKind?: 'public' };

/** One fault, from its first failure to proven recovery. */
export type Incident = {
  /** Row number, from the first failure on. */
  readonly id: IncidentId;
  /** Counts opened incidents: 142 is shown as BG-142. Null while nothing has opened. */
  readonly number: IncidentNumber | null;
  /** Where it began. */
  readonly upstream: string | null;
  /** Every upstream that it hits, the one where it began first. */
  readonly upstreams: readonly AffectedUpstream[];
  /** `shop.example:8080` while its upstreams are bare addresses that serve this together, such as pods; else null. */
  readonly service: string | null;
  /** How often each cause was seen, most frequent first; the first that is no aftermath names the incident. */
  readonly causes: readonly CauseCount[];
  readonly state: IncidentState;
  /** How bad it has been at worst. */
  readonly severity: Severity;
  /** How often it came back after it had seemed over. */
  readonly reopenCount: number;
  /** When it last did; null while it never has. */
  readonly reopenedAt: number | null;
  readonly firstFailureAt: number;
  readonly lastFailureAt: number;
  readonly outcomes: OutcomeCounts;
  /** Good requests on the same upstreams since the last failure of each. */
  readonly successesSince: number;
  readonly acknowledgement: { readonly by: string; readonly at: number } | null;
  /** What somebody said that the cause is; it names the incident then. */
  readonly correctedCause: CauseId | null;
  /** The row number of the incident that this one has become a part of. It speaks for both from then on. */
  readonly mergedIntoId: IncidentId | null;
};

export type IncidentState =
  /** Failures were seen, too few to speak. `recent` holds the times that still count towards opening. */
  | { readonly type: 'pending'; readonly recentFailureTimes: readonly number[] }
  | { readonly type: 'open'; readonly openedAt: number }
  | {
      readonly type: 'resolved';
      readonly openedAt: number;
      readonly resolvedAt: number;
      readonly resolution: Resolution;
      /** As in `pending`: what counts towards reopening. */
      readonly recentFailureTimes: readonly number[];
    };

/** How we know that it is over: good requests went through, or it was merely quiet. `merged`: it goes on in another. */
export type Resolution = 'good-requests' | 'quiet' | 'by-hand' | 'merged';

/** When an incident opens and when it is over. */
export type IncidentRules = { readonly opening: OpeningRule; readonly recovery: RecoveryRule };

/** Every upstream that it hits, the one where it began first. */
export const listUpstreamNames = ({ upstreams }: Pick<Incident, 'upstreams'>): readonly (string | null)[] =>
  upstreams.map(({ upstream }) => upstream);

/** The cause that names the incident: the most frequent one that is not merely the aftermath of another. */
export function findRootCause({ causes, correctedCause = null }: IncidentCauses): CauseId {
  if (correctedCause !== null) return correctedCause;
  const root = causes.find(({ cause }) => getCause(cause).isAftermath !== true) ?? causes[0];
  return root?.cause ?? unknownCause.id;
}

type IncidentCauses = Pick<Incident, 'causes'> & Partial<Pick<Incident, 'correctedCause'>>;

/** The one client that all its failures reached; undefined where there are several, or one is not told. */
export function findOnlyClient({ upstreams }: Pick<Incident, 'upstreams'>): string | undefined {
  const only = findOnlyValue(upstreams, ({ clients }) => clients);
  return only === '' ? undefined : only;
}

/** `BG-142`. Only opened incidents have a name. */
export const formatIncidentName = (incident: { readonly number: IncidentNumber | null }): string =>
  incident.number === null ? 'not opened' : `BG-${incident.number}`;

/** 142 for `BG-142` and `142`; a number that no incident has for anything else. */
export const parseIncidentNumber = (name: string): number =>
  Number(/^(?:bg-)?(\d{1,9})$/i.exec(name)?.[1] ?? -1);

/** All failures of an incident, whatever came of them. */
export const countFailures = ({ outcomes }: Pick<Incident, 'outcomes'>): number =>
  Object.values(outcomes).reduce((sum, count) => sum + count, 0);

/** Failures that clients saw, or may have seen. */
export const countClientImpacting = ({ outcomes }: Pick<Incident, 'outcomes'>): number =>
  sumClientImpacting(outcomes);

/** An incident opens at `failures` alarming ones within `windowMs`, if they are at least this share of the requests known. */
export type OpeningRule = {
  readonly failuresMin: number;
  readonly windowMs: number;
  readonly shareMin: number;
};

/** An incident is over after `quietMs` without failures, or `goodRequests` good ones; it reopens within `reopenMs`. */
export type RecoveryRule = {
  readonly quietMs: number;
  readonly successesMin: number;
  readonly reopenMs: number;
};
