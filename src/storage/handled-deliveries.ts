import type { Connection } from './connection.js';

export type HandledDeliveryWriter = {
  /** Records that a delivery of Slack is handled from now on. False if it was before. */
  claimDelivery(id: string, now: number): boolean;
};

/** Ids of handled deliveries: Slack repeats them also after a restart. */
export const createHandledDeliveryWriter = (db: Connection): HandledDeliveryWriter => ({
  claimDelivery: (id, now) =>
    db.run('INSERT INTO handled_delivery (id, at) VALUES (?, ?) ON CONFLICT DO NOTHING', [id, now]) === 1,
});
