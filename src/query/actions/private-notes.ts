import type { Operators } from '../../config/config.js';
import { type Incident, incidentName } from '../../incidents/incident.js';
import { message, section } from '../../render/blocks.js';
import { isGroup } from '../../render/mention.js';
import type { Message } from '../../render/message.js';
import { calling, joined, type Phrase, person, say } from '../../render/rich-text.js';

/** Short private answers to a press on a button. */
export const noteView = {
  unknownIncident: (value: string): Message =>
    note(say`No incident has the number ${value}; it may be older than what is kept.`),
  /** Says who may, so that one knows whom to ask. */
  notAllowed: (operators: Operators): Message =>
    note(
      say`That is for ${operatorWords(operators)} to do here${operators.length > namedMax ? say` and others` : ''}. Everybody may acknowledge, read the lines and add notes.`,
    ),
  /** Nobody is let in, nor called an outsider, on a guess. */
  notKnown: (operators: Operators): Message =>
    note(
      say`That was not done: it is for ${operatorWords(operators)}, and Slack does not tell just now who is in ${operatorWords(operators.filter(isGroup))}. Please try again in a minute.`,
    ),
  tooLate: (): Message => note(say`That was not done, as things have changed meanwhile: see the message.`),
  alreadyAcknowledged: (incident: Incident): Message =>
    note(
      say`${incidentName(incident)} is already acknowledged by ${person(incident.acknowledged?.by ?? 'somebody')}.`,
    ),
};

/** Operators by name, the first few. */
export const operatorWords = (operators: Operators): Phrase =>
  joined(
    operators.slice(0, namedMax).map((id) => [isGroup(id) ? calling({ id }) : person(id)]),
    ', ',
  );

const namedMax = 5;

const note = (text: Phrase): Message => message({ text, blocks: [section(text)] });
