import { floorToMinute, minuteMs } from '../../base/duration.js';
import { sumNumbers } from '../../base/format-number.js';
import type { Span } from '../../base/span.js';
import { buildFixFacts, type FixFacts } from '../../diagnose/advice/fix-facts.js';
import type { UsualAnswers } from '../../diagnose/advice/usual-answers.js';
import { type Cause, getCause } from '../../diagnose/causes/index.js';
import type { Failure } from '../../diagnose/failure.js';
import type { DetectedHint } from '../../diagnose/hints/index.js';
import type { RuleOut } from '../../diagnose/rule-outs/index.js';
import type { RouteStats } from '../../diagnose/rule-outs/rule-out.js';
import { findFailingGateway } from '../../incidents/affected-upstream.js';
import { recentMs } from '../../incidents/failing-traffic.js';
import type { FixRecord } from '../../incidents/fix-answer.js';
import {
  affectsUpstream,
  countFailures,
  findOnlyClient,
  findRootCause,
  type Incident,
  listUpstreamNames,
} from '../../incidents/incident.js';
import { type IncidentShare, measureRecentShare, measureShare } from '../../incidents/incident-share.js';
import { addStatusCounts, type StatusCount } from '../../incidents/status-counts.js';
import { findUsualAnswers } from '../../incidents/usual-answers.js';
import { getProduct, type Product } from '../../parse/decoder.js';
import type { Certainty, GatewayChange } from '../../parse/event.js';
import type { Evidence } from '../../parse/line.js';
import {
  type Dimension,
  filterByIncident,
  type RankedCount,
  type RelatedIncidents,
  type Repository,
} from '../repository.js';
import { collectHints } from './hints.js';
import { listPriorChanges } from './prior-changes.js';
import { collectRuleOuts, listRoutes } from './rule-outs.js';

/** Everything known about an incident, for messages, pages and JSON. */
export type IncidentSummary = {
  readonly incident: Incident;
  /** Affected upstreams, the first one to fail first. */
  readonly upstreams: readonly (string | null)[];
  /** The root cause. */
  readonly cause: Cause;
  /** Highest certainty of its latest failures; null when none is retained. */
  readonly certainty: Certainty | null;
  readonly hints: readonly DetectedHint[];
  /** What its logs exclude. */
  readonly ruledOut: readonly RuleOut[];
  /** What people said ended other incidents like it. */
  readonly fixRecord: FixRecord;
  /** Log fields that would make the cause more certain. */
  readonly missingFields: readonly string[];
  /** Product whose commands apply; `fixFacts` choose them and fill them in. */
  readonly product: Product;
  /** Products of all gateways with records of it. */
  readonly products: readonly Product[];
  readonly fixFacts: FixFacts;
  /** Failures by the status that clients received. */
  readonly byStatus: Readonly<Record<string, number>>;
  /** The same of those alone that clients got as errors. */
  readonly visibleByStatus: Readonly<Record<string, number>>;
  /** Failed requests among those to its upstreams from the first failure to the last; null without an access log. */
  readonly share: IncidentShare | null;
  /** The same in the last 30 s of an open incident that is older; null where nothing failed in them. */
  readonly recentShare: IncidentShare | null;
  /** The only client of its failures, if there are enough of them: a scanner, or a load balancer in front. */
  readonly soleClient: string | null;
  readonly routes: readonly RankedCount[];
  readonly peers: readonly RankedCount[];
  /** Gateway changes shortly before, latest first. */
  readonly changes: readonly GatewayChange[];
  /** First and latest records. */
  readonly evidence: readonly Evidence[];
  /** Incidents merged with it. */
  readonly related: RelatedIncidents;
  /** Earlier incidents of the same upstream and cause, newest first. */
  readonly earlier: readonly Incident[];
  /** The last change before the newest of `earlier` ended: possibly its fix. */
  readonly endedBy: GatewayChange | null;
  readonly lastHour: LastHour;
};

/** The last hour of an open incident, or the hour in which it ended. */
export type LastHour = {
  /** Client-impacting failures of its upstreams, sixty numbers. */
  readonly failuresPerMinute: readonly number[];
  readonly from: number;
  /** Gateway changes in that hour, oldest first. */
  readonly changes: readonly GatewayChange[];
  /** Other incidents of the hour at the same upstreams, newest first: their failures are in it as well. */
  readonly others: readonly Incident[];
};

/** Summarizes an incident over the span from its first failure to its last, never beyond `now`. */
export function summarizeIncident(incident: Incident, repository: Repository, now: number): IncidentSummary {
  const span = toMinuteSpan(incident, now);
  const upstreams = listUpstreamNames(incident);
  const statuses = incident.upstreams.reduce<readonly StatusCount[]>(
    (sum, affected) => addStatusCounts(sum, affected.statuses),
    [],
  );
  const peers = rankPeers(incident, repository, now);
  const latestFailures = repository.latestFailures(incident, latestFailuresMax);
  const cause = getCause(findRootCause(incident));
  const rootFailures = latestFailures.filter((failure) => failure.cause === cause.id);
  const product = getProduct((rootFailures[0] ?? latestFailures[0])?.gateway);
  const routeStats = listRoutes(incident, repository);
  const ruledOut = collectRuleOuts(incident, cause.id, routeStats, repository);
  const fixFacts = buildFixFacts({
    format: (rootFailures[0] ?? latestFailures[0])?.gateway,
    peer: rootFailures[0]?.peer ?? peers[0]?.key ?? null,
    upstream: incident.upstream,
    records: listRecords(rootFailures.length > 0 ? rootFailures : latestFailures),
    usual: measureUsual(incident, rootFailures, routeStats),
    busiestSecond: incident.upstreams[0]?.busiestSecond ?? null,
    doOtherRoutesAnswer: ruledOut.some(({ id }) => id === 'whole-upstream'),
  });
  const earlier = repository.earlierIncidents(incident, earlierMax);
  return {
    incident,
    upstreams,
    cause,
    certainty: findHighestCertainty(rootFailures),
    hints: collectHints(
      { cause: cause.id, upstream: incident.upstream, product, facts: fixFacts },
      span,
      repository,
    ).filter(
      // Where other gateways reach the upstream, its peers are not what is wrong.
      ({ id }) => id !== 'one-bad-peer' || findFailingGateway(incident.upstreams) === undefined,
    ),
    fixRecord: repository.fixRecord(incident),
    ruledOut,
    missingFields: [...new Set(rootFailures.flatMap(({ missingFields }) => missingFields))].slice(
      0,
      missingFieldsMax,
    ),
    product,
    products: [...new Set(latestFailures.map(({ gateway }) => getProduct(gateway)))],
    fixFacts,
    byStatus: Object.fromEntries(statuses.map(({ status, count }) => [status, count])),
    visibleByStatus: Object.fromEntries(
      statuses.flatMap(({ status, clientVisible }) => (clientVisible > 0 ? [[status, clientVisible]] : [])),
    ),
    share: measureShare(incident.upstreams),
    recentShare: measureShareNow(incident, now),
    soleClient: countFailures(incident) < soleClientFailuresMin ? null : (findOnlyClient(incident) ?? null),
    routes: rankValues(incident, 'route', repository, now, routesMax),
    peers,
    // Peers are ejected in any outage; only if nothing else explains an empty group is that worth showing.
    changes: listPriorChanges(incident, repository).filter(
      ({ kind }) => kind !== 'ejection' || cause.isAftermath === true || incident.emptiedBy !== null,
    ),
    evidence: repository.evidence(incident, recordsMax),
    related: repository.relatedIncidents(incident),
    earlier,
    endedBy: findEndingChange(earlier[0], repository),
    lastHour: summarizeLastHour(incident, repository, now),
  };
}

/** Null where the log has no times of good answers, or of those that fail. */
function measureUsual(
  incident: Incident,
  failures: readonly Failure[],
  routeStats: readonly RouteStats[],
): UsualAnswers | null {
  const usual = findUsualAnswers(incident);
  const durations = failures.flatMap(({ timing }) => timing?.durationMs ?? []).sort((a, b) => a - b);
  const failedMs = durations[Math.floor(durations.length / 2)];
  return usual === null || failedMs === undefined
    ? null
    : { ...usual, failedMs, failedShare: measureFailedShare(incident, routeStats) };
}

/** Of the requests for the routes that fail; null where these are not known. */
function measureFailedShare({ upstreams }: Incident, routeStats: readonly RouteStats[]): number | null {
  const failing = new Set(upstreams.flatMap(({ failingRoutes }) => failingRoutes.map(({ route }) => route)));
  const known = routeStats.filter(({ route }) => failing.has(route));
  const failed = sumNumbers(known.map((route) => route.failed));
  const requests = failed + sumNumbers(known.map(({ answered }) => answered));
  return requests === 0 ? null : failed / requests;
}

/** The records of the latest failures, with the gateway's host as the envelope names it. */
const listRecords = (failures: readonly Failure[]) =>
  failures
    .slice(0, factsFailuresMax)
    .flatMap(({ evidence, gatewayHost }) =>
      evidence.map(({ text, file }) => ({ text, file, source: gatewayHost })),
    );

/** More of them say nothing new about where the gateway runs. */
const factsFailuresMax = 5;

/** In the first 30 s after the first request failed there is no more to tell than the whole. */
function measureShareNow({ state, upstreams }: Incident, now: number): IncidentShare | null {
  const traffics = upstreams.flatMap(({ traffic }) => traffic ?? []);
  const from = Math.min(...traffics.map((traffic) => traffic.from));
  const to = Math.max(...traffics.map((traffic) => traffic.to));
  return state.type !== 'open' || to - from < recentMs ? null : measureRecentShare(upstreams, now);
}

/** Fewer failures may come from one client by chance. */
const soleClientFailuresMin = 10;

/** Failing peers, most failures first. */
export function rankPeers(incident: Incident, repository: Repository, now: number): readonly RankedCount[] {
  return rankValues(incident, 'peer', repository, now, peersMax);
}

const peersMax = 20;
const routesMax = 5;

export const latestFailuresMax = 50;
const recordsMax = 3;
const earlierMax = 5;
const missingFieldsMax = 3;

/** Whole minutes, because the peers of good requests are counted per minute. */
function toMinuteSpan({ firstFailureAt, lastFailureAt }: Incident, now: number): Span {
  const from = floorToMinute(firstFailureAt);
  const to = floorToMinute(Math.min(lastFailureAt, Math.max(now, firstFailureAt))) + minuteMs;
  return { from, to };
}

/** From the first failure to the last: what failed just before or after is of another incident. */
const toExactSpan = ({ firstFailureAt, lastFailureAt }: Incident, now: number): Span => ({
  from: firstFailureAt,
  to: Math.min(lastFailureAt, Math.max(now, firstFailureAt)) + 1,
});

/** Most frequent values at the incident's upstreams, without unknown ones. */
export const rankValues = (
  incident: Incident,
  by: Dimension,
  repository: Repository,
  now: number,
  limit: number,
) =>
  repository
    .top(by, toExactSpan(incident, now), limit, filterByIncident(incident))
    .filter(({ key }) => key !== null);

function findHighestCertainty(failures: readonly Failure[]): Certainty | null {
  const certainties: readonly Certainty[] = ['certain', 'likely', 'guess'];
  return certainties.find((certainty) => failures.some((failure) => failure.certainty === certainty)) ?? null;
}

/** The last deliberate change while it failed; ejections, which gateways do by themselves, end nothing. */
function findEndingChange(earlier: Incident | undefined, repository: Repository): GatewayChange | null {
  if (earlier === undefined) return null;
  const { firstFailureAt, lastFailureAt } = earlier;
  const changes = repository.changes({ from: firstFailureAt, to: lastFailureAt + 1 });
  return changes
    .filter(({ kind }) => kind !== 'ejection' && kind !== 'refused-config')
    .reduce(pickLaterChange, null);
}

const pickLaterChange = (latest: GatewayChange | null, change: GatewayChange): GatewayChange =>
  latest === null || change.at >= latest.at ? change : latest;

function summarizeLastHour(incident: Incident, repository: Repository, now: number): LastHour {
  const { state, lastFailureAt } = incident;
  const end = state.type === 'resolved' ? Math.min(now, lastFailureAt + quietTailMs) : now;
  const to = (Math.floor(end / minuteMs) + 1) * minuteMs;
  const span = { from: to - hourMinutes * minuteMs, to };
  return {
    failuresPerMinute: repository.failuresPerMinute(span, filterByIncident(incident)),
    from: span.from,
    // Peers are ejected in any outage; only deliberate changes get a mark.
    changes: repository.changes(span).filter(({ kind }) => kind !== 'ejection'),
    others: listOthers(incident, span, repository),
  };
}

const listOthers = (incident: Incident, span: Span, repository: Repository): readonly Incident[] =>
  repository
    .incidents(span)
    .filter(
      (other) =>
        other.id !== incident.id &&
        other.mergedIntoId !== incident.id &&
        other.lastFailureAt >= span.from &&
        incident.upstreams.some(({ upstream }) => affectsUpstream(other, upstream)),
    );

const hourMinutes = 60;
/** Quiet time shown after the last failure. */
const quietTailMs = 10 * minuteMs;
