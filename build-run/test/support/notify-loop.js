import { defaultPolicy } from '../../src/notify/policy.js';
/** Notify options with default settings, where no report is ever due. */
export const makeNotifyOptions = (store) => ({
  repository: store,
  saveDecisions: store.saveDecisions,
  notificationPolicy: defaultPolicy,
  timezone: 'UTC',
  reportAt: 24 * 60,
  databaseCreatedAt: 0,
});
/** Delivers all waiting messages to a channel that accepts everything, and returns them. */
export function deliverWaiting(store, now) {
  const messages = [];
  for (let message = store.nextMessage(now); message !== undefined; message = store.nextMessage(now)) {
    store.markSent(message.id, String(message.id));
    messages.push(message);
  }
  return messages;
}
