import type { Clock } from '../../base/calendar.js';
import { formatIncidentName, type Incident } from '../../incidents/incident.js';
import type { Message } from '../../render/message.js';
import { bold, code, personName, text, timestamp } from '../../render/rich-text.js';
import { formatIncidentLine } from '../../report/words/incident-line.js';
import type { QuestionHandler } from '../question-handler.js';
import { findIncident, isMatchingIncident, type QueryScope, resolveScope } from '../scope.js';
import { renderAnswer } from './answer-view.js';
import type { ChangesQuestion } from './changes.js';

/** `who's on it?` */
export const assigneeHandler: QuestionHandler<{ type: 'assignee' }, ChangesQuestion> = {
  type: 'assignee',
  phrases: [
    'looking',
    'working on',
    'handling',
    'who',
    'whos',
    'owner',
    'on call',
    'oncall',
    'acked',
    'anybody on',
    'anyone on',
    'somebody on',
    'someone on',
    'i am on it',
    'im on it',
    'on it',
  ],
  takesIncidentNumber: true,
  interpret: (sentence, phrase) => {
    const changeType = sentence.findChange();
    return phrase.startsWith('who') && changeType !== undefined
      ? { type: 'changes', changeType }
      : { type: 'assignee' };
  },
  usage: 'who is on it? [BG-142]',
  help: 'who acknowledged the open incidents',
  answer: (question, context) => {
    const namedIncident = question.incidentNumber === null ? undefined : findIncident(question, context);
    const openIncidents = context.repository
      .openIncidents()
      .filter((incident) => isMatchingIncident(incident, question.filter));
    return {
      message: renderAssignee(
        namedIncident === undefined ? openIncidents : [namedIncident],
        resolveScope(question, context),
        context,
      ),
    };
  },
};

/** Renders who acknowledged the open incidents. */
function renderAssignee(openIncidents: readonly Incident[], scope: QueryScope, clock: Clock): Message {
  const [first] = openIncidents;
  const unassigned = openIncidents.filter(({ acknowledgement }) => acknowledgement === null);
  const lead =
    first === undefined
      ? text`No open incidents.`
      : unassigned.length === 0 && first.acknowledgement !== null
        ? text`${personName(first.acknowledgement.by)} has been on ${formatIncidentName(first)} since ${timestamp(first.acknowledgement.at, clock)}.`
        : text`${bold('Nobody')} is on ${unassigned.map(formatIncidentName).join(', ')} yet. Acknowledge with ${code(`ack ${formatIncidentName(unassigned[0] ?? first)}`)}.`;
  const items = openIncidents.map((incident) => formatIncidentLine(incident, clock));
  return renderAnswer(
    { lead, list: { title: 'Open', items }, tone: unassigned.length > 0 ? 'bad' : 'neutral' },
    scope,
    clock,
  );
}
