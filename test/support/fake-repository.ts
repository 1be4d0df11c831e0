import type { Span } from '../../src/base/span.js';
import type { CauseId } from '../../src/diagnose/cause.js';
import { alarming, type Failure } from '../../src/diagnose/failure.js';
import type { MinuteConduct, PeerConduct } from '../../src/diagnose/hints/hint.js';
import type { Ailment } from '../../src/health/issue.js';
import type { Incident } from '../../src/incidents/incident.js';
import type { ChangeNote } from '../../src/parse/event.js';
import type { Gap } from '../../src/pipeline/checkpoint.js';
import type {
  Dimension,
  FileCoverage,
  Group,
  Ledger,
  Letters,
  Of,
  Ranked,
  Totals,
} from '../../src/report/repository.js';
import { countsFor } from './incident-fixtures.js';

/** What a fake ledger holds. `requests` are access log lines without a failure, by instant. */
export type Holdings = {
  readonly failures?: readonly Failure[];
  readonly incidents?: readonly Incident[];
  readonly changes?: readonly ChangeNote[];
  readonly coverage?: readonly FileCoverage[];
  readonly gaps?: readonly Gap[];
  readonly ailments?: readonly Ailment[];
  readonly letters?: Partial<Letters>;
  readonly requests?: number | null;
  /** Good answers by peer, and requests by minute: what hints are drawn from. */
  readonly good?: Readonly<Record<string, number>>;
  readonly traffic?: readonly MinuteConduct[];
};

/** A ledger over plain lists: every question is answered by walking them. */
export function ledgerOf({
  failures = [],
  incidents = [],
  changes = [],
  coverage = [],
  gaps = [],
  ailments = [],
  letters = {},
  requests = null,
  good = {},
  traffic = [],
}: Holdings): Ledger {
  const within = ({ from, to }: Span, of: Of = {}) =>
    failures.filter(
      (failure) =>
        failure.at >= from &&
        failure.at < to &&
        (of.upstream === undefined || of.upstream === failure.upstream) &&
        (of.upstreams === undefined || of.upstreams.includes(failure.upstream)) &&
        (of.cause === undefined || of.cause === failure.cause) &&
        isAmong(of.causes, failure.cause) &&
        isAmong(of.statuses, failure.status) &&
        isAmong(of.outcomes, failure.outcome) &&
        isAmong(of.makers, failure.madeBy) &&
        isAmong(of.routes, failure.route) &&
        isAmong(of.peers, failure.peer) &&
        isAmong(of.hosts, failure.host) &&
        isAmong(of.methods, failure.request?.method) &&
        isAmong(of.clients, failure.client) &&
        isAmong(of.customers, failure.customer) &&
        isAmong(of.gateways, failure.gateway),
    );
  const namesOf = (name: (failure: Failure) => string | null) => [
    ...new Set(failures.flatMap((failure) => name(failure) ?? [])),
  ];
  const ofIncident = ({ upstream, firstFailureAt, lastFailureAt }: Incident) =>
    within({ from: firstFailureAt, to: lastFailureAt + 1 }, { upstream });
  const opened = (incident: Incident) =>
    incident.state.name === 'watching' ? null : incident.state.openedAt;
  return {
    totals: (span, of) => totalsOf(within(span, of), requests),
    top: (by, span, limit, of) => rank(by, within(span, of)).slice(0, limit),
    groups: (span, limit, of) => groupsOf(within(span, of)).slice(0, limit),
    reach: ({ from }) => from,
    singles: (span, of, end, limit) =>
      within(span, of)
        .sort((one, other) => (end === 'first' ? one.at - other.at : other.at - one.at))
        .slice(0, limit),
    served: (span) => ({ span, requests }),
    servedBy: (span) => ({ span, requests: new Map() }),
    lastGood: ({ to }) => (requests === null ? null : { from: to - 60_000, to }),
    trial: () => [],
    timeline: () => [],
    names: () => ({
      upstreams: namesOf(({ upstream }) => upstream),
      routes: namesOf(({ route }) => route),
      peers: namesOf(({ peer }) => peer),
      hosts: namesOf(({ host }) => host),
      customers: namesOf(({ customer }) => customer),
    }),
    perMinute: (span, of) => counted(within(span, of), span, 60_000),
    perHour: (span, of) => counted(within(span, of), span, 3_600_000),
    incidents: ({ from, to }) =>
      incidents.filter(
        (incident) =>
          opened(incident) !== null && incident.firstFailureAt < to && incident.lastFailureAt >= from,
      ),
    openIncidents: () => incidents.filter(({ state }) => state.name === 'open'),
    incident: (number) => incidents.find((incident) => incident.number === number),
    failures: (incident, limit) => [...ofIncident(incident)].reverse().slice(0, limit),
    evidence: (incident, limit) =>
      ofIncident(incident)
        .flatMap(({ evidence }) => evidence)
        .slice(0, limit),
    kin: ({ id, partOf }) => ({
      whole: incidents.find((each) => each.id === partOf) ?? null,
      parts: incidents.filter((each) => each.partOf === id && each.number !== null),
    }),
    earlier: (incident, limit) =>
      incidents
        .filter(
          ({ number, upstream }) => upstream === incident.upstream && (number ?? 0) < (incident.number ?? 0),
        )
        .slice(0, limit),
    conduct: (span, of) => ({
      failures: within(span, { upstream: of.upstream }),
      peers: peersOf(within(span, { upstream: of.upstream }), good),
      minutes: traffic,
    }),
    changes: ({ from, to }) => changes.filter(({ at }) => at >= from && at < to),
    coverage: () => coverage,
    gaps: () => gaps,
    ailments: () => ailments,
    tally: (span, limit) =>
      within(span)
        .map(({ cause, upstream, outcome }) => ({ cause, upstream, outcome, count: 1 }))
        .slice(0, limit),
    letters: () => ({
      posts: 0,
      edits: 0,
      replies: 0,
      failed: 0,
      waiting: 0,
      waitingSince: null,
      ...letters,
    }),
  };
}

const isAmong = <T>(values: readonly T[] | undefined, value: T | null | undefined) =>
  values === undefined || (value !== null && value !== undefined && values.includes(value));

const keyIn = (failure: Failure, by: Dimension): string | number | null => {
  if (by === 'method') return failure.request?.method ?? null;
  return by === 'maker' ? failure.madeBy : failure[by];
};

/** Alarming ones, one number for each width. */
const counted = (failures: readonly Failure[], { from, to }: Span, widthMs: number) =>
  Array.from(
    { length: Math.round((to - from) / widthMs) },
    (_, index) =>
      failures.filter((failure) => alarming(failure) && Math.floor((failure.at - from) / widthMs) === index)
        .length,
  );

function statusesOf(failures: readonly Failure[]): Record<string, number> {
  const statuses: Record<string, number> = {};
  for (const { status } of failures) if (status !== null) statuses[status] = (statuses[status] ?? 0) + 1;
  return statuses;
}

const totalsOf = (failures: readonly Failure[], requests: number | null): Totals => ({
  failures: failures.length,
  outcomes: countsFor(failures),
  byStatus: statusesOf(failures),
  requests,
});

function rank(by: Dimension, failures: readonly Failure[]): Ranked[] {
  const keyOf = (failure: Failure) => {
    const key = keyIn(failure, by);
    return key === null ? null : String(key);
  };
  const keys = [...new Set(failures.map(keyOf))];
  return keys
    .map((key) => {
      const these = failures.filter((failure) => keyOf(failure) === key);
      return { key, count: these.length, alarming: these.filter(alarming).length };
    })
    .sort((one, other) => other.count - one.count);
}

function peersOf(failures: readonly Failure[], good: Readonly<Record<string, number>>): PeerConduct[] {
  const failed = new Map(rank('peer', failures).map(({ key, count }) => [key, count]));
  return [...new Set([...failed.keys(), ...Object.keys(good)])].flatMap((peer) =>
    peer === null
      ? []
      : {
          peer,
          good: good[peer] ?? 0,
          failed: failed.get(peer) ?? 0,
          firstGoodAt: null,
          lastGoodAt: null,
        },
  );
}

function groupsOf(failures: readonly Failure[]): Group[] {
  const pairs = new Map<string, Failure[]>();
  for (const failure of failures) {
    const key = `${failure.cause} ${failure.upstream}`;
    pairs.set(key, [...(pairs.get(key) ?? []), failure]);
  }
  return [...pairs.values()]
    .map((these): Group => {
      const [first] = these;
      const cause: CauseId = first?.cause ?? 'unknown';
      const times = these.map(({ at }) => at);
      return {
        cause,
        upstream: first?.upstream ?? null,
        count: these.length,
        outcomes: countsFor(these),
        statuses: statusesOf(these),
        firstAt: Math.min(...times),
        lastAt: Math.max(...times),
        routes: rank('route', these),
        peers: rank('peer', these),
        examples: these.flatMap(({ evidence }) => evidence).slice(0, 3),
      };
    })
    .sort((one, other) => other.count - one.count);
}
