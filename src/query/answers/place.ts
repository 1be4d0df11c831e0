import type { Clock } from '../../base/calendar.js';
import { formatDuration, pluralize } from '../../base/format-number.js';
import type { Span } from '../../base/span.js';
import { sumClientImpacting } from '../../incidents/failure-counts.js';
import type { Incident } from '../../incidents/incident.js';
import type { Message } from '../../render/message.js';
import { bold, type RichText, text } from '../../render/rich-text.js';
import type { FailureTotals } from '../../report/repository.js';
import { describeImpact } from '../../report/words/impact.js';
import { formatIncidentLine } from '../../report/words/incident-line.js';
import type { QueryScope } from '../scope.js';
import { renderAnswer } from './answer-view.js';
import { describeLastSuccess } from './last-success.js';

/** How one upstream, host or peer does: what is open there, what failed lately, when it last answered well. */
export function renderPlace(
  { name, openIncidents, recent, lastDay, lastSuccess, lastFailureAt }: PlaceSummary,
  scope: QueryScope,
  clock: Clock,
): Message {
  const hasFailed = openIncidents.length > 0 || sumClientImpacting(recent.outcomes) > 0;
  const isBack =
    openIncidents.length === 0 && lastFailureAt !== null && (lastSuccess?.from ?? 0) > lastFailureAt;
  const isFailing = hasFailed && !isBack;
  return renderAnswer(
    {
      lead: isFailing
        ? text`${name} is failing: ${describeImpact(recent)} in the last 15 min.`
        : hasFailed && lastFailureAt !== null
          ? text`${name} is back: ${describeImpact(recent)} in the last 15 min, the last one ${formatDuration(clock.now - lastFailureAt)} ago.`
          : text`${name} is fine: nothing failed in the last 15 min.`,
      details: [text`Last 24 h: ${describeImpact(lastDay)}.`, describeLastSuccess(lastSuccess, clock)],
      list: { title: 'Open', items: openIncidents.map((incident) => formatIncidentLine(incident, clock)) },
      tone: isFailing ? 'bad' : 'good',
    },
    scope,
    clock,
  );
}

export type PlaceSummary = {
  /** When the latest failure of the last quarter of an hour was; null when there was none. */
  readonly lastFailureAt: number | null;
  /** How it is called in the sentence. */
  readonly name: RichText;
  readonly openIncidents: readonly Incident[];
  /** Of the last quarter of an hour, and of the last day. */
  readonly recent: FailureTotals;
  readonly lastDay: FailureTotals;
  /** The minute of the latest good answer; undefined where that is not counted so narrowly. */
  readonly lastSuccess: Span | null | undefined;
};

/** The incidents of a time, newest first. */
export function renderIncidents(incidents: readonly Incident[], scope: QueryScope, clock: Clock): Message {
  const { label } = scope.window;
  const more = incidents.length - incidentsShownMax;
  return renderAnswer(
    {
      lead:
        incidents.length === 0
          ? text`${bold('No')} incident, ${label}.`
          : text`${bold(pluralize(incidents.length, 'incident'))}, ${label}${more > 0 ? `; the newest ${incidentsShownMax}:` : '.'}`,
      list: {
        title: '',
        items: incidents.slice(0, incidentsShownMax).map((incident) => formatIncidentLine(incident, clock)),
      },
    },
    scope,
    clock,
  );
}

const incidentsShownMax = 20;
