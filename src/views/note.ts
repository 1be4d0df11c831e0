import { type Incident, incidentName } from '../incident.js';
import type { Message } from '../message.js';
import { message, section } from './kit.js';
import { type Phrase, person, say } from './phrase.js';

/** Short private answers to a press on a button. */
export const noteView = {
  unknownIncident: (value: string): Message =>
    note(say`No incident has the number ${value}; it may be older than what is kept.`),
  alreadyAcknowledged: (incident: Incident): Message =>
    note(
      say`${incidentName(incident)} is already acknowledged by ${person(incident.acknowledged?.by ?? 'somebody')}.`,
    ),
};

const note = (text: Phrase): Message => message({ text, blocks: [section(text)] });
