import { branchesMax } from '../branch.js';
import type { Incident } from '../incident.js';
import { upstreamsOf } from '../incident.js';
import { upstreamName } from './naming.js';
import { code, joined, type Phrase, say } from './phrase.js';

/** What an incident hits, in a few words: `api`, `12 upstreams: api, cart, pay and 9 more`, `40 addresses of shop.example:8080`. */
export function upstreamsWords({ branches, service }: Pick<Incident, 'branches' | 'service'>): Phrase {
  const names = upstreamsOf({ branches });
  if (names.length === 1) return say`${upstreamName(names[0] ?? null)}`;
  if (service !== null) return say`${String(names.length)} addresses of ${service}`;
  const count = `${names.length}${names.length >= branchesMax ? ' or more' : ''}`;
  return say`${count} upstreams: ${listed(names, (name) => say`${upstreamName(name)}`)}`;
}

/** The upstreams by name, the first few of many. */
export const upstreamList = (branches: Incident['branches']): Phrase =>
  listed(upstreamsOf({ branches }), (name) => [
    name === null ? upstreamName(null) : code(upstreamName(name)),
  ]);

const namedMax = 3;

function listed(names: readonly (string | null)[], words: (name: string | null) => Phrase): Phrase {
  const shown = joined(names.slice(0, namedMax).map(words), ', ');
  const more = names.length - namedMax;
  return more > 0 ? say`${shown} and ${String(more)} more` : shown;
}
