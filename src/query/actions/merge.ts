import type { ModalView } from '@slack/types';
import type { Clock } from '../../base/calendar.js';
import { type Incident, incidentName } from '../../incidents/incident.js';
import { section } from '../../render/blocks.js';
import { say } from '../../render/rich-text.js';
import type { Ledger } from '../../report/repository.js';
import { incidentLine } from '../../report/words/incident-line.js';
import { orderView } from '../answers/instruction.js';
import { type Button, modalPlace } from './button.js';
import { asking, choiceField, showing } from './modal.js';

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

/** Makes an incident a part of another that is open. */
export const mergeInto: Button = {
  does: 'merge',
  press: (incident, _, { ledger, channel, ...clock }) => ({
    view: mergeModal(incident, othersThan(incident, ledger), channel, clock),
  }),
  submit: (incident, given, situation) => {
    const into = othersThan(incident, situation.ledger).find(({ id }) => String(id) === given[fields.into]);
    if (into === undefined)
      return { problems: { [fields.into]: 'That one is no longer open: choose another.' } };
    const act = { name: 'merge', incident: incident.id, into: into.id } as const;
    return { act, message: orderView.done(act, incident, situation) };
  },
};

const othersThan = ({ id }: Incident, ledger: Ledger): readonly Incident[] =>
  ledger.openIncidents().filter((other) => other.id !== id);
