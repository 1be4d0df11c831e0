/** Handlers that do nothing, for tests that replace one of them or none. */
export const noopHandlers = {
  onQuestion: async () => ({ text: 'Noted.', blocks: [] }),
  onBlockAction: async () => undefined,
  onViewSubmission: async () => ({ channel: '', execute: async () => undefined }),
  onHomeOpened: async () => ({ type: 'home', blocks: [{ type: 'divider' }] }),
  claimDelivery: () => true,
};
