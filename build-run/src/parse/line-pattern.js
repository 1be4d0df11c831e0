import { toSingleLine } from '../base/printable.js';
import { redact } from '../base/redact.js';
/** Stands in a pattern for a part that differs from line to line. */
export const wildcard = '<*>';
/** The words of a line with numbers, addresses, ids and quoted sentences as wildcards. Redacted, at most 64 words. */
export function toPatternWords(line) {
  const text = redact(toSingleLine(line.slice(0, lineCharsMax)));
  const spaced = text.startsWith('{') ? text.replace(/,(?=")/g, ', ') : text;
  const words = maskValues(spaced).split(' ').filter(Boolean);
  return words.length > wordsMax ? [...words.slice(0, wordsMax - 1), wildcard] : words;
}
/** More of a line says nothing new of its kind. */
export const lineCharsMax = 500;
const wordsMax = 64;
/** Every pattern is bounded or cannot overlap the next, so the time is linear. */
const maskValues = (text) =>
  text
    .replace(/"(?:[^"\\]|\\.){0,300}"(?:\s?:)?/g, (quoted) =>
      quoted.endsWith('"') && quoted.includes(' ') ? `"${wildcard}"` : quoted,
    )
    .replace(/\b(?=[a-f]{0,40}\d)[\da-f]{6,64}\b/gi, wildcard)
    .replace(/\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b/g, wildcard)
    .replace(/\d+/g, wildcard)
    .replace(/<\*>(?:[.:,/_T+-]{0,2}(?:<\*>|Z\b))+/g, wildcard);
