import type { ModalView } from '@slack/types';
import { modalPlace } from '../button.js';
import type { Clock } from '../calendar.js';
import { type Incident, incidentName } from '../incident.js';
import { incidentLine } from './incident-line.js';
import { section } from './kit.js';
import { asking, choiceField, showing } from './modal.js';
import { say } from './phrase.js';

/** The fields of the modal. */
export const fields = { into: 'into' } as const;

/** Asks which other incident it is a part of. */
export function mergeModal(
  incident: Incident,
  others: readonly Incident[],
  channel: string,
  clock: Clock,
): ModalView {
  const title = `Merge ${incidentName(incident)}`;
  if (others.length === 0) return showing(title, [section(say`No other incident is open.`)]);
  const place = modalPlace(incident, channel);
  return asking({ name: 'merge', title, submit: 'Merge', place }, [
    section(say`From then on the other one speaks for both, and the message of this one says so.`),
    choiceField(
      fields.into,
      'It is a part of',
      others.map((other) => ({ words: incidentLine(other, clock), value: String(other.id) })),
    ),
  ]);
}
