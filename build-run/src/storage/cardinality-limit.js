import { dayMs } from '../base/duration.js';
import { floorToBucket } from './buckets.js';
/** The shared counter of names that came after a day had used up its counters. */
export const otherName = '(other)';
/** Counters per day; routes and peers have so many per upstream. Names come from requests, so anyone can make them up. */
const namesMax = {
  upstreams: 500,
  routes: 1_000,
  peers: 1_000,
  hosts: 500,
  methods: 50,
  customers: 1_000,
  requestHosts: 500,
  /** Routes of one host. */
  requestRoutes: 1_000,
  /** Routes of all hosts together. */
  allRequestRoutes: 5_000,
};
/** The set is cleared beyond this: more than a usual day adds, and earlier days are rarely counted. */
const admittedNamesMax = 20_000;
/** The limit for one transaction. `admittedNames` outlives it: clear it when the transaction fails. */
export function createCardinalityLimit(db, admittedNames) {
  if (admittedNames.size > admittedNamesMax) admittedNames.clear();
  const rejectedNames = new Set();
  const countByScope = new Map();
  const getScopeCount = (day, { scope, isPrefix }) => {
    const scopeKey = `${day}\n${scope}`;
    const scopeCount =
      countByScope.get(scopeKey) ??
      countScopeNames(db, day, scope, isPrefix === true ? `${scope}\u{10ffff}` : scope);
    countByScope.set(scopeKey, scopeCount);
    return scopeCount;
  };
  const admit = (day, scope, name, limits) => {
    const existing = db.get('SELECT 1 FROM counted_name WHERE day = ? AND scope = ? AND name = ?', [
      day,
      scope,
      name,
    ]);
    if (existing !== undefined) return true;
    if (limits.some((limit) => getScopeCount(day, limit) >= limit.max)) return false;
    db.run('INSERT INTO counted_name (day, scope, name) VALUES (?, ?, ?)', [day, scope, name]);
    for (const limit of limits) countByScope.set(`${day}\n${limit.scope}`, getScopeCount(day, limit) + 1);
    return true;
  };
  const limitName = (at, scope, name, ...limits) => {
    const day = floorToBucket(at, dayMs);
    const nameKey = `${day}\n${scope}\n${name}`;
    if (admittedNames.has(nameKey)) return name;
    if (rejectedNames.has(nameKey)) return otherName;
    const isAdmitted = admit(day, scope, name, limits);
    (isAdmitted ? admittedNames : rejectedNames).add(nameKey);
    return isAdmitted ? name : otherName;
  };
  const limitInScope = (at, scope, name, max) => limitName(at, scope, name, { scope, max });
  return {
    upstream: (at, name) => limitInScope(at, 'upstream', name, namesMax.upstreams),
    route: (at, upstream, name) =>
      limitInScope(at, `${scopePrefixes.route}${upstream}`, name, namesMax.routes),
    peer: (at, upstream, name) => limitInScope(at, `${scopePrefixes.peer}${upstream}`, name, namesMax.peers),
    host: (at, name) => limitInScope(at, 'host', name, namesMax.hosts),
    method: (at, name) => limitInScope(at, 'method', name, namesMax.methods),
    customer: (at, name) => limitInScope(at, 'customer', name, namesMax.customers),
    requestCustomer: (at, name) => limitInScope(at, 'request-customer', name, namesMax.customers),
    requestHost: (at, name) => limitInScope(at, 'request-host', name, namesMax.requestHosts),
    requestRoute: (at, host, name) => {
      const scope = `${scopePrefixes.requestRoute}${host}`;
      const totalLimit = {
        scope: scopePrefixes.requestRoute,
        max: namesMax.allRequestRoutes,
        isPrefix: true,
      };
      return limitName(at, scope, name, { scope, max: namesMax.requestRoutes }, totalLimit);
    },
  };
}
/** Prefixes of the scopes of one upstream or host, whose name follows. */
export const scopePrefixes = { route: 'route:', peer: 'peer:', requestRoute: 'request-route:' };
const countScopeNames = (db, day, first, last) =>
  db.get('SELECT count(*) AS count FROM counted_name WHERE day = ? AND scope >= ? AND scope <= ?', [
    day,
    first,
    last,
  ])?.count ?? 0;
