import type { Button } from '../button.js';
import type { Incident } from '../incident.js';
import type { Ledger } from '../ledger.js';
import { fields, mergeModal } from '../views/modal-merge.js';
import { orderView } from '../views/order.js';

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
