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
export type Shape =
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
export function endOfShape(shape: Shape, line: string, from: number, stop: string): number {
  switch (shape) {
    case 'status':
      return followed(line, from, endOfStatus(line, from), stop);
    case 'number':
      return followed(line, from, endOfRun(line, from, isNumeric), stop);
    case 'flags':
      return followed(line, from, endOfRun(line, from, isFlag), stop);
    case 'protocol':
      return followed(line, from, endOfProtocol(line, from), stop);
    case 'authority':
      return followed(line, from, endOfRun(line, from, isAuthority), stop);
    case 'peers':
      return followed(line, from, endOfList(line, from, endOfPeer, stop), stop);
    case 'numbers':
      return followed(line, from, endOfList(line, from, endOfNumber, stop), stop);
    case 'time':
      return isDigit(line.charCodeAt(from))
        ? withoutBracket(line, from, within(line, from, stop, timeCharsMax))
        : -1;
    case 'token':
    case 'path':
      return within(line, from, stop, endOfRun(line, from, isNoSpace) - from);
    case 'escaped':
      return stop === '' ? line.length : endOfEscaped(line, from, stop);
    case 'free':
      return stop === '' ? line.length : line.indexOf(stop, from);
  }
}

/** True when a value of this shape may hold the text that ends it. */
export const isOpen = (shape: Shape): boolean => shape === 'free' || shape === 'path';

/** True when a look at the next value tells whether the one before it has ended. */
export const isTelling = (shape: Shape): boolean =>
  shape === 'status' || shape === 'number' || shape === 'time' || shape === 'protocol' || shape === 'flags';

/** Where the run of characters before `to` begins that this shape allows; for reading a line from its end. */
export function startOfShape(shape: Shape, line: string, to: number): number {
  const fits =
    shape === 'number' || shape === 'status' ? isNumeric : shape === 'flags' ? isFlag : isAuthority;
  let at = to;
  while (at > 0 && fits(line.charCodeAt(at - 1))) at -= 1;
  return at;
}

function followed(line: string, from: number, end: number, stop: string): number {
  if (end < from) return -1;
  return stop === '' ? (end === line.length ? end : -1) : line.startsWith(stop, end) ? end : -1;
}

/** The first `stop` at most `charsMax` behind `from`: looking no further keeps a line linear. */
function within(line: string, from: number, stop: string, charsMax: number): number {
  if (stop === '') return line.length - from <= charsMax ? line.length : -1;
  const end = line.slice(from, from + charsMax + stop.length).indexOf(stop);
  return end < 0 ? -1 : from + end;
}

const withoutBracket = (line: string, from: number, end: number): number =>
  line.slice(from, end).includes('[') ? -1 : end;

function endOfRun(line: string, from: number, fits: (code: number) => boolean): number {
  let at = from;
  while (at < line.length && fits(line.charCodeAt(at))) at += 1;
  return at;
}

function endOfStatus(line: string, from: number): number {
  const end = endOfRun(line, from, isDigit);
  return end - from === 3 ? end : -1;
}

function endOfProtocol(line: string, from: number): number {
  if (line.charCodeAt(from) === dash) return from + 1;
  return line.startsWith('HTTP/', from) ? endOfRun(line, from + 5, isNumeric) : -1;
}

function endOfEscaped(line: string, from: number, stop: string): number {
  for (let at = from; at < line.length; at += 1) {
    if (line.charCodeAt(at) === backslash) at += 1;
    else if (line.startsWith(stop, at)) return at;
  }
  return -1;
}

type Ending = (line: string, from: number, stop: string) => number;

/** Where the stop text could stand within a list (` : `), the list goes on as long as it can. */
function endOfList(line: string, from: number, endOfElement: Ending, stop: string): number {
  for (let at = from; ; ) {
    at = endOfElement(line, at, stop);
    if (line.startsWith(', ', at)) at += 2;
    else if (line.startsWith(' : ', at)) at += 3;
    else return at;
  }
}

const endOfNumber: Ending = (line, from) => endOfRun(line, from, isNumeric);

/** A bracket opens an IPv6 address and nothing else. */
function endOfPeer(line: string, from: number, stop: string): number {
  const closing = stop.charCodeAt(0);
  let at = from;
  if (line[from] === '[') {
    at = endOfRun(line, from + 1, isInAddress);
    if (at === from + 1 || line[at] !== ']') return from;
    at += 1;
  }
  for (; at < line.length && isNoSpace(line.charCodeAt(at)); at += 1) {
    const code = line.charCodeAt(at);
    if (code === comma && line[at + 1] === ' ') break;
    if (code === closing && line.startsWith(stop, at)) break;
  }
  return at;
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
