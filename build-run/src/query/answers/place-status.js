import { formatDuration } from '../../base/format-number.js';
import { sumClientImpacting } from '../../incidents/failure-counts.js';
import { text } from '../../render/rich-text.js';
import { applicationErrorFilter } from '../../report/repository.js';
import { summarizeAnswers } from '../../report/summary/answers.js';
import { describeErrorAnswers } from '../../report/words/answers.js';
import { describePlace } from '../../report/words/filter.js';
import { describeImpact } from '../../report/words/impact.js';
import { formatIncidentLine } from '../../report/words/incident-line.js';
import { isMatchingIncident, resolveTimeScope } from '../scope.js';
import { renderAnswer } from './answer-view.js';
import { describeLastSuccess } from './last-success.js';
/** Renders the state of an upstream, host or peer: open incidents, recent failures, the last good answer. */
export function renderPlaceStatus({ filter }, context) {
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
const hasUpstream = ({ upstream }) => upstream !== undefined;
function renderPlace(
  { name, openIncidents, recent, ownErrors, answers, lastDay, lastSuccess, lastFailureAt },
  scope,
  clock,
) {
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
const last15Minutes = { type: 'last', count: 15, unit: 'minute' };
const last24Hours = { type: 'last', count: 24, unit: 'hour' };
