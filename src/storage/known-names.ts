import type { Names } from '../report/repository.js';
import { otherName, requestRoutesScope } from './cardinality-limit.js';
import type { Connection } from './connection.js';

/** Names of each kind that a question may use. */
const namesMax = 2_000;

/** What has been counted under its own name lately, and the upstreams of all incidents that are kept. */
export function names(sql: Connection): Names {
  const listed = (text: string, bound: readonly string[]) =>
    sql
      .all<{ name: string }>(`${text} LIMIT ${namesMax}`, bound)
      .map(({ name }) => name)
      .filter((name) => name !== '' && name !== otherName);
  const rostered = (scope: string) => listed('SELECT DISTINCT name FROM roster WHERE scope = ?', [scope]);
  const rosteredBelow = (scopes: string) =>
    listed('SELECT DISTINCT name FROM roster WHERE scope >= ? AND scope < ?', [
      scopes,
      `${scopes}\u{10ffff}`,
    ]);
  return {
    upstreams: listed(
      `SELECT name FROM roster WHERE scope = ? UNION SELECT upstream FROM incident WHERE number IS NOT NULL`,
      ['upstreams'],
    ),
    // What fails comes first: it is what people ask about.
    routes: both(rosteredBelow('routes of '), rosteredBelow(requestRoutesScope)),
    peers: rosteredBelow('peers of '),
    customers: both(rostered('customers'), rostered('customers of requests')),
    hosts: both(rostered('hosts'), rostered('hosts of requests')),
  };
}

const both = (first: readonly string[], then: readonly string[]) =>
  [...new Set([...first, ...then])].slice(0, namesMax);
