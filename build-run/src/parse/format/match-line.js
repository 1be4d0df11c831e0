/** Longer than any time in a log: `2026-11-22T09:23:04.000000000+00:00` has 35 characters. */
const timeCharsMax = 48;
/**
 * Finds the end of a value of this shape that starts at `from`; -1 if none matches there. `delimiter` is the text after the
 * value, empty for the last value of the line.
 */
export function findValueEnd(shape, line, from, delimiter) {
  switch (shape) {
    case 'status':
      return requireDelimiter(line, from, findStatusEnd(line, from), delimiter);
    case 'number':
      return requireDelimiter(line, from, findRunEnd(line, from, isNumeric), delimiter);
    case 'flags':
      return requireDelimiter(line, from, findRunEnd(line, from, isFlag), delimiter);
    case 'protocol':
      return requireDelimiter(line, from, findProtocolEnd(line, from), delimiter);
    case 'authority':
      return requireDelimiter(line, from, findRunEnd(line, from, isAuthority), delimiter);
    case 'peers':
      return requireDelimiter(line, from, findListEnd(line, from, findPeerEnd, delimiter), delimiter);
    case 'numbers':
      return requireDelimiter(line, from, findListEnd(line, from, findNumberEnd, delimiter), delimiter);
    case 'time':
      return isDigit(line.charCodeAt(from))
        ? rejectBracket(line, from, findDelimiter(line, from, delimiter, timeCharsMax))
        : -1;
    case 'token':
    case 'path':
      return findDelimiter(line, from, delimiter, findRunEnd(line, from, isNoSpace) - from);
    case 'escaped':
      return delimiter === '' ? line.length : findEscapedEnd(line, from, delimiter);
    case 'free':
      return delimiter === '' ? line.length : line.indexOf(delimiter, from);
  }
}
/** True if a value of this shape may contain its own delimiter. */
export const isOpenEnded = (shape) => shape === 'free' || shape === 'path';
/** True if a match of this shape confirms that the previous value has ended. */
export const isDistinctive = (shape) =>
  shape === 'status' || shape === 'number' || shape === 'time' || shape === 'protocol' || shape === 'flags';
/** Finds the start of the value that ends before `to`, to read a line from its end. */
export function findValueStart(shape, line, to) {
  const isAllowed =
    shape === 'number' || shape === 'status' ? isNumeric : shape === 'flags' ? isFlag : isAuthority;
  let position = to;
  while (position > 0 && isAllowed(line.charCodeAt(position - 1))) position -= 1;
  return position;
}
function requireDelimiter(line, from, end, delimiter) {
  if (end < from) return -1;
  return delimiter === '' ? (end === line.length ? end : -1) : line.startsWith(delimiter, end) ? end : -1;
}
/** Finds the first `delimiter` within `charsMax` after `from`. The limit keeps the time linear. */
function findDelimiter(line, from, delimiter, charsMax) {
  if (delimiter === '') return line.length - from <= charsMax ? line.length : -1;
  const end = line.slice(from, from + charsMax + delimiter.length).indexOf(delimiter);
  return end < 0 ? -1 : from + end;
}
const rejectBracket = (line, from, end) => (line.slice(from, end).includes('[') ? -1 : end);
function findRunEnd(line, from, isAllowed) {
  let position = from;
  while (position < line.length && isAllowed(line.charCodeAt(position))) position += 1;
  return position;
}
function findStatusEnd(line, from) {
  const end = findRunEnd(line, from, isDigit);
  return end - from === 3 ? end : -1;
}
function findProtocolEnd(line, from) {
  if (line.charCodeAt(from) === dash) return from + 1;
  return line.startsWith('HTTP/', from) ? findRunEnd(line, from + 5, isNumeric) : -1;
}
function findEscapedEnd(line, from, delimiter) {
  for (let position = from; position < line.length; position += 1) {
    if (line.charCodeAt(position) === backslash) position += 1;
    else if (line.startsWith(delimiter, position)) return position;
  }
  return -1;
}
/** If the delimiter may occur within a list (` : `), the list is as long as possible. */
function findListEnd(line, from, findElementEnd, delimiter) {
  for (let position = from; ; ) {
    position = findElementEnd(line, position, delimiter);
    if (line.startsWith(', ', position)) position += 2;
    else if (line.startsWith(' : ', position)) position += 3;
    else return position;
  }
}
const findNumberEnd = (line, from) => findRunEnd(line, from, isNumeric);
/** A bracket starts an IPv6 address and nothing else. */
function findPeerEnd(line, from, delimiter) {
  const closing = delimiter.charCodeAt(0);
  let position = from;
  if (line[from] === '[') {
    position = findRunEnd(line, from + 1, isInAddress);
    if (position === from + 1 || line[position] !== ']') return from;
    position += 1;
  }
  for (; position < line.length && isNoSpace(line.charCodeAt(position)); position += 1) {
    const code = line.charCodeAt(position);
    if (code === comma && line[position + 1] === ' ') break;
    if (code === closing && line.startsWith(delimiter, position)) break;
  }
  return position;
}
const dash = 0x2d;
const comma = 0x2c;
const backslash = 0x5c;
const isDigit = (code) => code >= 0x30 && code <= 0x39;
const isNumeric = (code) => isDigit(code) || code === 0x2e || code === dash;
const isFlag = (code) =>
  (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || code === comma || code === dash;
const isInAddress = (code) =>
  (code >= 0x30 && code <= 0x3a) ||
  (code >= 0x41 && code <= 0x46) ||
  (code >= 0x61 && code <= 0x66) ||
  code === 0x2e;
const isNoSpace = (code) => code !== 0x20;
const isAuthority = (code) => code !== 0x20 && code !== 0x22;
