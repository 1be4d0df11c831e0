import { toSingleLine } from '../../base/printable.js';

/** Text from a log as echarts may draw it: one line, and never the name of a property that every object has. */
export function sanitizeChartText(text: string): string {
  const line = toSingleLine(text);
  return inheritedNames.some((name) => line.startsWith(name)) ? `${zeroWidthSpace}${line}` : line;
}

/**
 * zrender 6.1 keeps the widths of what it measured, and of the beginnings of what it cuts, under the text itself in a
 * plain object: an upstream called `__proto__` would give every object of the process two more properties.
 */
const inheritedNames = Object.getOwnPropertyNames(Object.prototype);
const zeroWidthSpace = '\u200b';
