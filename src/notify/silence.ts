import { matchesWildcard } from '../base/wildcard.js';
import type { CauseId } from '../diagnose/causes/index.js';
import { findRootCause, type Incident, listUpstreamNames } from '../incidents/incident.js';
import type { LogFormatId } from '../parse/event.js';
import type { Repository } from '../report/repository.js';
import { failuresMax, rankValues } from '../report/summary/incident.js';

/** What the channel asked not to hear, from when until when, by whom and why. What is silenced is counted as ever. */
export type Silence = {
  readonly id: number;
  readonly matcher: SilenceMatcher;
  /** When it begins; later than `createdAt` for a maintenance window. Epoch ms. */
  readonly startsAt: number;
  /** Null: until somebody ends it. */
  readonly endsAt: number | null;
  /** The Slack user id, or the name of who did it in a terminal. */
  readonly by: string;
  readonly reason: string;
  readonly createdAt: number;
};

/** A name may end in or hold `*`, which stands for anything: `payments-*`, `/api/*`. */
export type SilenceMatcher =
  | { readonly type: 'upstream'; readonly upstream: string }
  | { readonly type: 'cause'; readonly cause: CauseId }
  | { readonly type: 'route'; readonly route: string }
  | { readonly type: 'gateway'; readonly gateway: LogFormatId }
  | { readonly type: 'all' };

/** What of an incident silences are about. */
export type SilenceTarget = {
  readonly upstreams: readonly (string | null)[];
  readonly cause: CauseId;
  readonly routes: readonly string[];
  readonly gateways: readonly LogFormatId[];
};

/** The silence that covers an incident now: all of it, not a part. The one that lasts longest, if several do. */
export function findCoveringSilence(
  target: SilenceTarget,
  silences: readonly Silence[],
  now: number,
): Silence | undefined {
  const covering = silences.filter(
    (silence) => isSilenceActive(silence, now) && matchesTarget(silence.matcher, target),
  );
  return covering.sort((a, b) => toEndAt(b) - toEndAt(a))[0];
}

/** Whether what began then is not to be heard now, or was not until now: then it is told that it still fails. */
export function findSilenceState(
  target: SilenceTarget,
  silences: readonly Silence[],
  beganAt: number,
  now: number,
): 'none' | 'active' | 'ended' {
  const covering = silences.filter(({ matcher }) => matchesTarget(matcher, target));
  if (covering.some((silence) => isSilenceActive(silence, now))) return 'active';
  const hasEnded = ({ endsAt }: Silence) => endsAt !== null && endsAt > beganAt && endsAt <= now;
  return covering.some(hasEnded) ? 'ended' : 'none';
}

/** True between its beginning and its end. */
export const isSilenceActive = ({ startsAt, endsAt }: Silence, now: number): boolean =>
  now >= startsAt && (endsAt === null || now < endsAt);

/** True when everything about the incident is within what is silenced: twelve upstreams are not silenced by one. */
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

const toEndAt = ({ endsAt }: Silence) => endsAt ?? Infinity;
const matchesEvery = <T>(items: readonly T[], predicate: (item: T) => boolean) =>
  items.length > 0 && items.every(predicate);

/** What of an incident silences are about. */
export function buildSilenceTarget(incident: Incident, repository: Repository, now: number): SilenceTarget {
  const routes = rankValues(incident, 'route', repository, now, silenceRoutesMax);
  return {
    upstreams: listUpstreamNames(incident),
    cause: findRootCause(incident),
    routes: routes.flatMap(({ key }) => key ?? []),
    gateways: [...new Set(repository.latestFailures(incident, failuresMax).map(({ gateway }) => gateway))],
  };
}

/** An incident with more routes than this is no matter of one route. */
const silenceRoutesMax = 100;
