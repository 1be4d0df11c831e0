import { dayMs } from '../base/duration.js';
import { floorToBucket } from './buckets.js';
import type { Connection } from './connection.js';

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
} as const;

/** Returns the name to count under: the name itself, or '(other)'. Names are only added during a day, so a counter is found again. */
export type CardinalityLimit = {
  readonly upstream: (at: number, name: string) => string;
  readonly route: (at: number, upstream: string, name: string) => string;
  readonly peer: (at: number, upstream: string, name: string) => string;
  readonly host: (at: number, name: string) => string;
  readonly method: (at: number, name: string) => string;
  readonly customer: (at: number, name: string) => string;
  /** Scopes for all requests, successful ones too, so that those take no counters away from failures. */
  readonly requestHost: (at: number, name: string) => string;
  readonly requestRoute: (at: number, host: string, name: string) => string;
  readonly requestCustomer: (at: number, name: string) => string;
};

/** Limit of the names in one scope, or in all scopes with this prefix. */
type ScopeLimit = { readonly scope: string; readonly max: number; readonly isPrefix?: true };

/** Names known to have counters, of any day. Names outlive the days that still count, so the set needs no expiry. */
export type AdmittedNames = Set<string>;
/** The set is cleared beyond this: more than a usual day adds, and earlier days are rarely counted. */
const admittedNamesMax = 20_000;

/** The limit for one transaction. `admittedNames` outlives it: clear it when the transaction fails. */
export function createCardinalityLimit(db: Connection, admittedNames: AdmittedNames): CardinalityLimit {
  if (admittedNames.size > admittedNamesMax) admittedNames.clear();
  const rejectedNames = new Set<string>();
  const countByScope = new Map<string, number>();

  const getScopeCount = (day: number, { scope, isPrefix }: ScopeLimit): number => {
    const scopeKey = `${day}\n${scope}`;
    const scopeCount =
      countByScope.get(scopeKey) ??
      countScopeNames(db, day, scope, isPrefix === true ? `${scope}\u{10ffff}` : scope);
    countByScope.set(scopeKey, scopeCount);
    return scopeCount;
  };

  const admit = (day: number, scope: string, name: string, limits: readonly ScopeLimit[]): boolean => {
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

  const limitName = (at: number, scope: string, name: string, ...limits: readonly ScopeLimit[]): string => {
    const day = floorToBucket(at, dayMs);
    const nameKey = `${day}\n${scope}\n${name}`;
    if (admittedNames.has(nameKey)) return name;
    if (rejectedNames.has(nameKey)) return otherName;
    const isAdmitted = admit(day, scope, name, limits);
    (isAdmitted ? admittedNames : rejectedNames).add(nameKey);
    return isAdmitted ? name : otherName;
  };

  const limitInScope = (at: number, scope: string, name: string, max: number) =>
    limitName(at, scope, name, { scope, max });

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
      } as const;
      return limitName(at, scope, name, { scope, max: namesMax.requestRoutes }, totalLimit);
    },
  };
}

/** Prefixes of the scopes of one upstream or host, whose name follows. */
export const scopePrefixes = { route: 'route:', peer: 'peer:', requestRoute: 'request-route:' } as const;

const countScopeNames = (db: Connection, day: number, first: string, last: string): number =>
  db.get<{ count: number }>(
    'SELECT count(*) AS count FROM counted_name WHERE day = ? AND scope >= ? AND scope <= ?',
    [day, first, last],
  )?.count ?? 0;
