import { dayMs } from '../base/duration.js';
import { floorToBucket } from './buckets.js';
import type { Connection } from './connection.js';

/** What is counted together when a day has met more names than it has counters. */
export const otherName = '(other)';

/** Names come from requests, so anyone can make them up: a day has counters for this many, routes and peers an upstream. */
const namesMax = {
  upstreams: 500,
  routes: 1_000,
  peers: 1_000,
  hosts: 500,
  methods: 50,
  customers: 1_000,
  requestHosts: 500,
  /** Of one host, and of all together. */
  requestRoutes: 1_000,
  requests: 5_000,
} as const;

/** Answers under which name something is counted. A day's list only grows, so what was counted is found again. */
export type CardinalityLimit = {
  readonly upstream: (at: number, name: string) => string;
  readonly route: (at: number, upstream: string, name: string) => string;
  readonly peer: (at: number, upstream: string, name: string) => string;
  readonly host: (at: number, name: string) => string;
  readonly method: (at: number, name: string) => string;
  readonly customer: (at: number, name: string) => string;
  /** Of all requests, good ones too: in lists of their own, so that they crowd out nothing that fails. */
  readonly requestHost: (at: number, name: string) => string;
  readonly requestRoute: (at: number, host: string, name: string) => string;
  readonly requestCustomer: (at: number, name: string) => string;
};

/** The names of one list, or of all lists whose names begin alike, and how many they may be. */
type ScopeLimit = { readonly scope: string; readonly max: number; readonly isPrefix?: true };

/** Names that have been entered, of any day: what is stored is never struck off while it matters. */
export type AdmittedNames = Set<string>;
/** More than a day can have; days before are asked about seldom. */
const admittedNamesMax = 20_000;

/** The roster for one transaction. `remembered` outlives it: empty it when the transaction fails. */
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
        max: namesMax.requests,
        isPrefix: true,
      } as const;
      return limitName(at, scope, name, { scope, max: namesMax.requestRoutes }, totalLimit);
    },
  };
}

/** Beginnings of the scopes that there are many of: the upstream or host follows. */
export const scopePrefixes = { route: 'route:', peer: 'peer:', requestRoute: 'request-route:' } as const;

const countScopeNames = (db: Connection, day: number, first: string, last: string): number =>
  db.get<{ count: number }>(
    'SELECT count(*) AS count FROM counted_name WHERE day = ? AND scope >= ? AND scope <= ?',
    [day, first, last],
  )?.count ?? 0;
