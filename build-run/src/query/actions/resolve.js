import { formatIncidentName } from '../../incidents/incident.js';
import { button, confirmationDialog } from '../../render/controls.js';
import { instructionReplies } from '../answers/instruction.js';
import { encodeButtonValue } from './button.js';
/** Resolves an incident. */
export const resolveButton = {
  name: 'resolve',
  actionType: 'resolve',
  isOffered: ({ state }) => state.type === 'open',
  control: {
    type: 'row',
    render: (name, incident) =>
      button('Resolve', name, encodeButtonValue(incident.number), {
        confirm: confirmationDialog(
          `Resolve ${formatIncidentName(incident)}?`,
          'It reopens automatically if requests keep failing.',
          'Resolve',
        ),
      }),
  },
  onPress: (incident, _, context) => {
    const action = { type: 'resolve', incidentId: incident.id };
    return incident.state.type === 'open'
      ? { action }
      : { message: instructionReplies.applied(action, incident, context) };
  },
};
