import { button } from '../../render/controls.js';
import { encodeButtonValue } from './button.js';
/** Acknowledges an incident. When two users press at once, the second learns who was first. */
export const acknowledgeButton = {
  name: 'acknowledge',
  actionType: 'acknowledge',
  isOffered: ({ state, acknowledgement }) => state.type === 'open' && acknowledgement === null,
  control: {
    type: 'row',
    render: (name, { number }) =>
      button('Acknowledge', name, encodeButtonValue(number), { style: 'primary' }),
  },
  onPress: ({ id }) => ({ action: { type: 'acknowledge', incidentId: id } }),
};
