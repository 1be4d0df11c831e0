import type { CauseId } from '../diagnose/cause.js';
import { type Incident, type Proof, rootCause } from './incident.js';
import { exceeds, type Severity } from './severity.js';

/** One thing that happened to an incident: who, what, when. Kept for as long as the incident is. */
export type TimelineEntry = {
  readonly at: number;
  /** A Slack user id or the name of who did it in a terminal; null when the logs did. */
  readonly by: string | null;
  readonly what: Turn;
};

/** All that can turn. Other incidents are named by their row numbers. */
export type Turn =
  | { readonly name: 'opened' }
  | { readonly name: 'reopened' }
  | { readonly name: 'spread'; readonly upstreams: number }
  | { readonly name: 'worsened'; readonly severity: Severity }
  | { readonly name: 'cause-changed'; readonly cause: CauseId }
  /** Somebody says that the cause is another one; null: that it is not this one. */
  | { readonly name: 'corrected'; readonly cause: CauseId | null }
  | { readonly name: 'acknowledged' }
  | { readonly name: 'escalated' }
  | { readonly name: 'silenced' }
  | { readonly name: 'silence-ended' }
  | { readonly name: 'recovered'; readonly proof: Proof }
  /** Took in another incident, as both are one fault. */
  | { readonly name: 'took-in'; readonly incident: number }
  | { readonly name: 'merged'; readonly into: number }
  /** An upstream was taken out, into an incident of its own. */
  | { readonly name: 'split'; readonly upstream: string | null; readonly into: number }
  | { readonly name: 'noted'; readonly text: string };

/** An entry and the row number of its incident. */
export type Turned = { readonly incident: number; readonly entry: TimelineEntry };

/** What turned between two looks at an incident; nothing while it is only watched. `by`: who did it, null for the logs. */
export function turnsBetween(
  before: Incident | undefined,
  after: Incident,
  by: string | null,
): readonly Turned[] {
  if (after.number === null) return [];
  const own = turnsOf(before, after, by).map((entry) => ({ incident: after.id, entry }));
  if (after.partOf === null || before?.partOf === after.partOf) return own;
  const entry: TimelineEntry = { at: endOf(after), by, what: { name: 'took-in', incident: after.id } };
  return [...own, { incident: after.partOf, entry }];
}

function turnsOf(before: Incident | undefined, after: Incident, by: string | null): readonly TimelineEntry[] {
  const entry = (what: Turn, at: number): TimelineEntry => ({ at, by, what });
  const at = after.lastFailureAt;
  const { state, acknowledged, corrected, branches } = after;
  if (before === undefined || before.number === null) {
    return state.name === 'watching' ? [] : [entry({ name: 'opened' }, state.openedAt)];
  }
  const entries: TimelineEntry[] = [];
  if (magnitude(branches.length) > magnitude(before.branches.length))
    entries.push(entry({ name: 'spread', upstreams: branches.length }, at));
  if (exceeds(after.severity, before.severity))
    entries.push(entry({ name: 'worsened', severity: after.severity }, at));
  if (corrected !== before.corrected) entries.push(entry({ name: 'corrected', cause: corrected }, at));
  else if (rootCause(after) !== rootCause(before))
    entries.push(entry({ name: 'cause-changed', cause: rootCause(after) }, at));
  if (acknowledged !== null && before.acknowledged === null)
    entries.push({ at: acknowledged.at, by: acknowledged.by, what: { name: 'acknowledged' } });
  if (state.name === 'open' && before.state.name === 'resolved')
    entries.push(entry({ name: 'reopened' }, at));
  if (state.name === 'resolved' && before.state.name !== 'resolved')
    entries.push(entry(endingOf(after, state.proof), state.resolvedAt));
  return entries;
}

/** Each doubling is an entry: a storm of hundreds comes one by one. */
const magnitude = (count: number) => Math.floor(Math.log2(Math.max(count, 1)));

const endingOf = ({ partOf }: Incident, proof: Proof): Turn =>
  partOf === null ? { name: 'recovered', proof } : { name: 'merged', into: partOf };

const endOf = ({ state, lastFailureAt }: Incident): number =>
  state.name === 'resolved' ? state.resolvedAt : lastFailureAt;
