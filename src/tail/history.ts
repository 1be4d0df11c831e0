import { getWrittenAt, type LogFile, readBytes } from './log-file.js';

/** The part of existing logs that the first start reads. */
export type LogHistory = {
  /** Epoch ms; lines before it may be read as well. */
  readonly since: number;
  /** Time of a line of the log at this path, epoch ms; null for a line without one. */
  readonly readTime: (path: string, line: string) => number | null;
};

const blockBytes = 64 * 1024;
/** Lines are written a little out of order. */
const disorderMs = 60_000;

/** True when a file was last written to before the history begins. */
export const isBeforeHistory = (file: LogFile, { since }: LogHistory): boolean => getWrittenAt(file) < since;

/**
 * Offset of a byte shortly before the first line of the history, found by bisection: a log may be larger than could be
 * read. Where no time can be read it searches further ahead, so it reads too much rather than too little.
 */
export function findHistoryOffset(file: LogFile, path: string, { since, readTime }: LogHistory): number {
  let early = 0;
  let late = file.size;
  while (late - early > blockBytes) {
    const middle = Math.floor((early + late) / 2);
    const at = readTimeNear(file, middle, (line) => readTime(path, line));
    if (at !== null && at < since - disorderMs) early = middle;
    else late = middle;
  }
  return early;
}

/** Time of the first whole line behind an offset that has one. */
export function readTimeNear(
  file: LogFile,
  offset: number,
  readTime: (line: string) => number | null,
): number | null {
  const lines = readBytes(file, offset, blockBytes).toString('utf8').split('\n').slice(1, -1);
  for (const line of lines) {
    const at = readTime(line);
    if (at !== null) return at;
  }
  return null;
}
