import { toSingleLine } from '../base/printable.js';
import { redact } from '../base/redact.js';
import { decoders } from './decoders.js';
import { unwrapLine } from './envelope/unwrap.js';
import { chooseFurthest } from './format-stop.js';
/**
 * Finds the format that fits the longest beginning of an unread text. Undefined if too little of every format is found in
 * it: then it is of another program.
 */
export function findNearestFormat(text, options) {
  const lines = text
    .slice(0, textCharsMax)
    .split('\n')
    .filter((line) => line.trim() !== '');
  const stops = lines.slice(0, linesMax).flatMap((line) => {
    const readable = redact(toSingleLine(unwrapLine(line).text));
    return decoders.map(({ id, findStop }) => {
      const stop = findStop?.(readable, options);
      return stop && { ...stop, gateway: id, line: readable };
    });
  });
  return chooseFurthest(stops);
}
/** A record is rarely longer, and its beginning decides. */
const textCharsMax = 16_384;
const linesMax = 10;
