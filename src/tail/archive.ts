import { spawn } from 'node:child_process';
import { pipeline } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import { getErrorReason, type LogFile, readBytes } from './log-file.js';

const blockBytes = 256 * 1024;

/** An archive that ends too early: perhaps it is still being written. */
export class UnfinishedArchiveError extends Error {
  override readonly name = 'UnfinishedArchiveError';
}

/** How a file is packed, told by its first bytes and not by its name. */
export type Compression = 'plain' | 'gzip' | 'zstd' | 'xz' | 'bzip2';

export function detectCompression(file: LogFile): Compression {
  const magic = readBytes(file, 0, 7).toString('latin1');
  return magicNumbers.find(([, pattern]) => pattern.test(magic))?.[0] ?? 'plain';
}

const magicNumbers: readonly (readonly [Compression, RegExp])[] = [
  ['gzip', /^\x1f\x8b/],
  ['zstd', /^\x28\xb5\x2f\xfd/],
  ['xz', /^\xfd7zXZ/],
  ['bzip2', /^BZh[1-9]1AY/],
];

/** The bytes of an open file as its writer wrote them, unpacked on the way. */
export async function* readDecompressed(file: LogFile): AsyncGenerator<Buffer> {
  const compression = detectCompression(file);
  if (compression === 'plain') yield* readBlocks(file);
  else if (compression === 'gzip') yield* gunzip(file);
  else yield* decompressWithProgram(compression, file);
}

/** By position, so that it does not matter who else reads the descriptor. */
async function* readBlocks(file: LogFile): AsyncGenerator<Buffer> {
  let offset = 0;
  for (;;) {
    const bytes = readBytes(file, offset, blockBytes);
    if (bytes.length === 0) return;
    offset += bytes.length;
    yield bytes;
    await setImmediate();
  }
}

async function* gunzip(file: LogFile): AsyncGenerator<Buffer> {
  // An error of either stream reaches the loop below; the callback only keeps it from being thrown twice.
  const decompressed = pipeline(readBlocks(file), createGunzip({ chunkSize: blockBytes }), () => {});
  try {
    yield* decompressed;
  } catch (error) {
    if (getErrorReason(error) === 'Z_BUF_ERROR') throw createUnfinishedError(file);
    throw new Error(`Cannot unpack ${file.path}: it is damaged (${getErrorReason(error)})`, { cause: error });
  }
}

/** Programs that unpack what node cannot are named like the packing, and take the same options. */
async function* decompressWithProgram(name: string, file: LogFile): AsyncGenerator<Buffer> {
  const program = spawn(name, ['-dcq'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const exitCode = new Promise<number | null>((resolve, reject) => {
    program.on('close', resolve);
    program.on('error', () =>
      reject(
        new Error(
          `Cannot unpack ${file.path}: there is no program ${name}; install it, or unpack the file first`,
        ),
      ),
    );
  });
  // Also waited for below, but a failed start must not go unheard while the loop runs.
  exitCode.catch(() => {});
  pipeline(readBlocks(file), program.stdin, () => {});
  try {
    yield* program.stdout;
    if ((await exitCode) !== 0) throw createUnfinishedError(file);
  } finally {
    program.kill();
  }
}

const createUnfinishedError = ({ path }: LogFile) =>
  new UnfinishedArchiveError(
    `Cannot unpack ${path} to its end: it ends too early; pack it again, or wait until it is written`,
  );
