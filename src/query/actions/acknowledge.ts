import type { ButtonHandler } from './button.js';

/** Takes an incident on. Who came second is told who was first, once that is certain. */
export const acknowledgeButton: ButtonHandler = {
  actionType: 'acknowledge',
  onPress: ({ id }) => ({ action: { type: 'acknowledge', incidentId: id } }),
};
