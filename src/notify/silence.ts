import { matchesWildcard } from '../base/wildcard.js';
import type { CauseId } from '../diagnose/causes/index.js';
import { findRootCause, type Incident, listUpstreamNames } from '../incidents/incident.js';
import type { LogFormatId } from '../parse/event.js';
import type { Repository } from '../report/repository.js';
import { latestFailuresMax, rankValues } from '../report/summary/incident.js';
import { findSilenceWindows, isSilenceActive, type SilenceSchedule } from './silence-schedule.js';

/** A silence: no notifications for matching incidents. Their failures are still counted. */
export type Silence = SilenceSchedule & {
  readonly id: number;
  readonly matcher: SilenceMatcher;
  /** Slack user id, or user name when created in a terminal. */
  readonly by: string;
  readonly reason: string;
  readonly createdAt: number;
};

/** Names may contain `*`, which matches anything: `payments-*`, `/api/*`. */
export type SilenceMatcher =
  | { readonly type: 'upstream'; readonly upstream: string }
  | { readonly type: 'cause'; readonly cause: CauseId }
  | { readonly type: 'route'; readonly route: string }
  | { readonly type: 'gateway'; readonly gateway: LogFormatId }
  | { readonly type: 'all' };

/** The attributes of an incident that a silence can match. */
export type SilenceTarget = {
  readonly upstreams: readonly (string | null)[];
  readonly cause: CauseId;
  readonly routes: readonly string[];
  readonly gateways: readonly LogFormatId[];
};

/** Returns the silence that covers the whole incident now; of several, the one that ends last. */
export function findCoveringSilence(
  target: SilenceTarget,
  silences: readonly Silence[],
  now: number,
): Silence | undefined {
  const covering = silences.filter(
    (silence) => isSilenceActive(silence, now) && matchesTarget(silence.matcher, target),
  );
  const toEndAt = (silence: Silence) => findSilenceWindows(silence, now).latest?.to ?? 0;
  return covering.sort((a, b) => toEndAt(b) - toEndAt(a))[0];
}

/** `active` when a silence covers the target now; `ended` when the last one ended after `beganAt`. */
export function findSilenceState(
  target: SilenceTarget,
  silences: readonly Silence[],
  beganAt: number,
  now: number,
): 'none' | 'active' | 'ended' {
  const covering = silences.filter(({ matcher }) => matchesTarget(matcher, target));
  if (covering.some((silence) => isSilenceActive(silence, now))) return 'active';
  const hasEnded = (silence: Silence) => {
    const { latest } = findSilenceWindows(silence, now);
    return latest !== undefined && latest.to > beganAt && latest.to <= now;
  };
  return covering.some(hasEnded) ? 'ended' : 'none';
}

/** True when the matcher covers everything the incident affects: a silence for one of twelve upstreams does not. */
export function matchesTarget(
  matcher: SilenceMatcher,
  { upstreams, cause, routes, gateways }: SilenceTarget,
): boolean {
  switch (matcher.type) {
    case 'all':
      return true;
    case 'cause':
      return matcher.cause === cause;
    case 'upstream':
      return matchesEvery(
        upstreams,
        (upstream) => upstream !== null && matchesWildcard(matcher.upstream, upstream),
      );
    case 'route':
      return matchesEvery(routes, (route) => matchesWildcard(matcher.route, route));
    case 'gateway':
      return matchesEvery(gateways, (gateway) => gateway === matcher.gateway);
  }
}

const matchesEvery = <T>(items: readonly T[], predicate: (item: T) => boolean) =>
  items.length > 0 && items.every(predicate);

/** Returns the attributes of an incident that a silence can match. */
export function buildSilenceTarget(incident: Incident, repository: Repository, now: number): SilenceTarget {
  const routes = rankValues(incident, 'route', repository, now, silenceRoutesMax);
  return {
    upstreams: listUpstreamNames(incident),
    cause: findRootCause(incident),
    routes: routes.flatMap(({ key }) => key ?? []),
    gateways: [
      ...new Set(repository.latestFailures(incident, latestFailuresMax).map(({ gateway }) => gateway)),
    ],
  };
}

/** An incident with more routes than this is not about single routes. */
export const silenceRoutesMax = 100;
