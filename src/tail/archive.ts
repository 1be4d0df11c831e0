import { spawn } from 'node:child_process';
import { pipeline } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import { type LogFile, readAt, reasonOf } from './log-file.js';

const blockBytes = 256 * 1024;

/** An archive that ends too early: perhaps it is still being written. */
export class Unfinished extends Error {
  override readonly name = 'Unfinished';
}

/** How a file is packed, told by its first bytes and not by its name. */
export type Packing = 'plain' | 'gzip' | 'zstd' | 'xz' | 'bzip2';

export function packingOf(file: LogFile): Packing {
  const first = readAt(file, 0, 7).toString('latin1');
  return signs.find(([, sign]) => sign.test(first))?.[0] ?? 'plain';
}

const signs: readonly (readonly [Packing, RegExp])[] = [
  ['gzip', /^\x1f\x8b/],
  ['zstd', /^\x28\xb5\x2f\xfd/],
  ['xz', /^\xfd7zXZ/],
  ['bzip2', /^BZh[1-9]1AY/],
];

/** The bytes of an open file as its writer wrote them, unpacked on the way. */
export async function* unpacked(file: LogFile): AsyncGenerator<Buffer> {
  const packing = packingOf(file);
  if (packing === 'plain') yield* bytesOf(file);
  else if (packing === 'gzip') yield* gunzipped(file);
  else yield* unpackedBy(packing, file);
}

/** By position, so that it does not matter who else reads the descriptor. */
async function* bytesOf(file: LogFile): AsyncGenerator<Buffer> {
  let at = 0;
  for (;;) {
    const bytes = readAt(file, at, blockBytes);
    if (bytes.length === 0) return;
    at += bytes.length;
    yield bytes;
    await setImmediate();
  }
}

async function* gunzipped(file: LogFile): AsyncGenerator<Buffer> {
  // An error of either stream reaches the loop below; the callback only keeps it from being thrown twice.
  const plain = pipeline(bytesOf(file), createGunzip({ chunkSize: blockBytes }), () => {});
  try {
    yield* plain;
  } catch (error) {
    if (reasonOf(error) === 'Z_BUF_ERROR') throw unfinished(file);
    throw new Error(`Cannot unpack ${file.path}: it is damaged (${reasonOf(error)})`, { cause: error });
  }
}

/** Programs that unpack what node cannot are named like the packing, and take the same options. */
async function* unpackedBy(name: string, file: LogFile): AsyncGenerator<Buffer> {
  const program = spawn(name, ['-dcq'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const ended = new Promise<number | null>((resolve, reject) => {
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
  ended.catch(() => {});
  pipeline(bytesOf(file), program.stdin, () => {});
  try {
    yield* program.stdout;
    if ((await ended) !== 0) throw unfinished(file);
  } finally {
    program.kill();
  }
}

const unfinished = ({ path }: LogFile) =>
  new Unfinished(
    `Cannot unpack ${path} to its end: it ends too early; pack it again, or wait until it is written`,
  );
