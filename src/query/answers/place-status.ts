import type { Clock } from '../../base/calendar.js';
import { formatDuration } from '../../base/format-number.js';
import type { Span } from '../../base/span.js';
import { sumClientImpacting } from '../../incidents/failure-counts.js';
import type { Incident } from '../../incidents/incident.js';
import type { Message } from '../../render/message.js';
import { type RichText, text } from '../../render/rich-text.js';
import { applicationErrorFilter, type FailureFilter, type FailureTotals } from '../../report/repository.js';
import { type AnswersSummary, summarizeAnswers } from '../../report/summary/answers.js';
import { describeErrorAnswers } from '../../report/words/answers.js';
import { describePlace } from '../../report/words/filter.js';
import { describeImpact } from '../../report/words/impact.js';
import { formatIncidentLine } from '../../report/words/incident-line.js';
import type { QuestionScope, TimeExpression } from '../question.js';
import type { AnswerContext } from '../question-handler.js';
import { isMatchingIncident, type QueryScope, resolveTimeScope } from '../scope.js';
import { renderAnswer } from './answer-view.js';
import { describeLastSuccess } from './last-success.js';

/** Renders the state of an upstream, host or peer: open incidents, recent failures, the last good answer. */
export function renderPlaceStatus({ filter }: QuestionScope, context: AnswerContext) {
  const { repository } = context;
  const scope = resolveTimeScope(last24Hours, filter, context);
  const recent = resolveTimeScope(last15Minutes, filter, context);
  const summary = {
    name: describePlace(filter),
    openIncidents: repository
      .openIncidents()
      .filter((incident) => hasUpstream(filter) && isMatchingIncident(incident, filter)),
    recent: repository.totals(recent.window.span, filter),
    ownErrors: repository.totals(recent.window.span, { ...filter, ...applicationErrorFilter }),
    answers: summarizeAnswers(repository, recent.window.span, filter),
    lastDay: repository.totals(scope.window.span, filter),
    lastSuccess: repository.lastSuccess(scope.window.span, filter),
    lastFailureAt: repository.individualFailures(recent.window.span, filter, 'latest', 1)[0]?.at ?? null,
  };
  return renderPlace(summary, scope, context);
}

/** Incidents can only be matched by upstream. */
const hasUpstream = ({ upstream }: FailureFilter) => upstream !== undefined;

function renderPlace(
  { name, openIncidents, recent, ownErrors, answers, lastDay, lastSuccess, lastFailureAt }: PlaceSummary,
  scope: QueryScope,
  clock: Clock,
): Message {
  const hasFailed = openIncidents.length > 0 || sumClientImpacting(recent.outcomes) + ownErrors.failures > 0;
  const isBack =
    openIncidents.length === 0 && lastFailureAt !== null && (lastSuccess?.from ?? 0) > lastFailureAt;
  const isFailing = hasFailed && !isBack;
  // Nothing but answers 500 of the application: no gateway failure, but not fine either.
  const failures = recent.failures === 0 && ownErrors.failures > 0 ? ownErrors : recent;
  return renderAnswer(
    {
      lead: isFailing
        ? text`${name} is failing: ${describeImpact(failures, scope.filter)} in the last 15 min.`
        : hasFailed && lastFailureAt !== null
          ? text`${name} is back: ${describeImpact(recent, scope.filter)} in the last 15 min, the last one ${formatDuration(clock.now - lastFailureAt)} ago.`
          : text`${name} is fine: ${describeImpact(recent)} in the last 15 min.`,
      details: [
        describeErrorAnswers(answers),
        text`Last 24 h: ${describeImpact(lastDay, scope.filter)}.`,
        describeLastSuccess(lastSuccess, clock),
      ],
      list: { title: 'Open', items: openIncidents.map((incident) => formatIncidentLine(incident, clock)) },
      tone: isFailing ? 'bad' : 'good',
    },
    scope,
    clock,
  );
}

type PlaceSummary = {
  /** Errors that the application made itself, in the last 15 min. */
  readonly ownErrors: FailureTotals;
  /** All answers of the last 15 min. */
  readonly answers: AnswersSummary;
  /** The latest failure of the last 15 min; null without one. */
  readonly lastFailureAt: number | null;
  /** Its name in the sentence. */
  readonly name: RichText;
  readonly openIncidents: readonly Incident[];
  /** The last 15 min, and the last 24 h. */
  readonly recent: FailureTotals;
  readonly lastDay: FailureTotals;
  /** The minute of the latest good answer; null without one, undefined where that is not counted. */
  readonly lastSuccess: Span | null | undefined;
};

const last15Minutes: TimeExpression = { type: 'last', count: 15, unit: 'minute' };
const last24Hours: TimeExpression = { type: 'last', count: 24, unit: 'hour' };
