/**
 * Splits a name like `access.log-20260801-1785542400`, `access-2026-W31.log` or `2026-08-01_access.log` into its live name
 * and what rotation added, whatever the date format. Null when it has no stamp.
 */
export function parseStampedName(name) {
  if (multilogPattern.test(name)) return { live: 'current', scheme: 'tai64n' };
  return parseTrailingStamp(name) ?? parseLeadingStamp(name);
}
function parseTrailingStamp(name) {
  const parts = splitParts(name);
  const last = parts.at(-1);
  const isBare = last !== undefined && isStampPart(last.text);
  const extension = isBare ? '' : `${last?.separator}${last?.text}`;
  if (!isBare && !/^\.[A-Za-z]{1,8}$/.test(extension)) return null;
  const end = isBare ? parts.length : parts.length - 1;
  let start = end;
  while (start > 1 && isStampPart(parts[start - 1]?.text ?? '')) start--;
  // Numbers before the date belong to the name, such as a port.
  for (; start < end; start++) {
    const scheme = findScheme(parts.slice(start, end), isBare);
    if (scheme !== undefined) return { live: joinParts(parts.slice(0, start)) + extension, scheme };
  }
  return null;
}
function parseLeadingStamp(name) {
  const parts = splitParts(name);
  let end = 0;
  while (end < parts.length - 1 && isStampPart(parts[end]?.text ?? '')) end++;
  const scheme = findScheme(parts.slice(0, end), false);
  const [first, ...others] = parts.slice(end);
  // Behind a name only dates are found, but in front of one there are addresses as well.
  if (!scheme || first === undefined) return null;
  return { live: first.text + joinParts(others), scheme };
}
/** Format of the stamp that these parts form; undefined when they form none. */
function findScheme(parts, isBare) {
  const first = parts[0]?.text;
  if (first === undefined) return undefined;
  if (rotationWords.test(first)) return isBare ? null : undefined;
  const stamp = joinParts(parts);
  const scheme = stamp.replaceAll(/\d/g, '0');
  if (taiPattern.test(first)) return 'tai64n';
  if (yearFirstPattern.test(first) && countDigits(stamp) >= 6) return scheme;
  if (/^(?:\d{9,10}|\d{13})$/.test(first)) return scheme;
  return dayFirstPattern.test(stamp) ? null : undefined;
}
const yearFirstPattern = /^(?:19|20)\d\d(?:$|\d\d|W\d\d|[T:])/;
/** As multilog and svlogd name what `current` was. */
const multilogPattern = /^@[0-9a-f]{24}(?:\.[su])?$/;
const taiPattern = /^@[0-9a-f]{24}$/;
const rotationWords =
  /^(?:old|older|oldest|prev|previous|last|bak|backup|orig|save|saved|archived?|rotated)$/i;
const monthPattern = /^\d{0,2}(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\d{0,4}$/i;
const dayFirstPattern =
  /^[-._]?(?:0?[1-9]|[12]\d|3[01])[-._]?(?:0?[1-9]|1[0-2]|[A-Za-z]{3})[-._]?(?:19|20)\d\d(?:$|[-._T])/;
const isStampPart = (text) =>
  (/^[\d:T+Z]+$/.test(text) && /\d/.test(text)) ||
  /^(?:\d{4})?W\d\d$/.test(text) ||
  monthPattern.test(text) ||
  taiPattern.test(text) ||
  rotationWords.test(text);
const countDigits = (text) => text.replaceAll(/\D/g, '').length;
function splitParts(name) {
  const parts = [];
  for (const text of name.split(/(?=[-._])/)) {
    const hasSeparator = parts.length > 0 || /^[-._]/.test(text);
    parts.push(hasSeparator ? { separator: text.slice(0, 1), text: text.slice(1) } : { separator: '', text });
  }
  return parts;
}
const joinParts = (parts) => parts.map(({ separator, text }) => separator + text).join('');
