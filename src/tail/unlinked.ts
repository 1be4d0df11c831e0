import type { Generation, Pass } from './file-generation.js';
import { closeLog, type LogFile, lookAgain } from './log-file.js';
import type { Stream } from './log-stream.js';
import { finish } from './read-forward.js';

/** Files without a name that are held open keep disk space that nobody sees. All together may keep so much. */
const unlinkedBytesMax = 4 * 2 ** 30;

/** Lets go of files without a name once they keep too much of the disk: those that are read first, then the oldest. */
export function letGoOfUnlinked(streams: Iterable<Stream>, pass: Pass): void {
  const unlinked = [...streams].flatMap(unlinkedOf);
  let kept = unlinked.reduce((sum, { held }) => sum + held.size, 0);
  for (const each of unlinked.sort((a, b) => order(a) - order(b))) {
    if (kept <= unlinkedBytesMax) return;
    kept -= each.held.size;
    letGo(each, pass);
  }
}

type Unlinked = { readonly stream: Stream; readonly generation: Generation; readonly held: LogFile };

function unlinkedOf(stream: Stream): Unlinked[] {
  return stream.generations.flatMap((generation) => {
    const { held } = generation;
    if (held === null) return [];
    lookAgain(held);
    return held.linked ? [] : { stream, generation, held };
  });
}

const isRead = ({ generation, held }: Unlinked) => generation.settled === held.stamp;

const order = (each: Unlinked) => (isRead(each) ? 0 : each.generation.grownAt);

function letGo(each: Unlinked, pass: Pass): void {
  const { stream, generation, held } = each;
  const { path, offset } = generation.position;
  if (isRead(each)) finish(generation, held, pass);
  else {
    const why = 'removed before it was read, and too large to be kept open any longer';
    finish(generation, null, pass, { path, at: pass.now, bytes: held.size - offset, why });
  }
  closeLog(held);
  generation.held = null;
  if (stream.live === generation) stream.live = null;
}
