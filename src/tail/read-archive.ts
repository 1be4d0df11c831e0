import { Unfinished, unpacked } from './archive.js';
import { LineCutter } from './cutter.js';
import { commit, type Generation, type Pass } from './generation.js';
import type { LogFile } from './log-file.js';

/**
 * Unpacks an archive, passes over what is committed and reads the rest. The last piece, without a line feed, is taken
 * only from an archive that is whole.
 */
export async function* readArchive(
  generation: Generation,
  file: LogFile,
  pass: Pass,
): AsyncGenerator<void, 'read' | 'unfinished'> {
  const { path, offset } = generation.position;
  const cutter = new LineCutter(path, generation.position);
  let at = 0;
  try {
    for await (const bytes of unpacked(file)) {
      const fresh = bytes.subarray(Math.max(0, offset - at));
      at += bytes.length;
      if (fresh.length === 0) continue;
      const lines = cutter.cut(fresh);
      if (cutter.mark.offset > generation.position.offset)
        commit(generation, cutter.mark, 'draining', lines, false, pass);
      generation.grownAt = pass.now;
      pass.bytes += fresh.length;
      yield;
    }
  } catch (error) {
    if (error instanceof Unfinished) return 'unfinished';
    throw error;
  }
  const lines = cutter.end();
  commit(generation, cutter.mark, 'done', lines, true, pass);
  generation.settled = file.stamp;
  return 'read';
}
