import { minuteMs } from '../../base/duration.js';
import type { Span } from '../../base/span.js';
import type { FixTarget } from '../../diagnose/cause.js';
import { type Cause, getCause } from '../../diagnose/causes/index.js';
import type { Failure } from '../../diagnose/failure.js';
import { buildFixTarget } from '../../diagnose/fix-target.js';
import type { DetectedHint } from '../../diagnose/hints/index.js';
import {
  countFailures,
  findOnlyClient,
  findRootCause,
  type Incident,
  listUpstreamNames,
} from '../../incidents/incident.js';
import { getProduct, type Product } from '../../parse/decoder.js';
import type { Certainty, GatewayChange } from '../../parse/event.js';
import type { Evidence } from '../../parse/line.js';
import {
  type Dimension,
  filterByUpstreams,
  type RankedCount,
  type RelatedIncidents,
  type Repository,
} from '../repository.js';
import { collectHints } from './hints.js';

/** All that is known about one incident, gathered for whoever puts it into words. */
export type IncidentSummary = {
  readonly incident: Incident;
  /** Every upstream that it hits, the one where it began first. */
  readonly upstreams: readonly (string | null)[];
  /** The cause that names it. */
  readonly cause: Cause;
  /** How sure the surest of its latest failures is; null when none is kept any more. */
  readonly certainty: Certainty | null;
  readonly hints: readonly DetectedHint[];
  /** Log fields that would have told more. */
  readonly missingFields: readonly string[];
  /** Which gateway's commands help; the upstream and peer to fill them with. */
  readonly product: Product;
  /** The families of all gateways whose logs tell of it. */
  readonly products: readonly Product[];
  readonly fixTarget: FixTarget;
  /** Failures by the status that clients got. */
  readonly byStatus: Readonly<Record<string, number>>;
  /** Requests to the upstream while it failed; null when no access log tells. */
  readonly requests: number | null;
  /** Set when all of its failures, and enough of them, came from one client: a scanner, or a balancer in front. */
  readonly soleClient: string | null;
  readonly routes: readonly RankedCount[];
  readonly peers: readonly RankedCount[];
  /** What people and machines did to the gateway shortly before, latest first. */
  readonly changes: readonly GatewayChange[];
  /** First and latest records. */
  readonly evidence: readonly Evidence[];
  /** Incidents that are one fault with it. */
  readonly related: RelatedIncidents;
  /** Earlier incidents of the same upstream and cause, newest first. */
  readonly earlier: readonly Incident[];
  /** The latest change before the newest of those ended: perhaps what ended it. */
  readonly endedBy: GatewayChange | null;
  readonly lastHour: LastHour;
};

/** The hour that people want to see of an incident: the last one, or the one in which it ended. */
export type LastHour = {
  /** Alarming failures of its upstreams, sixty numbers. */
  readonly failuresPerMinute: readonly number[];
  readonly from: number;
  /** What was done to the gateways meanwhile, by time. */
  readonly changes: readonly GatewayChange[];
};

/** Gathers them. The span that is looked at runs from the first failure to the last, never beyond `now`. */
export function summarizeIncident(incident: Incident, repository: Repository, now: number): IncidentSummary {
  const span = toMinuteSpan(incident, now);
  const upstreams = listUpstreamNames(incident);
  const { byStatus, requests } = repository.totals(span, filterByUpstreams(upstreams));
  const peers = rankPeers(incident, repository, now);
  const latestFailures = repository.latestFailures(incident, failuresMax);
  const cause = getCause(findRootCause(incident));
  const rootFailures = latestFailures.filter((failure) => failure.cause === cause.id);
  const product = getProduct((rootFailures[0] ?? latestFailures[0])?.gateway);
  const earlier = repository.earlierIncidents(incident, earlierMax);
  return {
    incident,
    upstreams,
    cause,
    certainty: findHighestCertainty(rootFailures),
    hints: collectHints({ cause: cause.id, upstream: incident.upstream, product }, span, repository),
    missingFields: [...new Set(rootFailures.flatMap(({ missingFields }) => missingFields))].slice(
      0,
      missingFieldsMax,
    ),
    product,
    products: [...new Set(latestFailures.map(({ gateway }) => getProduct(gateway)))],
    fixTarget: buildFixTarget({
      peer: rootFailures[0]?.peer ?? peers[0]?.key ?? null,
      upstream: incident.upstream,
    }),
    byStatus,
    requests,
    soleClient: countFailures(incident) < soleClientFailuresMin ? null : (findOnlyClient(incident) ?? null),
    routes: rankValues(incident, 'route', repository, now, routesMax),
    peers,
    // Peers are ejected in any outage; that is news only where nothing else tells what emptied the group.
    changes: listPriorChanges(incident.firstFailureAt, repository).filter(
      ({ kind }) => kind !== 'ejection' || cause.isAftermath === true,
    ),
    evidence: repository.evidence(incident, recordsMax),
    related: repository.relatedIncidents(incident),
    earlier,
    endedBy: findEndingChange(earlier[0], repository),
    lastHour: summarizeLastHour(incident, repository, now),
  };
}

/** Fewer failures can come from one client by chance. */
const soleClientFailuresMin = 10;

/** The peers that failed, most often first. */
export function rankPeers(incident: Incident, repository: Repository, now: number): readonly RankedCount[] {
  return rankValues(incident, 'peer', repository, now, peersMax);
}

/** A change that is longer ago is rarely to blame. */
const changeLookbackMs = 30 * minuteMs;
const peersMax = 20;
const routesMax = 5;

export const failuresMax = 50;
const recordsMax = 3;
const earlierMax = 5;
const missingFieldsMax = 3;

/** Whole minutes, since traffic is counted by the minute. */
function toMinuteSpan({ firstFailureAt, lastFailureAt }: Incident, now: number): Span {
  const from = Math.floor(firstFailureAt / minuteMs) * minuteMs;
  const to = Math.floor(Math.min(lastFailureAt, Math.max(now, firstFailureAt)) / minuteMs + 1) * minuteMs;
  return { from, to };
}

/** The most frequent values at its upstreams. Those that no record tells are left out. */
export const rankValues = (
  incident: Incident,
  by: Dimension,
  repository: Repository,
  now: number,
  limit: number,
) =>
  repository
    .top(by, toMinuteSpan(incident, now), limit, filterByUpstreams(listUpstreamNames(incident)))
    .filter(({ key }) => key !== null);

function findHighestCertainty(failures: readonly Failure[]): Certainty | null {
  const certainties: readonly Certainty[] = ['certain', 'likely', 'guess'];
  return certainties.find((certainty) => failures.some((failure) => failure.certainty === certainty)) ?? null;
}

/** What somebody did while it failed, last of all; what gateways do by themselves ends nothing. */
function findEndingChange(earlier: Incident | undefined, repository: Repository): GatewayChange | null {
  if (earlier === undefined) return null;
  const { firstFailureAt, lastFailureAt } = earlier;
  const changes = repository.changes({ from: firstFailureAt, to: lastFailureAt + 1 });
  return changes.filter(({ kind }) => kind !== 'ejection').reduce(pickLaterChange, null);
}

const pickLaterChange = (latest: GatewayChange | null, change: GatewayChange): GatewayChange =>
  latest === null || change.at >= latest.at ? change : latest;

function listPriorChanges(at: number, repository: Repository): readonly GatewayChange[] {
  const changes = repository.changes({ from: at - changeLookbackMs, to: at + 1 });
  return [...changes].sort((a, b) => b.at - a.at);
}

/** Gathers it. */
function summarizeLastHour(incident: Incident, repository: Repository, now: number): LastHour {
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

const hourMinutes = 60;
/** So much of the calm afterwards shows that it is over. */
const quietTailMs = 10 * minuteMs;
