import { type BigIntStats, closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';

/** An open regular file, and what was last seen of it. */
export type LogFile = {
  readonly path: string;
  readonly fd: number;
  readonly identity: Identity;
  size: number;
  /** Changes whenever the content may have. */
  stamp: string;
  /** False once no name leads to the file any more. */
  linked: boolean;
};

/** Device, inode and birth time as decimal text. They propose which generation a file holds; its content decides. */
export type Identity = { readonly dev: string; readonly ino: string; readonly born: string };

export const keyOf = ({ dev, ino, born }: Identity): string => `${dev}:${ino}:${born}`;

/** The key of the regular file behind a descriptor; undefined for a terminal or a pipe. */
export function keyOfOpen(fd: number): string | undefined {
  try {
    return keyOf(seen(fstatSync(fd, { bigint: true })).identity);
  } catch {
    return undefined;
  }
}

/** Opens a regular file for reading, or throws why not. A pipe that nobody writes to does not block it. */
export function openLog(path: string, links: 'follow' | 'refuse'): LogFile {
  const { O_RDONLY, O_NONBLOCK, O_NOCTTY, O_NOFOLLOW } = constants;
  const fd = openSync(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | (links === 'refuse' ? O_NOFOLLOW : 0));
  try {
    return { path, fd, ...seen(fstatSync(fd, { bigint: true })) };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

export const closeLog = ({ fd }: LogFile): void => closeSync(fd);

/** Looks again at size, times and links. */
export function lookAgain(file: LogFile): void {
  const { size, stamp, linked } = seen(fstatSync(file.fd, { bigint: true }));
  Object.assign(file, { size, stamp, linked });
}

/** Identity and stamp of what a path leads to now, or why there is nothing to read. */
export function glance(
  path: string,
): { readonly key: string; readonly stamp: string } | { readonly why: string } {
  try {
    const { identity, stamp } = seen(statSync(path, { bigint: true }));
    return { key: keyOf(identity), stamp };
  } catch (error) {
    return { why: reasonOf(error) };
  }
}

/** `length` bytes at `position`, fewer at the end of the file. Into `block` if given; else into new memory. */
export function readAt({ fd }: LogFile, position: number, length: number, block?: Buffer): Buffer {
  const bytes = block?.subarray(0, length) ?? Buffer.alloc(length);
  let have = 0;
  while (have < length) {
    const got = readSync(fd, bytes, have, length - have, position + have);
    if (got === 0) break;
    have += got;
  }
  return bytes.subarray(0, have);
}

/** When the file, or its name, last changed, epoch ms. */
export const changedAt = ({ stamp }: LogFile): number =>
  Number(stamp.slice(stamp.lastIndexOf(':') + 1)) / 1e6;

/** When the file was last written to, epoch ms. */
export const writtenAt = ({ stamp }: LogFile): number => Number(stamp.split(':')[1]) / 1e6;

/** The short word for an error of the file system, such as `EACCES`. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}

function seen(stats: BigIntStats): Pick<LogFile, 'identity' | 'size' | 'stamp' | 'linked'> {
  if (!stats.isFile()) throw new Error(stats.isDirectory() ? 'EISDIR' : 'not a regular file');
  const { dev, ino, birthtimeNs, size, mtimeNs, ctimeNs, nlink } = stats;
  return {
    identity: { dev: String(dev), ino: String(ino), born: String(birthtimeNs) },
    size: Number(size),
    stamp: `${size}:${mtimeNs}:${ctimeNs}`,
    linked: nlink > 0n,
  };
}

/** A file that somebody named and that cannot be read: which, why, and what to do. */
export class ReadError extends Error {
  override readonly name = 'ReadError';
}
