import { formatCount } from '../../base/format-number.js';
import { truncate } from '../../base/printable.js';
import { code, text } from '../../render/rich-text.js';
import { logFormatNames } from './names.js';
/** Says which format an unread line is most like, how far it fits, and what was expected there. */
export function describeNearest(nearest) {
  const { gateway, format, position, line, expected } = nearest;
  const rest = line.slice(position, position + foundCharsMax);
  const found = rest.trim() === '' ? text`the line ends there` : text`the line has ${code(rest)}`;
  return text`It is most like ${logFormatNames[gateway]}${describeFormat(format)}, and fits as far as column ${formatCount(position)}. Behind it ${code(expected)} was expected; ${found}.`;
}
const foundCharsMax = 24;
function describeFormat(format) {
  if (format === null) return [];
  return /[$%]/.test(format)
    ? text` in the configured format ${code(format)}`
    : text`, format ${code(format)}`;
}
/** The line around the place, and a caret below it. */
export function markStop({ line, position }) {
  const from = Math.max(0, position - charsBefore);
  const lead = from > 0 ? '…' : '';
  const shown = truncate(line.slice(from), charsBefore + charsBehind);
  return `${lead}${shown}\n${' '.repeat(lead.length + position - from)}^`;
}
const charsBefore = 40;
const charsBehind = 36;
