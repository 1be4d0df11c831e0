import type { CauseId } from '../diagnose/cause.js';
import { causeById } from '../diagnose/causes/index.js';
import { type Branch, soleOf } from './affected-upstream.js';
import { alarmingIn, type CauseCount, type OutcomeCounts } from './failure-counts.js';
import type { Severity } from './severity.js';

/** One fault, from its first failure to proven recovery. */
export type Incident = {
  /** Row number, from the first failure on. */
  readonly id: number;
  /** Counts opened incidents: 142 is shown as BG-142. Null while nothing has opened. */
  readonly number: number | null;
  /** Where it began. */
  readonly upstream: string | null;
  /** Every upstream that it hits, the one where it began first. */
  readonly branches: readonly Branch[];
  /** `shop.example:8080` while its upstreams are bare addresses that serve this together, such as pods; else null. */
  readonly service: string | null;
  /** How often each cause was seen, most frequent first; the first that is no aftermath names the incident. */
  readonly causes: readonly CauseCount[];
  readonly state: IncidentState;
  /** How bad it has been at worst. */
  readonly severity: Severity;
  /** How often it came back after it had seemed over. */
  readonly reopened: number;
  /** When it last did; null while it never has. */
  readonly reopenedAt: number | null;
  readonly firstFailureAt: number;
  readonly lastFailureAt: number;
  readonly counts: OutcomeCounts;
  /** Good requests on the same upstreams since the last failure of each. */
  readonly goodSince: number;
  readonly acknowledged: { readonly by: string; readonly at: number } | null;
  /** What somebody said that the cause is; it names the incident then. */
  readonly corrected: CauseId | null;
  /** The row number of the incident that this one has become a part of. It speaks for both from then on. */
  readonly partOf: number | null;
};

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

/** How we know that it is over: good requests went through, or it was merely quiet. `merged`: it goes on in another. */
export type Proof = 'good-requests' | 'quiet' | 'by-hand' | 'merged';

/** When an incident opens and when it is over. */
export type Rules = { readonly opening: Opening; readonly recovery: Recovery };

/** Every upstream that it hits, the one where it began first. */
export const upstreamsOf = ({ branches }: Pick<Incident, 'branches'>): readonly (string | null)[] =>
  branches.map(({ upstream }) => upstream);

/** The cause that names the incident: the most frequent one that is not merely the aftermath of another. */
export function rootCause({ causes, corrected = null }: CauseBearing): CauseId {
  if (corrected !== null) return corrected;
  const root = causes.find(({ cause }) => causeById(cause).aftermath !== true) ?? causes[0];
  return root?.cause ?? 'unknown';
}

type CauseBearing = Pick<Incident, 'causes'> & Partial<Pick<Incident, 'corrected'>>;

/** The one client that all its failures reached; undefined where there are several, or one is not told. */
export function soleClientOf({ branches }: Pick<Incident, 'branches'>): string | undefined {
  const only = soleOf(branches, ({ clients }) => clients);
  return only === '' ? undefined : only;
}

/** `BG-142`. Only opened incidents have a name. */
export const incidentName = (incident: { readonly number: number | null }): string =>
  incident.number === null ? 'not opened' : `BG-${incident.number}`;

/** 142 for `BG-142` and `142`; a number that no incident has for anything else. */
export const incidentNumberIn = (name: string): number =>
  Number(/^(?:bg-)?(\d{1,9})$/i.exec(name)?.[1] ?? -1);

/** All failures of an incident, whatever came of them. */
export const failuresOf = ({ counts }: Pick<Incident, 'counts'>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

/** Failures that clients saw, or may have seen. */
export const alarmingOf = ({ counts }: Pick<Incident, 'counts'>): number => alarmingIn(counts);

/** An incident opens at `failures` alarming ones within `windowMs`, if they are at least this share of the requests known. */
export type Opening = { readonly failures: number; readonly windowMs: number; readonly share: number };

/** An incident is over after `quietMs` without failures, or `goodRequests` good ones; it reopens within `reopenMs`. */
export type Recovery = {
  readonly quietMs: number;
  readonly goodRequests: number;
  readonly reopenMs: number;
};
