import type { Connection } from './connection.js';

export type HandledDeliveryReader = {
  /** True if this delivery of Slack was handled within the last hour, also by an earlier run. */
  isDeliveryHandled(id: string): boolean;
};

export type HandledDeliveryWriter = {
  saveHandledDelivery(id: string, now: number): void;
};

/** Ids of handled deliveries: Slack repeats them also after a restart. */
export const createHandledDeliveryReader = (db: Connection): HandledDeliveryReader => ({
  isDeliveryHandled: (id) => db.get('SELECT 1 FROM handled_delivery WHERE id = ?', [id]) !== undefined,
});

/** Records handled deliveries. */
export const createHandledDeliveryWriter = (db: Connection): HandledDeliveryWriter => ({
  saveHandledDelivery: (id, now) =>
    void db.run('INSERT INTO handled_delivery (id, at) VALUES (?, ?) ON CONFLICT DO NOTHING', [id, now]),
});
