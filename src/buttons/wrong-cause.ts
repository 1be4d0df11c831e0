import type { Button } from '../button.js';
import { causeIds } from '../cause.js';
import { causeModal, fields, noneOfThem } from '../views/modal-cause.js';
import { orderView } from '../views/order.js';

/** Says what the cause is instead, from the catalogue or in words. */
export const wrongCause: Button = {
  does: 'correct',
  press: (incident, _, { channel }) => ({ view: causeModal(incident, channel) }),
  submit: (incident, given, situation) => {
    const chosen = given[fields.cause];
    const cause = causeIds.find((id) => id === chosen) ?? null;
    const words = given[fields.words]?.trim() ?? '';
    if (cause === null && chosen !== noneOfThem) return { problems: { [fields.cause]: 'Choose one.' } };
    if (cause === null && words === '')
      return { problems: { [fields.words]: 'Say in a few words what it was.' } };
    const act = { name: 'correct', incident: incident.id, cause, words } as const;
    return { act, message: orderView.done(act, incident, situation) };
  },
};
