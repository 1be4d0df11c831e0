import type { Span } from '../../base/span.js';
import type { Cause, Subject } from '../../diagnose/cause.js';
import { causeById } from '../../diagnose/causes/index.js';
import type { Failure } from '../../diagnose/failure.js';
import { subjectOf } from '../../diagnose/fix-target.js';
import type { DrawnHint } from '../../diagnose/hints/hint.js';
import { failuresOf, type Incident, rootCause, soleClientOf, upstreamsOf } from '../../incidents/incident.js';
import { type Family, familyOf } from '../../parse/decoder.js';
import type { Certainty, ChangeNote } from '../../parse/event.js';
import type { Evidence } from '../../parse/line.js';
import { atUpstreams, type Dimension, type Kin, type Ledger, type Ranked } from '../repository.js';
import { hintsAbout } from './hints.js';
import { type LastHour, lastHourOf } from './last-hour.js';

/** All that is known about one incident, gathered for whoever puts it into words. */
export type IncidentFacts = {
  readonly incident: Incident;
  /** Every upstream that it hits, the one where it began first. */
  readonly upstreams: readonly (string | null)[];
  /** The cause that names it. */
  readonly cause: Cause;
  /** How sure the surest of its latest failures is; null when none is kept any more. */
  readonly certainty: Certainty | null;
  readonly hints: readonly DrawnHint[];
  /** Log fields that would have told more. */
  readonly lacks: readonly string[];
  /** Which gateway's commands help; the upstream and peer to fill them with. */
  readonly family: Family;
  /** The families of all gateways whose logs tell of it. */
  readonly families: readonly Family[];
  readonly subject: Subject;
  /** Failures by the status that clients got. */
  readonly byStatus: Readonly<Record<string, number>>;
  /** Requests to the upstream while it failed; null when no access log tells. */
  readonly requests: number | null;
  /** Set when all of its failures, and enough of them, came from one client: a scanner, or a balancer in front. */
  readonly soleClient: string | null;
  readonly routes: readonly Ranked[];
  readonly peers: readonly Ranked[];
  /** What people and machines did to the gateway shortly before, latest first. */
  readonly changes: readonly ChangeNote[];
  /** First and latest records. */
  readonly evidence: readonly Evidence[];
  /** Incidents that are one fault with it. */
  readonly kin: Kin;
  /** Earlier incidents of the same upstream and cause, newest first. */
  readonly earlier: readonly Incident[];
  /** The latest change before the newest of those ended: perhaps what ended it. */
  readonly endedBy: ChangeNote | null;
  readonly lastHour: LastHour;
};

/** Gathers them. The span that is looked at runs from the first failure to the last, never beyond `now`. */
export function factsOf(incident: Incident, ledger: Ledger, now: number): IncidentFacts {
  const span = spanOf(incident, now);
  const upstreams = upstreamsOf(incident);
  const { byStatus, requests } = ledger.totals(span, atUpstreams(upstreams));
  const peers = peersOf(incident, ledger, now);
  const latest = ledger.failures(incident, failuresMax);
  const cause = causeById(rootCause(incident));
  const telling = latest.filter((failure) => failure.cause === cause.id);
  const family = familyOf((telling[0] ?? latest[0])?.gateway);
  const earlier = ledger.earlier(incident, earlierMax);
  return {
    incident,
    upstreams,
    cause,
    certainty: surest(telling),
    hints: hintsAbout({ cause: cause.id, upstream: incident.upstream, family }, span, ledger),
    lacks: [...new Set(telling.flatMap(({ lacks }) => lacks))].slice(0, lacksMax),
    family,
    families: [...new Set(latest.map(({ gateway }) => familyOf(gateway)))],
    subject: subjectOf({
      peer: telling[0]?.peer ?? peers[0]?.key ?? null,
      upstream: incident.upstream,
    }),
    byStatus,
    requests,
    soleClient: failuresOf(incident) < soleClientLeast ? null : (soleClientOf(incident) ?? null),
    routes: topOf(incident, 'route', ledger, now, routesMax),
    peers,
    // Peers are ejected in any outage; that is news only where nothing else tells what emptied the group.
    changes: changesBefore(incident.firstFailureAt, ledger).filter(
      ({ kind }) => kind !== 'ejection' || cause.aftermath === true,
    ),
    evidence: ledger.evidence(incident, recordsMax),
    kin: ledger.kin(incident),
    earlier,
    endedBy: endingOf(earlier[0], ledger),
    lastHour: lastHourOf(incident, ledger, now),
  };
}

/** Fewer failures can come from one client by chance. */
const soleClientLeast = 10;

/** The peers that failed, most often first. */
export function peersOf(incident: Incident, ledger: Ledger, now: number): readonly Ranked[] {
  return topOf(incident, 'peer', ledger, now, peersMax);
}

const minuteMs = 60_000;
/** A change that is longer ago is rarely to blame. */
const changesMs = 30 * minuteMs;
const peersMax = 20;
const routesMax = 5;

export const failuresMax = 50;
const recordsMax = 3;
const earlierMax = 5;
const lacksMax = 3;

/** Whole minutes, since traffic is counted by the minute. */
function spanOf({ firstFailureAt, lastFailureAt }: Incident, now: number): Span {
  const from = Math.floor(firstFailureAt / minuteMs) * minuteMs;
  const to = Math.floor(Math.min(lastFailureAt, Math.max(now, firstFailureAt)) / minuteMs + 1) * minuteMs;
  return { from, to };
}

/** The most frequent values at its upstreams. Those that no record tells are left out. */
export const topOf = (incident: Incident, by: Dimension, ledger: Ledger, now: number, limit: number) =>
  ledger
    .top(by, spanOf(incident, now), limit, atUpstreams(upstreamsOf(incident)))
    .filter(({ key }) => key !== null);

function surest(failures: readonly Failure[]): Certainty | null {
  const order: readonly Certainty[] = ['certain', 'likely', 'guess'];
  return order.find((certainty) => failures.some((failure) => failure.certainty === certainty)) ?? null;
}

/** What somebody did while it failed, last of all; what gateways do by themselves ends nothing. */
function endingOf(earlier: Incident | undefined, ledger: Ledger): ChangeNote | null {
  if (earlier === undefined) return null;
  const { firstFailureAt, lastFailureAt } = earlier;
  const changes = ledger.changes({ from: firstFailureAt, to: lastFailureAt + 1 });
  return changes.filter(({ kind }) => kind !== 'ejection').reduce(laterOf, null);
}

const laterOf = (latest: ChangeNote | null, change: ChangeNote): ChangeNote =>
  latest === null || change.at >= latest.at ? change : latest;

function changesBefore(at: number, ledger: Ledger): readonly ChangeNote[] {
  const changes = ledger.changes({ from: at - changesMs, to: at + 1 });
  return [...changes].sort((one, other) => other.at - one.at);
}
