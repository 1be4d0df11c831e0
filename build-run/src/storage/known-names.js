import { otherName, scopePrefixes } from './cardinality-limit.js';

/** Names of each kind that a question may use. */
const namesMax = 2_000;
/** Names counted under themselves in the last days, and the upstreams of all incidents that are kept. */
export const createKnownNames = (db) => ({
  knownNames: () => {
    const listNames = (query, parameters) =>
      db
        .all(`${query} LIMIT ${namesMax}`, parameters)
        .map(({ name }) => name)
        .filter((name) => name !== '' && name !== otherName);
    const listScope = (scope) => listNames('SELECT DISTINCT name FROM counted_name WHERE scope = ?', [scope]);
    const listScopesByPrefix = (prefix) =>
      listNames('SELECT DISTINCT name FROM counted_name WHERE scope >= ? AND scope < ?', [
        prefix,
        `${prefix}\u{10ffff}`,
      ]);
    return {
      upstreams: listNames(
        `SELECT name FROM counted_name WHERE scope = ? UNION SELECT upstream FROM incident WHERE number IS NOT NULL`,
        ['upstream'],
      ),
      // Routes that failed come first: people ask about those.
      routes: mergeNames(
        listScopesByPrefix(scopePrefixes.route),
        listScopesByPrefix(scopePrefixes.requestRoute),
      ),
      peers: listScopesByPrefix(scopePrefixes.peer),
      customers: mergeNames(listScope('customer'), listScope('request-customer')),
      hosts: mergeNames(listScope('host'), listScope('request-host')),
    };
  },
});
const mergeNames = (first, second) => [...new Set([...first, ...second])].slice(0, namesMax);
