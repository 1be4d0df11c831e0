import { makeWorld } from './make-world.js';
import { trySeed } from './try-seed.js';

/** Steps that make a world simpler, each kept if the mismatch is still there. */
const steps = [
  () => ({ rotation: 'none' }),
  () => ({ envelope: 'none' }),
  () => ({ order: 'oldest-first' }),
  () => ({ zoneMinutes: 0, isZoneUnknown: false }),
  () => ({ hosts: 1 }),
  ({ requests }) => ({ requests: Math.max(1, requests >> 1) }),
  ({ requests }) => ({ requests: Math.max(1, requests >> 1) }),
  ({ requests }) => ({ requests: Math.max(1, requests >> 1) }),
  ({ requests }) => ({ requests: Math.max(1, requests - 2) }),
];
/** The smallest features with which this seed still has a mismatch of the same kind. */
export async function shrink(seed, { surface, kind }) {
  let features = {};
  for (const step of steps) {
    const candidate = { ...features, ...step({ ...makeWorld(seed).features, ...features }) };
    const { mismatches } = await trySeed(seed, { overrides: candidate });
    if (mismatches.some((one) => one.surface === surface && one.kind === kind)) features = candidate;
  }
  return { seed, features };
}
