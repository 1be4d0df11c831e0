/** Numbers the access logs of a batch. */
export function createAccessLogs(db) {
  const numbers = new Map();
  return {
    numberOf: (log) => {
      if (log === undefined) return 0;
      const number = numbers.get(log) ?? findNumber(db, log);
      numbers.set(log, number);
      return number;
    },
  };
}
function findNumber(db, log) {
  db.run(
    `INSERT INTO access_log (name) SELECT ? WHERE (SELECT count(*) FROM access_log) < ${logsMax} ON CONFLICT DO NOTHING`,
    [log],
  );
  return db.get('SELECT id FROM access_log WHERE name = ?', [log])?.id ?? 0;
}
/** Each multiplies the rows of counts. */
const logsMax = 32;
/** Stores how gateways stand to each other: what was counted before is counted accordingly. */
export function saveGatewayRoles(db, roles) {
  for (const { log, role, other, shared, compared } of roles)
    db.run(
      `INSERT INTO access_log (name, role, other, shared, compared) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (name) DO UPDATE SET role = excluded.role, other = excluded.other, shared = excluded.shared,
         compared = excluded.compared`,
      [log, role, other, shared, compared],
    );
}
/** The logs of gateways that stand before or behind others, or may do so. */
export const createGatewayRoles = (db) => ({
  gatewayRoles: () =>
    db.all('SELECT name AS log, role, other, shared, compared FROM access_log ORDER BY name'),
});
/**
 * The requests that a filter counts: one that passed two gateways is counted at the first. As one of a named upstream it is
 * counted where that upstream was asked.
 */
export const buildCountedCondition = ({ upstream, upstreams }) =>
  upstream === undefined && upstreams === undefined
    ? ` AND ${isFirstGatewaySql}`
    : ` AND (upstream <> '' OR ${isFirstGatewaySql})`;
const isFirstGatewaySql = `log NOT IN (SELECT id FROM access_log WHERE role = 'behind')`;
