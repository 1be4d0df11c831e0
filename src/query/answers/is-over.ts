import type { Clock } from '../../base/calendar.js';
import { dayMs } from '../../base/duration.js';
import { formatDuration, pluralize } from '../../base/format-number.js';
import type { Span } from '../../base/span.js';
import { findRootCause, formatIncidentName, type Incident } from '../../incidents/incident.js';
import type { Message } from '../../render/message.js';
import { bold, type RichText, text, timestamp } from '../../render/rich-text.js';
import { describeFilter } from '../../report/words/filter.js';
import { resolutionReasons } from '../../report/words/incident.js';
import { formatUpstream, getFaultTitle } from '../../report/words/names.js';
import { isUnfiltered } from '../language/filters.js';
import type { QuestionHandler } from '../question-handler.js';
import { findIncident, type QueryScope, resolveScope } from '../scope.js';
import { renderAnswer } from './answer-view.js';
import { describeLastSuccess } from './last-success.js';

/** `is it over?`, `is payments-api back?` */
export const isOverHandler: QuestionHandler<{ type: 'is-over' }> = {
  type: 'is-over',
  phrases: [
    'over',
    'back',
    'up',
    'recovered',
    'recover',
    'recovery',
    'resolved',
    'fixed',
    'finished',
    'still',
    'ended',
    'stopped',
    'healthy',
    'ok again',
  ],
  takesIncidentNumber: true,
  usage: 'is it over?, is payments-api back?',
  help: 'whether an incident is over, and the evidence',
  answer: (question, context) => {
    const incident = findIncident(question, context);
    const scope = resolveScope(question, context);
    const upstream = question.filter.upstream ?? incident?.upstream;
    const lastSuccess = context.repository.lastSuccess(
      { from: context.now - lastSuccessWindowMs, to: context.now },
      upstream === undefined ? {} : { upstream },
    );
    const name = isUnfiltered(question.filter) ? [] : [' ', ...describeFilter(question.filter)];
    return { message: renderIsOver(incident, name, lastSuccess, scope, context) };
  },
};

const lastSuccessWindowMs = dayMs;

/** Renders whether an incident is over, and the evidence. */
function renderIsOver(
  incident: Incident | undefined,
  name: RichText,
  lastSuccess: Span | null | undefined,
  scope: QueryScope,
  clock: Clock,
): Message {
  if (incident === undefined) {
    return renderAnswer(
      {
        lead: text`${bold('No open incident')}${name}.`,
        details: [describeLastSuccess(lastSuccess, clock)],
        tone: 'good',
      },
      scope,
      clock,
    );
  }
  const { state, lastFailureAt, successesSince } = incident;
  const title = text`${formatIncidentName(incident)}, ${getFaultTitle(incident, findRootCause(incident))} at ${formatUpstream(incident.upstream)}`;
  const since = text`The last failure was ${formatDuration(clock.now - lastFailureAt)} ago, with ${pluralize(successesSince, 'good request')} since.`;
  return state.type === 'resolved'
    ? renderAnswer(
        {
          lead: text`${bold('Over')}: ${title} has been over since ${timestamp(lastFailureAt, clock)}: ${resolutionReasons[state.resolution]}.`,
          details: [describeLastSuccess(lastSuccess, clock)],
          tone: 'good',
        },
        scope,
        clock,
      )
    : renderAnswer(
        {
          lead: text`${bold('Not over')}: ${title} is still open.`,
          details: [since, describeLastSuccess(lastSuccess, clock)],
          tone: 'bad',
        },
        scope,
        clock,
      );
}
