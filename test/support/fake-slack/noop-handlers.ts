import type { SlackHandlers } from '../../../src/slack/handlers.js';

/** Handlers that do nothing, for tests that replace one of them or none. */
export const noopHandlers: SlackHandlers = {
  onQuestion: async () => ({ text: 'Noted.', blocks: [] }),
  onBlockAction: async () => undefined,
  onViewSubmission: async () => ({ channel: '', execute: async () => undefined }),
  onHomeOpened: async () => ({ type: 'home', blocks: [{ type: 'divider' }] }),
  claimDelivery: () => true,
};
