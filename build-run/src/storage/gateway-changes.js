import { endDeploySilences } from './silences.js';
import { decodeName, encodeName } from './values.js';

/** Changes in one answer. */
const changesMax = 1_000;
/** Reloads, restarts and deploys. */
export const createGatewayChanges = (db) => ({
  changes: ({ from, to }) =>
    db
      .all(
        `SELECT at, kind, message, by FROM gateway_change WHERE at >= ? AND at < ? ORDER BY at, id LIMIT ${changesMax}`,
        [from, to],
      )
      .map((change) => ({ ...change, by: decodeName(change.by) })),
});
export const createGatewayChangeWriter = (db) => ({
  saveChange: (change) => {
    const { at, kind, message, by } = change;
    db.run('INSERT INTO gateway_change (at, kind, message, by) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING', [
      at,
      kind,
      message,
      encodeName(by),
    ]);
    endDeploySilences(db, change);
  },
});
