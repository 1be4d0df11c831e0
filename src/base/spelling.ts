/** Slips of the finger from one word to another: a letter left out, added, changed, or swapped with its neighbour. */
export function measureEditDistance(a: string, b: string): number {
  const from = a.slice(0, wordCharsMax);
  const to = b.slice(0, wordCharsMax);
  let previous: readonly number[] = [];
  let current: readonly number[] = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const above = current;
    const next = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      const transposed =
        row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      next.push(
        Math.min(
          (above[column] ?? 0) + 1,
          (next[column - 1] ?? 0) + 1,
          (above[column - 1] ?? 0) + (same ? 0 : 1),
          transposed ? (previous[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    previous = above;
    current = next;
  }
  return current[to.length] ?? to.length;
}

/** The word that was probably meant; undefined when none is near. Short words allow fewer slips. */
export function findNearestWord(word: string, candidates: readonly string[]): string | undefined {
  const distanceMax = Math.max(1, Math.floor(Math.min(word.length, wordCharsMax) / 3));
  const ranked = candidates
    .filter((candidate) => Math.abs(candidate.length - word.length) <= distanceMax)
    .map((candidate) => ({ candidate, distance: measureEditDistance(word, candidate) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  return best !== undefined && best.distance <= distanceMax ? best.candidate : undefined;
}

/** No word that is understood here is longer. */
const wordCharsMax = 24;
