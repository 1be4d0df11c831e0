import { type Branch, branchesMax } from '../../incidents/affected-upstream.js';
import { alarmingIn } from '../../incidents/failure-counts.js';
import { failuresOf, type Incident, upstreamsOf } from '../../incidents/incident.js';
import { joined, type Phrase, say } from '../../render/rich-text.js';
import type { Ranked } from '../repository.js';
import { upstreamName } from './names.js';

type Hit = Pick<Incident, 'branches' | 'service'>;

/** What an incident hits, in a few words: `api`, `12 upstreams: api, cart, pay and 9 more`, `40 addresses of shop.example:8080`. */
export function upstreamsWords(hit: Hit): Phrase {
  const names = upstreamsOf(hit).map(upstreamName);
  if (!isStorm(hit)) return upstreamsCount(hit);
  const more = names.length - namedMax;
  const shown = joined(
    names.slice(0, namedMax).map((name) => say`${name}`),
    ', ',
  );
  return say`${upstreamsCount(hit)}: ${shown}${more > 0 ? say` and ${more} more` : ''}`;
}

/** The same without the names of several: `12 upstreams`. */
export function upstreamsCount({ branches, service }: Hit): Phrase {
  if (branches.length === 1) return say`${upstreamName(branches[0]?.upstream ?? null)}`;
  if (service !== null) return say`${branches.length} addresses of ${service}`;
  return [`${branches.length}${branches.length >= branchesMax ? ' or more' : ''} upstreams`];
}

/** True when it hits several upstreams, and not merely the addresses of one. */
export const isStorm = ({ branches, service }: Hit): boolean => branches.length > 1 && service === null;

/** The upstreams with their failures, the worst first. */
export const rankedBranches = ({ branches }: Pick<Incident, 'branches'>): readonly Ranked[] =>
  worstFirst(branches).map((branch) => ({
    key: upstreamName(branch.upstream),
    count: failuresOf(branch),
    alarming: alarmingIn(branch.counts),
  }));

/** The upstreams that most clients suffer from first. */
export const worstFirst = (branches: readonly Branch[]): readonly Branch[] =>
  [...branches].sort((one, other) => alarmingIn(other.counts) - alarmingIn(one.counts));

const namedMax = 3;
