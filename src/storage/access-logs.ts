import type { GatewayRole } from '../diagnose/correlate/gateway-roles.js';
import type { FailureFilter, Repository } from '../report/repository.js';
import type { Connection } from './connection.js';

/** Numbers of the access logs by which requests are counted. */
export type AccessLogs = {
  /** 0 where it is not known, and for logs beyond the limit. */
  numberOf(log: string | undefined): number;
};

/** Numbers the access logs of a batch. */
export function createAccessLogs(db: Connection): AccessLogs {
  const numbers = new Map<string, number>();
  return {
    numberOf: (log) => {
      if (log === undefined) return 0;
      const number = numbers.get(log) ?? findNumber(db, log);
      numbers.set(log, number);
      return number;
    },
  };
}

function findNumber(db: Connection, log: string): number {
  db.run(
    `INSERT INTO access_log (name) SELECT ? WHERE (SELECT count(*) FROM access_log) < ${logsMax} ON CONFLICT DO NOTHING`,
    [log],
  );
  return db.get<{ id: number }>('SELECT id FROM access_log WHERE name = ?', [log])?.id ?? 0;
}

/** Each multiplies the rows of counts. */
const logsMax = 32;

/** Stores how gateways stand to each other: what was counted before is counted accordingly. */
export function saveGatewayRoles(db: Connection, roles: readonly GatewayRole[]): void {
  for (const { log, role, other, shared, compared } of roles)
    db.run(
      `INSERT INTO access_log (name, role, other, shared, compared) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (name) DO UPDATE SET role = excluded.role, other = excluded.other, shared = excluded.shared,
         compared = excluded.compared`,
      [log, role, other, shared, compared],
    );
}

/** The logs of gateways that stand before or behind others, or may do so. */
export const createGatewayRoles = (db: Connection): Pick<Repository, 'gatewayRoles'> => ({
  gatewayRoles: () =>
    db.all<GatewayRole>('SELECT name AS log, role, other, shared, compared FROM access_log ORDER BY name'),
});

/**
 * The requests that a filter counts: one that passed two gateways is counted at the first. As one of a named upstream it is
 * counted where that upstream was asked.
 */
export const buildCountedCondition = ({ upstream, upstreams }: FailureFilter): string =>
  upstream === undefined && upstreams === undefined
    ? ` AND ${isFirstGatewaySql}`
    : ` AND (upstream <> '' OR ${isFirstGatewaySql})`;

const isFirstGatewaySql = `log NOT IN (SELECT id FROM access_log WHERE role = 'behind')`;
