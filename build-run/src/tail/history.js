import { getWrittenAt, readBytes } from './log-file.js';

const blockBytes = 64 * 1024;
/** Lines are written a little out of order. */
const disorderMs = 60_000;
/** True when a file was last written to before the history begins. */
export const isBeforeHistory = (file, { since }) => getWrittenAt(file) < since;
/**
 * Offset of a byte shortly before the first line of the history, found by bisection: a log may be larger than could be
 * read. Where no time can be read it searches further ahead, so it reads too much rather than too little.
 */
export function findHistoryOffset(file, path, { since, readTime }) {
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
export function readTimeNear(file, offset, readTime) {
  const lines = readBytes(file, offset, blockBytes).toString('utf8').split('\n').slice(1, -1);
  for (const line of lines) {
    const at = readTime(line);
    if (at !== null) return at;
  }
  return null;
}
