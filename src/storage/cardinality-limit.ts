import { dayMs, startOf } from './buckets.js';
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
export type Roster = {
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
type Limit = { readonly scope: string; readonly max: number; readonly isPrefix?: true };

/** Names that have been entered, of any day: what is stored is never struck off while it matters. */
export type Entered = Set<string>;
/** More than a day can have; days before are asked about seldom. */
const rememberedMax = 20_000;

/** The roster for one transaction. `remembered` outlives it: empty it when the transaction fails. */
export function openRoster(sql: Connection, remembered: Entered): Roster {
  if (remembered.size > rememberedMax) remembered.clear();
  const refused = new Set<string>();
  const entered = new Map<string, number>();

  const count = (day: number, { scope, isPrefix }: Limit): number => {
    const list = `${day}\n${scope}`;
    const known =
      entered.get(list) ?? countOf(sql, day, scope, isPrefix === true ? `${scope}\u{10ffff}` : scope);
    entered.set(list, known);
    return known;
  };

  const admits = (day: number, scope: string, name: string, limits: readonly Limit[]): boolean => {
    const found = sql.get('SELECT 1 FROM roster WHERE day = ? AND scope = ? AND name = ?', [
      day,
      scope,
      name,
    ]);
    if (found !== undefined) return true;
    if (limits.some((limit) => count(day, limit) >= limit.max)) return false;
    sql.run('INSERT INTO roster (day, scope, name) VALUES (?, ?, ?)', [day, scope, name]);
    for (const limit of limits) entered.set(`${day}\n${limit.scope}`, count(day, limit) + 1);
    return true;
  };

  const ask = (at: number, scope: string, name: string, ...limits: readonly Limit[]): string => {
    const day = startOf(at, dayMs);
    const question = `${day}\n${scope}\n${name}`;
    if (remembered.has(question)) return name;
    if (refused.has(question)) return otherName;
    const isEntered = admits(day, scope, name, limits);
    (isEntered ? remembered : refused).add(question);
    return isEntered ? name : otherName;
  };

  const among = (at: number, scope: string, name: string, max: number) =>
    ask(at, scope, name, { scope, max });

  return {
    upstream: (at, name) => among(at, 'upstreams', name, namesMax.upstreams),
    route: (at, upstream, name) => among(at, `routes of ${upstream}`, name, namesMax.routes),
    peer: (at, upstream, name) => among(at, `peers of ${upstream}`, name, namesMax.peers),
    host: (at, name) => among(at, 'hosts', name, namesMax.hosts),
    method: (at, name) => among(at, 'methods', name, namesMax.methods),
    customer: (at, name) => among(at, 'customers', name, namesMax.customers),
    requestCustomer: (at, name) => among(at, 'customers of requests', name, namesMax.customers),
    requestHost: (at, name) => among(at, 'hosts of requests', name, namesMax.requestHosts),
    requestRoute: (at, host, name) => {
      const scope = `${requestRoutesScope} ${host}`;
      const all = { scope: requestRoutesScope, max: namesMax.requests, isPrefix: true } as const;
      return ask(at, scope, name, { scope, max: namesMax.requestRoutes }, all);
    },
  };
}

/** What the lists of routes of requests are called, before the host. */
export const requestRoutesScope = 'requests on';

const countOf = (sql: Connection, day: number, first: string, last: string): number =>
  sql.get<{ count: number }>(
    'SELECT count(*) AS count FROM roster WHERE day = ? AND scope >= ? AND scope <= ?',
    [day, first, last],
  )?.count ?? 0;
