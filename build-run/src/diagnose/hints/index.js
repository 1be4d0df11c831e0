/** The catalogue of hints: one file each, listed here. Statistics of an upstream come in, and detected patterns go out. */
import { getCause } from '../causes/index.js';
import { crashLoop } from './crash-loop.js';
import { headerLimit } from './header-limit.js';
import { keepaliveRace } from './keepalive-race.js';
import { neverAnswered } from './never-answered.js';
import { oneBadPeer } from './one-bad-peer.js';
import { poisonRequest } from './poison-request.js';
import { poolSize } from './pool-size.js';
import { selfInflicted } from './self-inflicted.js';
import { staleAddress } from './stale-address.js';
import { suddenStall } from './sudden-stall.js';
import { whoseTimeout } from './whose-timeout.js';

/** Ordered by how much they change what one does: the first of equal certainty is shown first. */
const entries = [
  neverAnswered,
  oneBadPeer,
  staleAddress,
  crashLoop,
  selfInflicted,
  keepaliveRace,
  poisonRequest,
  suddenStall,
  headerLimit,
  poolSize,
  whoseTimeout,
];
/** The catalogue. */
export const hintCatalogue = entries;
/** The hints for which there is enough evidence, in the order of the catalogue, guesses last. */
export function detectHints(input) {
  const cause = getCause(input.cause);
  return hintCatalogue
    .filter(({ refines }) => refines(cause))
    .flatMap(({ id, detect }) => {
      const detection = detect(input);
      return detection === undefined ? [] : { id, ...detection };
    })
    .sort((a, b) => Number(a.certainty === 'guess') - Number(b.certainty === 'guess'));
}
