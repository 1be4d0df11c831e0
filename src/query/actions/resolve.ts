import { instructionReplies } from '../answers/instruction.js';
import type { ButtonHandler } from './button.js';

/** Says that it is over. */
export const resolveButton: ButtonHandler = {
  actionType: 'resolve',
  onPress: (incident, _, context) => {
    const action = { type: 'resolve', incidentId: incident.id } as const;
    return incident.state.type === 'open'
      ? { action }
      : { message: instructionReplies.applied(action, incident, context) };
  },
};
