import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';
export const getFileKey = ({ dev, ino, birthTimeNs }) => `${dev}:${ino}:${birthTimeNs}`;
/** Returns the key of the regular file behind a descriptor; undefined for a terminal or a pipe. */
export function getOpenFileKey(fd) {
  try {
    return getFileKey(parseStats(fstatSync(fd, { bigint: true })).identity);
  } catch {
    return undefined;
  }
}
/** Opens a regular file for reading; throws when it is none. Never blocks on a pipe without a writer. */
export function openLogFile(path, links) {
  const { O_RDONLY, O_NONBLOCK, O_NOCTTY, O_NOFOLLOW } = constants;
  const fd = openSync(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | (links === 'refuse' ? O_NOFOLLOW : 0));
  try {
    return { path, fd, ...parseStats(fstatSync(fd, { bigint: true })) };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}
export const closeLogFile = ({ fd }) => closeSync(fd);
/** Updates size, stamp and `linked` from the file system. */
export function refreshStats(file) {
  const { size, stamp, linked } = parseStats(fstatSync(file.fd, { bigint: true }));
  Object.assign(file, { size, stamp, linked });
}
/** Key and stamp of the regular file at a path, or why it cannot be read. */
export function statPath(path) {
  try {
    const { identity, stamp } = parseStats(statSync(path, { bigint: true }));
    return { key: getFileKey(identity), stamp };
  } catch (error) {
    return { why: getErrorReason(error) };
  }
}
/** Reads `length` bytes at `offset`, fewer at the end of the file, into `buffer` if given and else into new memory. */
export function readBytes({ fd }, offset, length, buffer) {
  const bytes = buffer?.subarray(0, length) ?? Buffer.alloc(length);
  let bytesRead = 0;
  while (bytesRead < length) {
    const count = readSync(fd, bytes, bytesRead, length - bytesRead, offset + bytesRead);
    if (count === 0) break;
    bytesRead += count;
  }
  return bytes.subarray(0, bytesRead);
}
/** When the content or metadata of the file last changed (ctime), epoch ms. */
export const getChangedAt = ({ stamp }) => Number(stamp.slice(stamp.lastIndexOf(':') + 1)) / 1e6;
/** When the file was last written to (mtime), epoch ms. */
export const getWrittenAt = ({ stamp }) => Number(stamp.split(':')[1]) / 1e6;
/** The code of a file system error, such as `EACCES`, else its message. */
export function getErrorReason(error) {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
function parseStats(stats) {
  if (!stats.isFile()) throw new Error(stats.isDirectory() ? 'EISDIR' : 'not a regular file');
  const { dev, ino, birthtimeNs, size, mtimeNs, ctimeNs, nlink } = stats;
  return {
    identity: { dev: String(dev), ino: String(ino), birthTimeNs: String(birthtimeNs) },
    size: Number(size),
    stamp: `${size}:${mtimeNs}:${ctimeNs}`,
    linked: nlink > 0n,
  };
}
/** A file named by the user cannot be read. The message says which, why, and what to do. */
export class ReadError extends Error {
  name = 'ReadError';
}
