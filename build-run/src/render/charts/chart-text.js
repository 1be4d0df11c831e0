import { toSingleLine } from '../../base/printable.js';
/** Makes text from a log safe to draw: one line, and never the name of a property that every object has. */
export function sanitizeChartText(text) {
  const line = toSingleLine(text);
  return inheritedNames.some((name) => line.startsWith(name)) ? `${zeroWidthSpace}${line}` : line;
}
/**
 * zrender 6.1 caches text widths in a plain object keyed by the text, and by the beginnings of text that it cuts: an
 * upstream called `__proto__` would add two properties to every object of the process.
 */
const inheritedNames = Object.getOwnPropertyNames(Object.prototype);
const zeroWidthSpace = '\u200b';
