/**
 * What the value of a field may look like. A shape other than `free` decides where the value ends, or that it cannot
 * stand here.
 *
 * - `status`: three digits; `number`: digits and points, or a dash
 * - `time`: begins with a digit, holds no bracket, and is short
 * - `token`: holds no space; `authority`: no quote either
 * - `flags`: letters joined by commas, or a dash; `protocol`: `HTTP/1.1`, or a dash
 * - `path`: holds no space unless somebody forged one
 * - `peers`, `numbers`: values joined by `, ` and ` : `, each without spaces and perhaps empty (nginx's `$upstream_*`)
 * - `escaped`: anything, where a backslash keeps the character behind it from ending the value
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

/** Longest time that any format writes: `2026-11-22T09:23:04.000000000+00:00` and then some. */
const timeCharsMax = 48;

/**
 * Where a value of this shape that begins at `from` ends; -1 when none stands there. `stop` is the text behind the value,
 * empty when the value is the last of the line.
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

/** True when a value of this shape may hold the text that ends it. */
export const isOpenEnded = (shape: ValueShape): boolean => shape === 'free' || shape === 'path';

/** True when a look at the next value tells whether the one before it has ended. */
export const isDistinctive = (shape: ValueShape): boolean =>
  shape === 'status' || shape === 'number' || shape === 'time' || shape === 'protocol' || shape === 'flags';

/** Where the run of characters before `to` begins that this shape allows; for reading a line from its end. */
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

/** The first `stop` at most `charsMax` behind `from`: looking no further keeps a line linear. */
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

type FindEnd = (line: string, from: number, stop: string) => number;

/** Where the stop text could stand within a list (` : `), the list goes on as long as it can. */
function findListEnd(line: string, from: number, endOfElement: FindEnd, delimiter: string): number {
  for (let position = from; ; ) {
    position = endOfElement(line, position, delimiter);
    if (line.startsWith(', ', position)) position += 2;
    else if (line.startsWith(' : ', position)) position += 3;
    else return position;
  }
}

const findNumberEnd: FindEnd = (line, from) => findRunEnd(line, from, isNumeric);

/** A bracket opens an IPv6 address and nothing else. */
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
