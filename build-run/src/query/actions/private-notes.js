import { formatIncidentName } from '../../incidents/incident.js';
import { buildMessage, section } from '../../render/blocks.js';
import { isUserGroup, joinText, mention, personName, text } from '../../render/rich-text.js';
/** Replies that only the user who pressed a button sees. */
export const privateNotes = {
  unknownIncident: (value) =>
    renderNote(text`No incident has the number ${value}. It may be older than the retention period.`),
  /** Names the operators, so that the user knows whom to ask. */
  notAllowed: (operators) =>
    renderNote(
      text`Only ${describeOperators(operators)}${operators.length > operatorsNamedMax ? text` and others` : ''} may do this. Everybody may acknowledge, read the lines and add notes.`,
    ),
  /** Membership is unknown, so the user is neither let in nor turned away. */
  permissionUnknown: (operators) =>
    renderNote(
      text`Not done: only ${describeOperators(operators)} may do this, and Slack cannot currently say who is in ${describeOperators(operators.filter(isUserGroup))}. Try again in a minute.`,
    ),
  tooLate: () => renderNote(text`Not done: the incident has changed since. Check its message.`),
  alreadyAcknowledged: (incident) =>
    renderNote(
      text`${formatIncidentName(incident)} is already acknowledged by ${personName(incident.acknowledgement?.by ?? 'someone')}.`,
    ),
};
/** The first few operators, by name. */
export const describeOperators = (operators) =>
  joinText(
    operators.slice(0, operatorsNamedMax).map((id) => [isUserGroup(id) ? mention({ id }) : personName(id)]),
    ', ',
  );
const operatorsNamedMax = 5;
const renderNote = (text) => buildMessage({ text, blocks: [section(text)] });
