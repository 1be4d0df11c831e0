import { type Incident, incidentName } from '../incident.js';
import type { Message } from '../message.js';
import type { Operators } from '../operators.js';
import { message, section } from './kit.js';
import { joined, type Phrase, person, say } from './phrase.js';

/** Short private answers to a press on a button. */
export const noteView = {
  unknownIncident: (value: string): Message =>
    note(say`No incident has the number ${value}; it may be older than what is kept.`),
  /** Says who may, so that one knows whom to ask. */
  notAllowed: (operators: Operators): Message =>
    note(
      say`That is for ${joined(
        operators.slice(0, namedMax).map((user) => [person(user)]),
        ', ',
      )} to do here${operators.length > namedMax ? ' and others' : ''}. Everybody may acknowledge, read the lines and add notes.`,
    ),
  tooLate: (): Message => note(say`That was not done, as things have changed meanwhile: see the message.`),
  alreadyAcknowledged: (incident: Incident): Message =>
    note(
      say`${incidentName(incident)} is already acknowledged by ${person(incident.acknowledged?.by ?? 'somebody')}.`,
    ),
};

const namedMax = 5;

const note = (text: Phrase): Message => message({ text, blocks: [section(text)] });
