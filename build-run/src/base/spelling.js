import damerauLevenshtein from 'damerau-levenshtein';
/** The candidate that was probably meant; undefined when none is close. Short words allow fewer typos. */
export function findNearestWord(word, candidates) {
  const distanceMax = Math.max(1, Math.floor(Math.min(word.length, wordCharsMax) / 3));
  const ranked = candidates
    .filter((candidate) => Math.abs(candidate.length - word.length) <= distanceMax)
    .map((candidate) => ({ candidate, distance: measureEditDistance(word, candidate) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  return best !== undefined && best.distance <= distanceMax ? best.candidate : undefined;
}
/**
 * Typos between two words: a letter left out, added, changed, or swapped with its neighbour (the restricted
 * Damerau-Levenshtein distance). Only the first 24 characters count.
 */
export const measureEditDistance = (a, b) =>
  damerauLevenshtein(a.slice(0, wordCharsMax), b.slice(0, wordCharsMax)).steps;
/** No word of the vocabulary is longer. It bounds the matrix, as anyone can type anything. */
const wordCharsMax = 24;
