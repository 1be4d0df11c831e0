import type { Button } from './button.js';

/** Takes an incident on. Who came second is told who was first, once that is certain. */
export const acknowledge: Button = {
  does: 'acknowledge',
  press: ({ id }) => ({ act: { name: 'acknowledge', incident: id } }),
};
