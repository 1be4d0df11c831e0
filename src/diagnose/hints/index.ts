import type { Certainty } from '../../parse/event.js';
import type { DetectedHint, HintDetector, HintInput } from './hint.js';
import { keepaliveRace } from './keepalive-race.js';
import { oneBadPeer } from './one-bad-peer.js';
import { poisonRequest } from './poison-request.js';
import { staleAddress } from './stale-address.js';
import { whoseTimeout } from './whose-timeout.js';

/** The catalogue. */
export const hintDetectors: readonly HintDetector[] = [
  keepaliveRace,
  poisonRequest,
  staleAddress,
  oneBadPeer,
  whoseTimeout,
];

/** The hints that there is enough evidence for, surest first. */
export function detectHints(input: HintInput): readonly DetectedHint[] {
  return hintDetectors
    .filter(({ refines }) => refines(input.cause))
    .flatMap(({ id, detect }) => {
      const detected = detect(input);
      return detected === undefined ? [] : { id, ...detected };
    })
    .sort((a, b) => certaintyRank[a.certainty] - certaintyRank[b.certainty]);
}

const certaintyRank: Readonly<Record<Certainty, number>> = { certain: 0, likely: 1, guess: 2 };
