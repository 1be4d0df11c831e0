import { formatIncidentName, type Incident } from '../../incidents/incident.js';
import { buildMessage, section } from '../../render/blocks.js';
import type { Message } from '../../render/message.js';
import { isUserGroup, joinText, mention, personName, type RichText, text } from '../../render/rich-text.js';
import type { Operators } from '../permissions.js';

/** Short private answers to a press on a button. */
export const privateNotes = {
  unknownIncident: (value: string): Message =>
    renderNote(text`No incident has the number ${value}; it may be older than what is kept.`),
  /** Says who may, so that one knows whom to ask. */
  notAllowed: (operators: Operators): Message =>
    renderNote(
      text`That is for ${describeOperators(operators)} to do here${operators.length > operatorsNamedMax ? text` and others` : ''}. Everybody may acknowledge, read the lines and add notes.`,
    ),
  /** Nobody is let in, nor called an outsider, on a guess. */
  permissionUnknown: (operators: Operators): Message =>
    renderNote(
      text`That was not done: it is for ${describeOperators(operators)}, and Slack does not tell just now who is in ${describeOperators(operators.filter(isUserGroup))}. Please try again in a minute.`,
    ),
  tooLate: (): Message =>
    renderNote(text`That was not done, as things have changed meanwhile: see the message.`),
  alreadyAcknowledged: (incident: Incident): Message =>
    renderNote(
      text`${formatIncidentName(incident)} is already acknowledged by ${personName(incident.acknowledgement?.by ?? 'somebody')}.`,
    ),
};

/** Operators by name, the first few. */
export const describeOperators = (operators: Operators): RichText =>
  joinText(
    operators.slice(0, operatorsNamedMax).map((id) => [isUserGroup(id) ? mention({ id }) : personName(id)]),
    ', ',
  );

const operatorsNamedMax = 5;

const renderNote = (text: RichText): Message => buildMessage({ text, blocks: [section(text)] });
