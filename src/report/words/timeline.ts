import type { Clock } from '../../base/calendar.js';
import { pluralize } from '../../base/format-number.js';
import type { Incident } from '../../incidents/incident.js';
import type { TimelineEntry, TimelineEvent } from '../../incidents/timeline.js';
import type { GatewayChange } from '../../parse/event.js';
import { personName, type RichText, text, timestamp } from '../../render/rich-text.js';
import type { FailureTotals } from '../repository.js';
import { resolutionReasons } from './incident.js';
import { formatUpstream, getCauseTitle } from './names.js';

/** What a recap is made from. */
export type RecapSummary = {
  readonly incident: Incident;
  /** Before it and meanwhile. */
  readonly changes: readonly GatewayChange[];
  readonly entries: readonly TimelineEntry[];
  readonly totals: FailureTotals;
};

/** What happened to it, by time. */
export const listRecapSteps = (
  summary: Pick<RecapSummary, 'incident' | 'changes' | 'entries'>,
  clock: Clock,
): readonly RichText[] =>
  [...collectSteps(summary, clock)].sort((a, b) => a.at - b.at).map(({ text }) => text);

type RecapStep = { readonly at: number; readonly text: RichText };

function collectSteps(
  { incident, changes, entries }: Pick<RecapSummary, 'incident' | 'changes' | 'entries'>,
  clock: Clock,
): readonly RecapStep[] {
  const { state, firstFailureAt, lastFailureAt } = incident;
  const step = (at: number, words: RichText): RecapStep => ({
    at,
    text: [timestamp(at, clock), ' ', ...words],
  });
  return [
    ...changes.map((change) => ({ at: change.at, text: describeChange(change, clock) })),
    step(firstFailureAt, text`first failure`),
    ...[...entries, ...deriveMissingEntries(incident, entries)].map(({ at, by, event }) =>
      step(at, by === null ? describeTurn(event) : text`${describeTurn(event)}, by ${personName(by)}`),
    ),
    step(lastFailureAt, text`${state.type === 'open' ? 'latest' : 'last'} failure`),
  ];
}

/** A change as an item of a list. */
export const describeChange = ({ at, message, by }: GatewayChange, clock: Clock): RichText =>
  by === null
    ? text`${timestamp(at, clock)} ${message}`
    : text`${timestamp(at, clock)} ${message}, by ${personName(by)}`;

/** What the incident itself tells, and nothing that was written down. */
function deriveMissingEntries(
  { state, acknowledgement }: Incident,
  storedEntries: readonly TimelineEntry[],
): readonly TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  if (state.type !== 'pending') entries.push({ at: state.openedAt, by: null, event: { type: 'opened' } });
  if (acknowledgement !== null) entries.push({ ...acknowledgement, event: { type: 'acknowledged' } });
  if (state.type === 'resolved')
    entries.push({
      at: state.resolvedAt,
      by: null,
      event: { type: 'recovered', resolution: state.resolution },
    });
  return entries.filter((entry) => storedEntries.every(({ event }) => event.type !== entry.event.type));
}

function describeTurn(what: TimelineEvent): RichText {
  switch (what.type) {
    case 'spread':
      return text`spread to ${pluralize(what.upstreams, 'upstream')}`;
    case 'worsened':
      return text`worse: ${what.severity}`;
    case 'cause-changed':
      return text`another cause: ${getCauseTitle(what.cause)}`;
    case 'corrected':
      return what.cause === null
        ? text`the cause is said to be another one`
        : text`the cause is said to be “${getCauseTitle(what.cause)}”`;
    case 'acknowledged':
      return text`taken on`;
    case 'recovered':
      return text`over: ${resolutionReasons[what.resolution]}`;
    case 'absorbed':
      return text`took in another incident`;
    case 'merged':
      return text`became a part of another incident`;
    case 'split':
      return text`${formatUpstream(what.upstream)} was taken out`;
    case 'noted':
      return text`“${what.text}”`;
    default:
      return [what.type.replaceAll('-', ' ')];
  }
}
