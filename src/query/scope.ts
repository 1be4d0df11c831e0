import type { Clock } from '../base/calendar.js';
import { type Incident, rootCause, upstreamsOf } from '../incidents/incident.js';
import {
  atUpstreams,
  type Dimension,
  type FileCoverage,
  type Ledger,
  type Of,
  type Window,
} from '../report/repository.js';
import { lastDay, windowOf } from './language/time-window.js';
import type { About, When } from './question.js';

/** What an answer was counted from: which time, which failures, how much of the logs. */
export type Scope = {
  readonly window: Window;
  readonly of: Of;
  /** Later than the window begins where only single failures tell, and those are too many or gone. */
  readonly from: number;
  readonly coverage: readonly FileCoverage[];
};

/** Where an answer is looked for. */
type Place = Clock & { readonly ledger: Ledger };

/** The first time and all filters that a question names; the incident's own where it names one. */
export function scopeOf(question: About, place: Place, by?: Dimension, otherwise: When = lastDay): Scope {
  const { ledger } = place;
  const incident = question.incident === null ? undefined : ledger.incident(question.incident);
  if (incident !== undefined && question.when.length === 0)
    return scopeOfIncident(incident, question.of, place);
  return scopeAt(question.when[0] ?? otherwise, question.of, place, by);
}

/** The scope of one time. */
export function scopeAt(when: When, of: Of, { ledger, ...clock }: Place, by?: Dimension): Scope {
  const window = windowOf(when, clock, changedAt(when, ledger, clock.now));
  return { window, of, from: ledger.reach(window.span, of, by), coverage: ledger.coverage() };
}

/** From an incident's first failure until its last, at the upstreams that it hits. */
export function scopeOfIncident(incident: Incident, of: Of, { ledger, now }: Place): Scope {
  const { firstFailureAt, lastFailureAt, number, state } = incident;
  const to = state.name === 'open' ? now : lastFailureAt + 1;
  const window = { span: { from: firstFailureAt, to }, words: number === null ? 'it' : `BG-${number}` };
  const narrowed = of.upstream === undefined ? { ...atUpstreams(upstreamsOf(incident)), ...of } : of;
  return { window, of: narrowed, from: ledger.reach(window.span, narrowed), coverage: ledger.coverage() };
}

/** The incident that a question is about: the one it names, else the worst open one that fits, else the newest. */
export function incidentFor(question: About, { ledger, now }: Place): Incident | undefined {
  if (question.incident !== null) return ledger.incident(question.incident);
  const fits = (incident: Incident) => isAbout(incident, question.of);
  return (
    ledger.openIncidents().find(fits) ?? ledger.incidents({ from: now - recentMs, to: now + 1 }).find(fits)
  );
}

/** True when an incident has to do with what is asked about, as far as an incident tells. */
export function isAbout(incident: Incident, { upstream, causes, cause }: Of): boolean {
  const wanted = causes ?? (cause === undefined ? undefined : [cause]);
  return (
    (upstream === undefined || upstreamsOf(incident).includes(upstream)) &&
    (wanted === undefined || wanted.includes(rootCause(incident)))
  );
}

const recentMs = 7 * 86_400_000;

/** The latest change of the kind that a time begins with. */
function changedAt(when: When, ledger: Ledger, now: number): number | undefined {
  if (when.name !== 'since' || when.start.name !== 'change') return undefined;
  const { kind } = when.start;
  const changes = ledger.changes({ from: now - 4 * recentMs, to: now + 1 });
  return changes.filter((change) => change.kind === kind).at(-1)?.at;
}
