import { orderView } from '../answers/instruction.js';
import type { Button } from './button.js';

/** Says that it is over. */
export const resolve: Button = {
  does: 'resolve',
  press: (incident, _, situation) => {
    const act = { name: 'resolve', incident: incident.id } as const;
    return incident.state.name === 'open' ? { act } : { message: orderView.done(act, incident, situation) };
  },
};
