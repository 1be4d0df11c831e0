import type { Mismatch } from './mismatch.js';

/** A mistake of the product that is known, in one world: it goes from this list when the product is right. */
type KnownMistake = {
  readonly seed: number;
  /** The beginning of its surface and kind. */
  readonly kind: string;
  readonly reason: string;
};

const knownMistakes: readonly KnownMistake[] = [
  {
    seed: 313,
    kind: 'analyze --failures: failure too many (name-not-found): connection-refused',
    reason:
      'combined and a shuffled error log: a refused try that is written after "no live upstreams" of its request is not joined with it',
  },
];

/** True for a mistake that is known. */
export const isKnown = (seed: number, { surface, kind }: Mismatch): boolean =>
  knownMistakes.some((known) => known.seed === seed && `${surface}: ${kind}`.startsWith(known.kind));
