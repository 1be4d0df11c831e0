import type { Layout } from '../format-stop.js';

/** The header of a record, before its message. Missing parts are null. */
export type RecordHeader = {
  readonly time: WallTime | null;
  readonly level: LogLevel | null;
  readonly pid: number | null;
  readonly connection: number | null;
  /** True for messages that nginx prints on the console while it starts. */
  readonly isConsole: boolean;
  /** Index of the first character of the message. */
  readonly end: number;
};
/** Local time of the gateway, months from 1. */
export type WallTime = readonly [
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
];

export type LogLevel = 'emerg' | 'alert' | 'crit' | 'error' | 'warn' | 'notice' | 'info' | 'debug';

/** True if the line starts a record: a time and a level, a level and a process, or nginx's name and a level. */
export const isErrorRecordStart = (line: string): boolean => recordStartPattern.test(line);

/** Parses the header part by part. A pasted record may start anywhere in it, or after some words of the author. */
export const parseHeader = (record: string): RecordHeader => {
  let end = introductionPattern.exec(record)?.[0].length ?? 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = end;
    const match = pattern.exec(record);
    if (match !== null) end = pattern.lastIndex;
    return match;
  };

  take(blankPattern);
  const time = parseWallTime(take(partPatterns.time));
  const isConsole = take(partPatterns.console) !== null;
  const level = parseLevel(take(partPatterns.level)?.[1]);
  const pid = parseDigits(take(partPatterns.process)?.[1]);
  const lacksHeader = time === null && level === null && pid === null;
  const connection = parseDigits(
    take(lacksHeader ? partPatterns.bareConnection : partPatterns.connection)?.[1],
  );
  return { time, level, pid, connection, isConsole, end };
};

const levels = ['emerg', 'alert', 'crit', 'error', 'warn', 'notice', 'info', 'debug'] as const;
const levelPattern = `\\[(${levels.join('|')})\\]`;
const timePattern = String.raw`(\d{4})/(\d\d)/(\d\d) (\d\d):(\d\d):(\d\d)`;

const recordStartPattern = new RegExp(
  `^[ \\t]{0,16}(?:${timePattern} ${levelPattern}|${levelPattern} \\d{1,10}#|nginx: ${levelPattern}|\\d{1,10}#\\d{1,10}: \\*\\d)`,
);
/** The header in its parts. Go writes the same date and time, and its programs a level in capitals. */
export const headerLayout: Layout = [
  { pattern: /\d{4}\/\d\d\/\d\d /y, expected: 'the date, as in 2026/11/22', evidence: 1 },
  { pattern: /\d\d:\d\d:\d\d /y, expected: 'the time, as in 09:23:04', evidence: 1 },
  { pattern: /\[(?=[a-z])/y, expected: 'the level in brackets', evidence: 2 },
  { pattern: new RegExp(`(?:${levels.join('|')})\\] `, 'y'), expected: 'a level, as in error]', evidence: 2 },
  { pattern: /\d{1,10}#\d{1,10}: /y, expected: 'process and thread, as in 31#31:', evidence: 2 },
];

/** Some words before the time, as in `err log: 2026/11/22 ...`. */
const introductionPattern = /^[^\d[\]]{1,40}(?=\d{4}\/\d\d\/\d\d \d\d:)/;
const blankPattern = /\s*/y;
const partPatterns = {
  time: new RegExp(`${timePattern}(?:\\s+|$)`, 'y'),
  console: /nginx: (?=\[)/y,
  level: new RegExp(`${levelPattern}(?:\\s+|$)`, 'y'),
  process: /(\d{1,10})#\d{1,10}:(?:\s+|$)/y,
  /** A copy may have lost the star. */
  connection: /(?:\*|(?=\d{1,15}\s+lua entry thread ))(\d{1,15})\s+/y,
  /** The star may be missing; a number before `worker_connections` is not a connection. */
  bareConnection: /\*?(\d{1,15})\s+(?!worker_connections)/y,
};

function parseWallTime(match: RegExpExecArray | null): WallTime | null {
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  const isPossible =
    month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour < 24 && minute < 60 && second <= 60;
  return isPossible ? [year, month, day, hour, minute, second] : null;
}

const parseLevel = (word: string | undefined): LogLevel | null =>
  levels.find((candidate) => candidate === word) ?? null;
const parseDigits = (digits: string | undefined): number | null =>
  digits === undefined ? null : Number(digits);
