import type { Clock } from '../../base/calendar.js';
import { minuteMs } from '../../base/duration.js';
import { findRootCause, formatIncidentName } from '../../incidents/incident.js';
import type { Message } from '../../render/message.js';
import { bold, type RichText, text } from '../../render/rich-text.js';
import { summarizeIncident } from '../../report/summary/incident.js';
import { describeReach } from '../../report/words/incident.js';
import { formatUpstream, getFaultTitle } from '../../report/words/names.js';
import { listRecapSteps, type RecapSummary } from '../../report/words/timeline.js';
import type { QuestionHandler } from '../question-handler.js';
import { findIncident, type QueryScope, resolveIncidentScope } from '../scope.js';
import { renderAnswer } from './answer-view.js';
import type { ReportQuestion } from './report.js';
import { renderNoIncident } from './why.js';

/** `catch me up on BG-142`: the timeline of an incident. */
export const recapHandler: QuestionHandler<{ type: 'recap' }, ReportQuestion> = {
  type: 'recap',
  phrases: [
    'how long',
    'last outage',
    'last incident',
    'latest incident',
    'newest incident',
    'newest outage',
    'latest outage',
    'catch up',
    'catch me up',
    'catch us up',
    'recap',
    'summary',
    'summarise',
    'summarize',
    'what happened',
    'brief',
  ],
  takesIncidentNumber: true,
  interpret: ({ scope }, phrase) =>
    dayPhrases.includes(phrase) && scope.incidentNumber === null && scope.times[0]?.type === 'day'
      ? { type: 'report', period: 'day' }
      : { type: 'recap' },
  usage: 'catch me up [on BG-142]',
  help: 'the timeline of an incident so far',
  answer: (question, context) => {
    const { repository } = context;
    const incident = findIncident(question, context);
    if (incident === undefined) {
      return { message: renderNoIncident(question.incidentNumber ?? undefined, undefined, context) };
    }
    const scope = resolveIncidentScope(incident, {}, context);
    const { to } = scope.window.span;
    const summary = {
      incident,
      changes: repository.changes({ from: incident.firstFailureAt - leadMs, to }).slice(-changesMax),
      entries: repository.timeline(incident.id).slice(-entriesMax),
      reach: describeReach(summarizeIncident(incident, repository, context.now)),
    };
    return { message: renderRecap(summary, scope, context) };
  },
};

/** With a day they ask for all of it. */
const dayPhrases = ['summary', 'summarise', 'summarize', 'recap'];

const leadMs = 30 * minuteMs;

const changesMax = 10;

const entriesMax = 20;

/** Renders the timeline of an incident. */
function renderRecap(
  summary: RecapSummary & { readonly reach: RichText },
  scope: QueryScope,
  clock: Clock,
): Message {
  const { incident, reach } = summary;
  const isOpen = incident.state.type === 'open';
  return renderAnswer(
    {
      lead: text`${bold(formatIncidentName(incident))} ${isOpen ? 'is open' : 'is over'}: ${getFaultTitle(incident, findRootCause(incident))} at ${formatUpstream(incident.upstream)}, ${reach}.`,
      list: { title: 'What happened', items: listRecapSteps(summary, clock) },
      tone: isOpen ? 'bad' : 'good',
    },
    scope,
    clock,
  );
}
