import { Unfinished, unpacked } from './archive.js';
import { commit, type Generation, type Pass, Refusal } from './file-generation.js';
import { LineCutter } from './line-splitter.js';
import { type LogFile, reasonOf } from './log-file.js';

/** An archive that ends too early may still be written to; after so long it is not. */
const patienceMs = 600_000;
/** A small archive can hold more than anybody can read: a log is never packed so well. */
const unpackedBytesMax = 8 * 2 ** 30;
const ratioMax = 200;
const ratioFromBytes = 64 * 2 ** 20;

/**
 * Unpacks an archive, passes over what is committed and reads the rest. The last piece, without a line feed, is taken
 * only from an archive that is whole. What cannot be read is a gap, and closes the account: others wait behind it.
 */
export async function* readArchive(
  generation: Generation,
  file: LogFile,
  pass: Pass,
): AsyncGenerator<void, 'read' | 'unfinished'> {
  if (generation.settled === file.stamp && pass.now - generation.grownAt < patienceMs) return 'unfinished';
  const { path, offset } = generation.position;
  const cutter = new LineCutter(path, generation.position);
  const lost = (why: string) => {
    commit(generation, generation.position, 'done', [], true, pass, { path, at: pass.now, bytes: null, why });
  };
  let at = 0;
  try {
    for await (const bytes of unpacked(file)) {
      const fresh = bytes.subarray(Math.max(0, offset - at));
      at += bytes.length;
      if (isBomb(at, file.size)) {
        lost(`${file.path} unpacks to more than a log would`);
        return 'read';
      }
      if (fresh.length === 0) continue;
      const lines = cutter.cut(fresh);
      if (cutter.mark.offset > generation.position.offset) {
        commit(generation, cutter.mark, 'draining', lines, false, pass);
        generation.grownAt = pass.now;
      }
      pass.bytes += fresh.length;
      yield;
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    generation.settled = file.stamp;
    if (error instanceof Unfinished && pass.now - generation.grownAt < patienceMs) return 'unfinished';
    lost(reasonOf(error));
    return 'read';
  }
  const lines = cutter.end();
  commit(generation, cutter.mark, 'done', lines, true, pass);
  generation.settled = file.stamp;
  return 'read';
}

const isBomb = (unpackedBytes: number, packedBytes: number) =>
  unpackedBytes > unpackedBytesMax ||
  (unpackedBytes > ratioFromBytes && unpackedBytes > ratioMax * packedBytes);
