import type { Connection } from './connection.js';
import { dayMs, startOf } from './time.js';

/** What is counted together when a day has met more names than it has counters. */
export const otherName = '(other)';

/** Names come from requests, so anyone can make them up: a day has counters for this many, routes and peers an upstream. */
const namesMax = { upstreams: 500, routes: 1_000, peers: 1_000, hosts: 500, methods: 50 } as const;

/** Answers under which name something is counted. A day's list only grows, so what was counted is found again. */
export type Roster = {
  readonly upstream: (at: number, name: string) => string;
  readonly route: (at: number, upstream: string, name: string) => string;
  readonly peer: (at: number, upstream: string, name: string) => string;
  readonly host: (at: number, name: string) => string;
  readonly method: (at: number, name: string) => string;
};

/** The roster for one transaction. */
export function openRoster(sql: Connection): Roster {
  const answered = new Map<string, string>();

  const ask = (at: number, scope: string, name: string, max: number): string => {
    const day = startOf(at, dayMs);
    const question = `${day}\n${scope}\n${name}`;
    const known = answered.get(question);
    if (known !== undefined) return known;
    const answer = admits(sql, day, scope, name, max) ? name : otherName;
    answered.set(question, answer);
    return answer;
  };

  return {
    upstream: (at, name) => ask(at, 'upstreams', name, namesMax.upstreams),
    route: (at, upstream, name) => ask(at, `routes of ${upstream}`, name, namesMax.routes),
    peer: (at, upstream, name) => ask(at, `peers of ${upstream}`, name, namesMax.peers),
    host: (at, name) => ask(at, 'hosts', name, namesMax.hosts),
    method: (at, name) => ask(at, 'methods', name, namesMax.methods),
  };
}

/** True when the day counts this name by itself; enters it while there is room. */
function admits(sql: Connection, day: number, scope: string, name: string, max: number): boolean {
  const found = sql.get('SELECT 1 FROM roster WHERE day = ? AND scope = ? AND name = ?', [day, scope, name]);
  if (found !== undefined) return true;
  const entered = 'SELECT count(*) AS count FROM roster WHERE day = ? AND scope = ?';
  if ((sql.get<{ count: number }>(entered, [day, scope])?.count ?? 0) >= max) return false;
  sql.run('INSERT INTO roster (day, scope, name) VALUES (?, ?, ?)', [day, scope, name]);
  return true;
}
