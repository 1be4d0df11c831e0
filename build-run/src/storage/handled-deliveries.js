/** Ids of handled deliveries: Slack repeats them also after a restart. */
export const createHandledDeliveryReader = (db) => ({
  isDeliveryHandled: (id) => db.get('SELECT 1 FROM handled_delivery WHERE id = ?', [id]) !== undefined,
});
/** Records handled deliveries. */
export const createHandledDeliveryWriter = (db) => ({
  saveHandledDelivery: (id, now) =>
    void db.run('INSERT INTO handled_delivery (id, at) VALUES (?, ?) ON CONFLICT DO NOTHING', [id, now]),
});
