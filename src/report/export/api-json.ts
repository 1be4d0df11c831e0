import { printable } from '../../base/printable.js';
import { redact } from '../../base/redact.js';
import type { Incident } from '../../incidents/incident.js';
import type { Ranked, Totals } from '../repository.js';
import type { DayFacts } from '../summary/day.js';
import type { IncidentDetail } from '../summary/incident-detail.js';
import type { SpanFacts } from '../summary/period.js';
import type { WeekFacts } from '../summary/week.js';
import { incidentJson, outcomesJson, timeJson } from './json.js';

/** What `/api/v1/status` answers. Other programs rely on these names (docs/api.md): fields are added, never renamed. */
export const statusJson = (facts: SpanFacts, open: readonly Incident[], now: number): object => ({
  version: 1,
  at: timeJson(now),
  open: open.map(incidentJson),
  health: facts.ailments
    .filter(({ endedAt }) => endedAt === null)
    .map(({ what: { name, ...seen }, since }) => ({ kind: name, since: timeJson(since), ...seen })),
  ...spanJson(facts),
});

/** What `/api/v1/incidents` answers. */
export const incidentListJson = (incidents: readonly Incident[]): object => ({
  version: 1,
  incidents: incidents.map(incidentJson),
});

/** What `/api/v1/incident` answers. Records are redacted. */
export const incidentDetailJson = ({ facts, clients, course, steps }: IncidentDetail): object => ({
  version: 1,
  ...incidentJson(facts.incident),
  firstFailureAt: timeJson(facts.incident.firstFailureAt),
  lastFailureAt: timeJson(facts.incident.lastFailureAt),
  acknowledgedBy: facts.incident.acknowledged?.by ?? null,
  acknowledgedAt: timeJson(facts.incident.acknowledged?.at ?? null),
  certainty: facts.certainty,
  clients,
  requests: facts.requests,
  byStatus: facts.byStatus,
  routes: facts.routes.map(rankedJson),
  peers: facts.peers.map(rankedJson),
  hints: facts.hints.map(({ id, certainty, why }) => ({ id, certainty, why })),
  timeline: steps.map(({ at, what }) => ({ at: timeJson(at), ...what })),
  course: courseJson(course),
  records: facts.evidence.map(({ file, byte, line, text }) => ({
    file,
    byte,
    line,
    text: redact(printable(text)),
  })),
});

/** What `/api/v1/day` answers and `report --json` prints. */
export const dayJson = (facts: DayFacts): object => ({
  version: 1,
  day: facts.day,
  zone: facts.zone,
  isOver: facts.isOver,
  ...spanJson(facts),
  dayBefore: totalsJson(facts.dayBefore),
  weekBefore: totalsJson(facts.weekBefore),
  byHour: facts.byHour,
  gone: facts.turned.gone,
  incidents: facts.incidents.map(incidentJson),
  messages: facts.letters,
});

/** What `report week --json` prints. */
export const weekJson = (facts: WeekFacts): object => ({
  version: 1,
  firstDay: facts.from,
  lastDay: facts.to,
  zone: facts.zone,
  ...spanJson(facts),
  weekBefore: totalsJson(facts.weekBefore),
  byDay: facts.days,
  gone: facts.turned.gone,
  incidents: facts.incidents.map(incidentJson),
  messages: facts.letters,
});

function spanJson({
  span,
  totals,
  groups,
  upstreams,
  routes,
  clients,
  changes,
  course,
  coverage,
}: SpanFacts) {
  const sum = (count: (file: (typeof coverage)[number]) => number) =>
    coverage.reduce((total, file) => total + count(file), 0);
  return {
    from: timeJson(span.from),
    to: timeJson(span.to),
    ...totalsJson(totals),
    clients,
    groups: groups.map(({ cause, upstream, count, outcomes, aftermath, hints }) => ({
      cause,
      upstream,
      count,
      ...outcomesJson(outcomes),
      aftermath: outcomesJson(aftermath),
      hints: hints.map(({ id, certainty, why }) => ({ id, certainty, why })),
    })),
    upstreams: upstreams.map(({ peers, ...upstream }) => ({ ...upstream, peers: peers.map(rankedJson) })),
    routes: routes.map(rankedJson),
    changes: changes.map(({ at, kind, words, by }) => ({
      at: timeJson(at),
      kind,
      words: redact(printable(words)),
      by,
    })),
    course: courseJson(course),
    records: sum(({ records }) => records),
    unparsed: sum(({ unparsed }) => unparsed),
  };
}

const totalsJson = ({ requests, failures, outcomes, byStatus }: Totals) => ({
  requests,
  failures: { total: failures, ...outcomesJson(outcomes) },
  byStatus,
});

const rankedJson = ({ key, count, alarming }: Ranked) => ({ name: key, count, alarming });

const courseJson = ({ from, widthMs, causes }: SpanFacts['course']) => ({
  from: timeJson(from),
  widthSeconds: widthMs / 1000,
  causes,
});
