import type { KnownNames } from '../report/repository.js';
import { otherName, scopePrefixes } from './cardinality-limit.js';
import type { Connection } from './connection.js';

/** Names of each kind that a question may use. */
const namesMax = 2_000;

/** What has been counted under its own name lately, and the upstreams of all incidents that are kept. */
export function listKnownNames(db: Connection): KnownNames {
  const queryNames = (query: string, parameters: readonly string[]) =>
    db
      .all<{ name: string }>(`${query} LIMIT ${namesMax}`, parameters)
      .map(({ name }) => name)
      .filter((name) => name !== '' && name !== otherName);
  const listScope = (scope: string) =>
    queryNames('SELECT DISTINCT name FROM counted_name WHERE scope = ?', [scope]);
  const listScopesByPrefix = (scopePrefix: string) =>
    queryNames('SELECT DISTINCT name FROM counted_name WHERE scope >= ? AND scope < ?', [
      scopePrefix,
      `${scopePrefix}\u{10ffff}`,
    ]);
  return {
    upstreams: queryNames(
      `SELECT name FROM counted_name WHERE scope = ? UNION SELECT upstream FROM incident WHERE number IS NOT NULL`,
      ['upstream'],
    ),
    // What fails comes first: it is what people ask about.
    routes: mergeNames(
      listScopesByPrefix(scopePrefixes.route),
      listScopesByPrefix(scopePrefixes.requestRoute),
    ),
    peers: listScopesByPrefix(scopePrefixes.peer),
    customers: mergeNames(listScope('customer'), listScope('request-customer')),
    hosts: mergeNames(listScope('host'), listScope('request-host')),
  };
}

const mergeNames = (first: readonly string[], second: readonly string[]) =>
  [...new Set([...first, ...second])].slice(0, namesMax);
