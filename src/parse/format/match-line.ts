/**
 * Shape of a value. Every shape except `free` determines where the value ends, or that it does not match here.
 *
 * - `status`: three digits; `number`: digits, points and dashes
 * - `time`: starts with a digit, contains no bracket, and is short
 * - `token`: contains no space; `authority`: no quote either
 * - `flags`: letters joined by commas, or a dash; `protocol`: `HTTP/1.1`, or a dash
 * - `path`: contains no space unless it is forged
 * - `peers`, `numbers`: values joined by `, ` and ` : `, each without spaces and possibly empty (nginx's `$upstream_*`)
 * - `escaped`: anything; a character after a backslash does not end the value
 * - `free`: anything
 */
export type ValueShape =
  | 'status'
  | 'number'
  | 'time'
  | 'token'
  | 'authority'
  | 'flags'
  | 'protocol'
  | 'path'
  | 'peers'
  | 'numbers'
  | 'escaped'
  | 'free';

/** Longer than any time in a log: `2026-11-22T09:23:04.000000000+00:00` has 35 characters. */
const timeCharsMax = 48;

/**
 * Finds the end of a value of this shape that starts at `from`; -1 if none matches there. `delimiter` is the text after the
 * value, empty for the last value of the line.
 */
export function findValueEnd(shape: ValueShape, line: string, from: number, delimiter: string): number {
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
export const isOpenEnded = (shape: ValueShape): boolean => shape === 'free' || shape === 'path';

/** True if a match of this shape confirms that the previous value has ended. */
export const isDistinctive = (shape: ValueShape): boolean =>
  shape === 'status' || shape === 'number' || shape === 'time' || shape === 'protocol' || shape === 'flags';

/** Finds the start of the value that ends before `to`, to read a line from its end. */
export function findValueStart(shape: ValueShape, line: string, to: number): number {
  const isAllowed =
    shape === 'number' || shape === 'status' ? isNumeric : shape === 'flags' ? isFlag : isAuthority;
  let position = to;
  while (position > 0 && isAllowed(line.charCodeAt(position - 1))) position -= 1;
  return position;
}

function requireDelimiter(line: string, from: number, end: number, delimiter: string): number {
  if (end < from) return -1;
  return delimiter === '' ? (end === line.length ? end : -1) : line.startsWith(delimiter, end) ? end : -1;
}

/** Finds the first `delimiter` within `charsMax` after `from`. The limit keeps the time linear. */
function findDelimiter(line: string, from: number, delimiter: string, charsMax: number): number {
  if (delimiter === '') return line.length - from <= charsMax ? line.length : -1;
  const end = line.slice(from, from + charsMax + delimiter.length).indexOf(delimiter);
  return end < 0 ? -1 : from + end;
}

const rejectBracket = (line: string, from: number, end: number): number =>
  line.slice(from, end).includes('[') ? -1 : end;

function findRunEnd(line: string, from: number, isAllowed: (code: number) => boolean): number {
  let position = from;
  while (position < line.length && isAllowed(line.charCodeAt(position))) position += 1;
  return position;
}

function findStatusEnd(line: string, from: number): number {
  const end = findRunEnd(line, from, isDigit);
  return end - from === 3 ? end : -1;
}

function findProtocolEnd(line: string, from: number): number {
  if (line.charCodeAt(from) === dash) return from + 1;
  return line.startsWith('HTTP/', from) ? findRunEnd(line, from + 5, isNumeric) : -1;
}

function findEscapedEnd(line: string, from: number, delimiter: string): number {
  for (let position = from; position < line.length; position += 1) {
    if (line.charCodeAt(position) === backslash) position += 1;
    else if (line.startsWith(delimiter, position)) return position;
  }
  return -1;
}

type FindEnd = (line: string, from: number, delimiter: string) => number;

/** If the delimiter may occur within a list (` : `), the list is as long as possible. */
function findListEnd(line: string, from: number, findElementEnd: FindEnd, delimiter: string): number {
  for (let position = from; ; ) {
    position = findElementEnd(line, position, delimiter);
    if (line.startsWith(', ', position)) position += 2;
    else if (line.startsWith(' : ', position)) position += 3;
    else return position;
  }
}

const findNumberEnd: FindEnd = (line, from) => findRunEnd(line, from, isNumeric);

/** A bracket starts an IPv6 address and nothing else. */
function findPeerEnd(line: string, from: number, delimiter: string): number {
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
const isDigit = (code: number) => code >= 0x30 && code <= 0x39;
const isNumeric = (code: number) => isDigit(code) || code === 0x2e || code === dash;
const isFlag = (code: number) =>
  (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || code === comma || code === dash;
const isInAddress = (code: number) =>
  (code >= 0x30 && code <= 0x3a) ||
  (code >= 0x41 && code <= 0x46) ||
  (code >= 0x61 && code <= 0x66) ||
  code === 0x2e;
const isNoSpace = (code: number) => code !== 0x20;
const isAuthority = (code: number) => code !== 0x20 && code !== 0x22;
