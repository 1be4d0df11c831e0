import { sumNumbers } from '../base/format-number.js';
import { type CauseId, getCause } from '../diagnose/causes/index.js';
import { unknownCause } from '../diagnose/causes/unknown.js';
import type { Failure } from '../diagnose/failure.js';
import { buildFixTarget, placeholders } from '../diagnose/fix-target.js';
import { type AffectedUpstream, findOnlyValue } from './affected-upstream.js';
import { findClientNetwork, personNetworksMax } from './client-network.js';
import { type CauseCount, type OutcomeCounts, subtractCauses, sumClientImpacting } from './failure-counts.js';
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
  /** Row id, assigned at the first failure. */
  readonly id: IncidentId;
  /** Numbers opened incidents: 142 is shown as BG-142. Null until the incident first opens. */
  readonly number: IncidentNumber | null;
  /** Upstream at which it began. */
  readonly upstream: string | null;
  /** Every affected upstream, beginning with the first. */
  readonly upstreams: readonly AffectedUpstream[];
  /** `shop.example:8080` while its upstreams are bare addresses that serve this together, such as pods; else null. */
  readonly service: string | null;
  /** Failures by cause, most frequent first. The first cause that is not an aftermath names the incident. */
  readonly causes: readonly CauseCount[];
  /** Those of `causes` that were counted before it last reopened: what fails now decides the name. */
  readonly causesBefore: readonly CauseCount[];
  /** Those counted by the time it was last resolved. */
  readonly causesAtEnd: readonly CauseCount[];
  readonly state: IncidentState;
  /** The worst severity so far. */
  readonly severity: Severity;
  /** How often it reopened after a presumed recovery. */
  readonly reopenCount: number;
  /** Time of the last reopening; null if it never reopened. */
  readonly reopenedAt: number | null;
  readonly firstFailureAt: number;
  readonly lastFailureAt: number;
  readonly outcomes: OutcomeCounts;
  /** Successful requests to the affected upstreams since the last failure of each. */
  readonly successesSince: number;
  readonly acknowledgement: { readonly by: string; readonly at: number } | null;
  /** What emptied the group, where health checks show it and no failed request does; null otherwise. */
  readonly emptiedBy: CauseId | null;
  /** Cause that an operator set; it takes precedence over the counted causes. */
  readonly correctedCause: CauseId | null;
  /** Row id of the incident that this one was merged into; it represents both from then on. */
  readonly mergedIntoId: IncidentId | null;
};

export type IncidentState =
  /** Too few failures to alert. `recentFailureTimes` are those that still count towards opening. */
  | { readonly type: 'pending'; readonly recentFailureTimes: readonly number[] }
  | { readonly type: 'open'; readonly openedAt: number }
  | {
      readonly type: 'resolved';
      readonly openedAt: number;
      readonly resolvedAt: number;
      readonly resolution: Resolution;
      /** As in `pending`, but towards reopening. */
      readonly recentFailureTimes: readonly number[];
    };

/**
 * Why it counts as resolved: successful requests, no failures for a while, an operator, a merge into another incident, or
 * records read later, after which no failure of it is left.
 */
export type Resolution = 'good-requests' | 'quiet' | 'by-hand' | 'merged' | 'retracted';

/** When an incident opens, and when it resolves or reopens. */
export type IncidentRules = { readonly opening: OpeningRule; readonly recovery: RecoveryRule };

/**
 * Opens at `failuresMin` client-impacting failures within `windowMs`. Where the number of requests is known, the
 * failures must also be at least the share `shareMin` of them, 0 to 1.
 */
export type OpeningRule = {
  readonly failuresMin: number;
  readonly windowMs: number;
  readonly shareMin: number;
};

/**
 * Resolves after `quietMs` without failures or after `successesMin` successful requests; reopens within `reopenMs`.
 */
export type RecoveryRule = {
  readonly quietMs: number;
  readonly successesMin: number;
  readonly reopenMs: number;
};

/** Names of the affected upstreams, beginning with the first. */
export const listUpstreamNames = ({ upstreams }: Pick<Incident, 'upstreams'>): readonly (string | null)[] =>
  upstreams.map(({ upstream }) => upstream);

/** True if the incident lists this upstream. Tracking calls it for every incident and record. */
export const affectsUpstream = (
  { upstreams }: Pick<Incident, 'upstreams'>,
  upstream: string | null,
): boolean => upstreams.some((affected) => affected.upstream === upstream);

/**
 * The cause that names the incident: the operator's, else the most frequent one since it last reopened that is not the
 * aftermath of another.
 */
export function findRootCause({
  causes,
  causesBefore = [],
  emptiedBy = null,
  correctedCause = null,
}: IncidentCauses): CauseId {
  if (correctedCause !== null) return correctedCause;
  const recent = causesBefore.length === 0 ? causes : subtractCauses(causes, causesBefore);
  const root = findRoot(recent) ?? findRoot(causes);
  return root?.cause ?? emptiedBy ?? recent[0]?.cause ?? causes[0]?.cause ?? unknownCause.id;
}

/** The causes of an incident that the one that names it is a minority of; null where it is none. */
export type MixedCauses = { readonly causes: number; readonly failures: number; readonly ofRoot: number };

/**
 * Counts the causes, if no cause explains half of the failures. What follows from others is counted nowhere, and an
 * operator's cause stands for all.
 */
export function findMixedCauses(incident: IncidentCauses): MixedCauses | null {
  const { causes, causesBefore = [], correctedCause = null } = incident;
  const recent = causesBefore.length === 0 ? causes : subtractCauses(causes, causesBefore);
  const root = findRootCause(incident);
  const own = recent.filter(
    ({ cause }) => cause === root || !(getCause(cause).isAftermath || getCause(cause).isUsedUpByWaiting),
  );
  const failures = sumNumbers(own.map(({ count }) => count));
  const ofRoot = own.find(({ cause }) => cause === root)?.count ?? 0;
  return correctedCause !== null || ofRoot === 0 || ofRoot * 2 >= failures
    ? null
    : { causes: own.length, failures, ofRoot };
}

type IncidentCauses = Pick<Incident, 'causes'> &
  Partial<Pick<Incident, 'correctedCause' | 'causesBefore' | 'emptiedBy'>>;

/** The most frequent cause that no other one explains. */
function findRoot(causes: readonly CauseCount[]): CauseCount | undefined {
  const roots = causes.filter(({ cause }) => getCause(cause).isAftermath !== true);
  const hasTimeouts = roots.some(({ cause }) => getCause(cause).class === 'timeout');
  return roots.find(({ cause }) => !(hasTimeouts && getCause(cause).isUsedUpByWaiting === true));
}

/** The only client that its failures reached; undefined if there are several, or one is unknown. */
export function findOnlyClient({ upstreams }: Pick<Incident, 'upstreams'>): string | undefined {
  const client = findOnlyValue(upstreams, ({ clients }) => clients);
  return client === '' ? undefined : client;
}

/**
 * The networks of the few clients that its failures reached; undefined if they are more than one person has, or one is
 * unknown.
 */
export function findFewNetworks({ upstreams }: Pick<Incident, 'upstreams'>): readonly string[] | undefined {
  const networks = new Set<string>();
  for (const { clients } of upstreams)
    for (const client of clients) {
      networks.add(findClientNetwork(client));
      if (client === '' || networks.size > personNetworksMax) return undefined;
    }
  return [...networks];
}

/**
 * Site and port that a failed peer serves, such as `shop.example:8080`, where no record names its upstream. The
 * addresses behind a service come and go, and three hundred of them are still one upstream. Null if the upstream
 * has a name.
 */
export function deriveServiceName({ upstream, peer, server, host }: ServiceFields): string | null {
  const site = server ?? host;
  if (site === null || peer === null || upstream !== peer) return null;
  const { port } = buildFixTarget({ peer, upstream: null });
  return port === placeholders.port ? null : `${site}:${port}`;
}

type ServiceFields = Pick<Failure, 'upstream' | 'peer' | 'server' | 'host'>;

/** `BG-142`. Only opened incidents have a name. */
export const formatIncidentName = (incident: { readonly number: IncidentNumber | null }): string =>
  incident.number === null ? 'not opened' : `BG-${incident.number}`;

/** 142 for `BG-142` and `142`; -1, which is no incident's number, for anything else. */
export const parseIncidentNumber = (name: string): number =>
  Number(/^(?:bg-)?(\d{1,9})$/i.exec(name)?.[1] ?? -1);

/** All failures of an incident, whatever their outcome. */
export const countFailures = ({ outcomes }: Pick<Incident, 'outcomes'>): number =>
  sumNumbers(Object.values(outcomes));

/** Failures that clients saw, or may have seen. */
export const countClientImpacting = ({ outcomes }: Pick<Incident, 'outcomes'>): number =>
  sumClientImpacting(outcomes);
