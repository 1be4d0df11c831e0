import type { Certainty } from '../../parse/event.js';
import type { DrawnHint, HintEntry, HintFacts } from './hint.js';
import { keepaliveRace } from './keepalive-race.js';
import { oneBadPeer } from './one-bad-peer.js';
import { poisonRequest } from './poison-request.js';
import { staleAddress } from './stale-address.js';
import { whoseTimeout } from './whose-timeout.js';

/** The catalogue. */
export const hintEntries: readonly HintEntry[] = [
  keepaliveRace,
  poisonRequest,
  staleAddress,
  oneBadPeer,
  whoseTimeout,
];

/** The hints that there is enough evidence for, surest first. */
export function hintsFrom(facts: HintFacts): readonly DrawnHint[] {
  return hintEntries
    .filter(({ refines }) => refines(facts.cause))
    .flatMap(({ id, draw }) => {
      const drawn = draw(facts);
      return drawn === undefined ? [] : { id, ...drawn };
    })
    .sort((one, other) => sureness[one.certainty] - sureness[other.certainty]);
}

const sureness: Readonly<Record<Certainty, number>> = { certain: 0, likely: 1, guess: 2 };
