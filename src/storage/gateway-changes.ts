import type { GatewayChange } from '../parse/event.js';
import type { Repository } from '../report/repository.js';
import type { Connection } from './connection.js';
import { endDeploySilences } from './silences.js';
import { decodeName, encodeName } from './values.js';

/** Changes in one answer. */
const changesMax = 1_000;

/** Reloads, restarts and deploys. */
export const createGatewayChanges = (db: Connection): Pick<Repository, 'changes'> => ({
  changes: ({ from, to }) =>
    db
      .all<GatewayChange & { by: string }>(
        `SELECT at, kind, message, by FROM gateway_change WHERE at >= ? AND at < ? ORDER BY at, id LIMIT ${changesMax}`,
        [from, to],
      )
      .map((change) => ({ ...change, by: decodeName(change.by) })),
});

export type GatewayChangeWriter = {
  /** Records a change of the gateway, and ends the silences that wait for it. Recording the same change again has no effect. */
  saveChange(change: GatewayChange): void;
};

export const createGatewayChangeWriter = (db: Connection): GatewayChangeWriter => ({
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
