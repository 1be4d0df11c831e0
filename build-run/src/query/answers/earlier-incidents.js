import { pluralize } from '../../base/format-number.js';
import { formatIncidentName } from '../../incidents/incident.js';
import { bold, code, text } from '../../render/rich-text.js';
import { formatIncidentLine } from '../../report/words/incident-line.js';
import { formatUpstream } from '../../report/words/names.js';
import { findIncident, resolveIncidentScope } from '../scope.js';
import { renderAnswer } from './answer-view.js';
import { renderNoIncident } from './why.js';
/** `what did we do last time?`: earlier incidents of the same kind, with their notes. */
export const earlierIncidentsHandler = {
  type: 'earlier-incidents',
  phrases: [
    'last time',
    'previous time',
    'before',
    'happened before',
    'seen before',
    'history',
    'previously',
  ],
  takesIncidentNumber: true,
  usage: 'what did we do last time? [BG-142]',
  help: 'earlier incidents with the same cause and upstream, and their notes',
  answer: (question, context) => {
    const incident = findIncident(question, context);
    if (incident === undefined) {
      return { message: renderNoIncident(question.incidentNumber ?? undefined, undefined, context) };
    }
    const earlierIncidents = context.repository
      .earlierIncidents(incident, earlierIncidentsMax)
      .map((earlierIncident) => ({ incident: earlierIncident, notes: listNotes(earlierIncident, context) }));
    return {
      message: renderEarlierIncidents(
        incident,
        earlierIncidents,
        resolveIncidentScope(incident, {}, context),
        context,
      ),
    };
  },
};
const earlierIncidentsMax = 5;
const notesMax = 3;
const listNotes = ({ id }, { repository }) =>
  repository
    .timeline(id)
    .flatMap(({ event }) =>
      event.type === 'noted'
        ? [event.text]
        : event.type === 'helped' && event.answer.type === 'step'
          ? [`What helped: ${event.answer.step}`]
          : [],
    )
    .slice(-notesMax);
/** Renders the earlier incidents with the same cause and upstream. */
function renderEarlierIncidents(incident, earlierIncidents, scope, clock) {
  const items = earlierIncidents.map((entry) => [
    ...formatIncidentLine(entry.incident, clock),
    ...entry.notes.flatMap((words) => ['\n', ...text`“${words}”`]),
  ]);
  return renderAnswer(
    {
      lead:
        earlierIncidents.length === 0
          ? text`${formatIncidentName(incident)} is the first of its kind on record at ${formatUpstream(incident.upstream)}.`
          : text`Before ${formatIncidentName(incident)} this happened ${bold(pluralize(earlierIncidents.length, 'time'))} at ${formatUpstream(incident.upstream)}.`,
      details: [
        earlierIncidents.every(({ notes }) => notes.length === 0)
          ? text`No notes from then. To add one now: ${code(`note ${formatIncidentName(incident)} rolled back`)}.`
          : undefined,
      ],
      list: { title: '', items },
    },
    scope,
    clock,
  );
}
