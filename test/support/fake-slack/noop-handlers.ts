import type { Handlers } from '../../../src/slack/handlers.js';

/** Handlers that do nothing, for tests that look at one of them or at none. */
export const mute: Handlers = {
  answer: async () => ({ text: 'Noted.', blocks: [] }),
  act: async () => undefined,
  submit: async () => ({ channel: '', finish: async () => undefined }),
  home: async () => ({ type: 'home', blocks: [{ type: 'divider' }] }),
};
