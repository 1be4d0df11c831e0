/** The catalogue of hints: one file each, listed here. Statistics of an upstream come in, and detected patterns go out. */

import type { Certainty } from '../../parse/event.js';
import { getCause } from '../causes/index.js';
import { crashLoop } from './crash-loop.js';
import type { Detection, HintDefinition, HintInput } from './hint.js';
import { keepaliveRace } from './keepalive-race.js';
import { oneBadPeer } from './one-bad-peer.js';
import { poisonRequest } from './poison-request.js';
import { staleAddress } from './stale-address.js';
import { whoseTimeout } from './whose-timeout.js';

const entries = [crashLoop, keepaliveRace, poisonRequest, staleAddress, oneBadPeer, whoseTimeout] as const;

export type HintId = (typeof entries)[number]['id'];

/** A refinement of the cause, never a replacement. */
export type Hint = { readonly id: HintId } & Pick<Detection, 'certainty' | 'why'>;

export type DetectedHint = Hint & Pick<Detection, 'step'>;

/** The catalogue. */
export const hintCatalogue: readonly HintDefinition<HintId>[] = entries;

/** The hints for which there is enough evidence, most certain first. */
export function detectHints(input: HintInput): readonly DetectedHint[] {
  const cause = getCause(input.cause);
  return hintCatalogue
    .filter(({ refines }) => refines(cause))
    .flatMap(({ id, detect }) => {
      const detection = detect(input);
      return detection === undefined ? [] : { id, ...detection };
    })
    .sort((a, b) => certaintyRank[a.certainty] - certaintyRank[b.certainty]);
}

const certaintyRank: Readonly<Record<Certainty, number>> = { certain: 0, likely: 1, guess: 2 };
