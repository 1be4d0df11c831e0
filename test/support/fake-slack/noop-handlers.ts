import type { SlackHandlers } from '../../../src/slack/handlers.js';

/** Handlers that do nothing, for tests that look at one of them or at none. */
export const noopHandlers: SlackHandlers = {
  onQuestion: async () => ({ text: 'Noted.', blocks: [] }),
  onBlockAction: async () => undefined,
  onViewSubmission: async () => ({ channel: '', execute: async () => undefined }),
  onHomeOpened: async () => ({ type: 'home', blocks: [{ type: 'divider' }] }),
};
