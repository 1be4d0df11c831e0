import { spawn } from 'node:child_process';
import { pipeline } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import { getErrorReason, readBytes } from './log-file.js';

const blockBytes = 256 * 1024;
/** An archive that ends too early. It may still be being written. */
export class UnfinishedArchiveError extends Error {
  name = 'UnfinishedArchiveError';
}
export function detectCompression(file) {
  const magic = readBytes(file, 0, 7).toString('latin1');
  return magicNumbers.find(([, pattern]) => pattern.test(magic))?.[0] ?? 'plain';
}
const magicNumbers = [
  ['gzip', /^\x1f\x8b/],
  ['zstd', /^\x28\xb5\x2f\xfd/],
  ['xz', /^\xfd7zXZ/],
  ['bzip2', /^BZh[1-9]1AY/],
];
/** Yields the content of an open file, decompressed if necessary. */
export async function* readDecompressed(file) {
  const compression = detectCompression(file);
  if (compression === 'plain') yield* readBlocks(file);
  else if (compression === 'gzip') yield* gunzip(file);
  else yield* decompressWithProgram(compression, file);
}
/** Reads by offset, so other readers of the same descriptor do not interfere. */
async function* readBlocks(file) {
  let offset = 0;
  for (;;) {
    const bytes = readBytes(file, offset, blockBytes);
    if (bytes.length === 0) return;
    offset += bytes.length;
    yield bytes;
    await setImmediate();
  }
}
async function* gunzip(file) {
  // An error of either stream surfaces in the loop below; the empty callback only prevents an uncaught second one.
  const decompressed = pipeline(readBlocks(file), createGunzip({ chunkSize: blockBytes }), () => {});
  try {
    yield* decompressed;
  } catch (error) {
    if (getErrorReason(error) === 'Z_BUF_ERROR') throw createUnfinishedError(file);
    throw new Error(`Cannot decompress ${file.path}: the archive is damaged (${getErrorReason(error)})`, {
      cause: error,
    });
  }
}
/** Decompresses what Node cannot with the program named like the compression. All of them take the same options. */
async function* decompressWithProgram(name, file) {
  const program = spawn(name, ['-dcq'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const exitCode = new Promise((resolve, reject) => {
    program.on('close', resolve);
    program.on('error', () =>
      reject(
        new Error(
          `Cannot decompress ${file.path}: the program ${name} was not found; install it, or decompress the file first`,
        ),
      ),
    );
  });
  // Awaited below as well; without this, a failed start would be an unhandled rejection while the loop runs.
  exitCode.catch(() => {});
  pipeline(readBlocks(file), program.stdin, () => {});
  try {
    yield* program.stdout;
    if ((await exitCode) !== 0) throw createUnfinishedError(file);
  } finally {
    program.kill();
  }
}
const createUnfinishedError = ({ path }) =>
  new UnfinishedArchiveError(
    `Cannot decompress ${path} completely: it ends too early; wait until it is written, or compress it again`,
  );
