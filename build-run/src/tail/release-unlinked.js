import { closeLogFile, refreshStats } from './log-file.js';
import { finishGeneration } from './read-forward.js';

/** Deleted files held open take disk space that no listing shows. All of them together may take this much. */
const unlinkedBytesMax = 4 * 2 ** 30;
/** Closes deleted files once they take too much disk space: first those fully read, then the oldest. */
export function releaseUnlinked(streams, context) {
  const unlinked = [...streams].flatMap(listUnlinked);
  let totalBytes = unlinked.reduce((sum, { held }) => sum + held.size, 0);
  for (const unlinkedFile of unlinked.sort((a, b) => getReleaseOrder(a) - getReleaseOrder(b))) {
    if (totalBytes <= unlinkedBytesMax) return;
    totalBytes -= unlinkedFile.held.size;
    releaseFile(unlinkedFile, context);
  }
}
function listUnlinked(stream) {
  return stream.generations.flatMap((generation) => {
    const { openFile } = generation;
    if (openFile === null) return [];
    refreshStats(openFile);
    return openFile.linked ? [] : { stream, generation, held: openFile };
  });
}
const isFullyRead = ({ generation, held }) => generation.fullyReadStamp === held.stamp;
const getReleaseOrder = (unlinkedFile) => (isFullyRead(unlinkedFile) ? 0 : unlinkedFile.generation.grownAt);
function releaseFile(unlinkedFile, context) {
  const { stream, generation, held } = unlinkedFile;
  const { path, offset } = generation.checkpoint;
  if (isFullyRead(unlinkedFile)) finishGeneration(generation, held, context);
  else {
    const why = 'deleted before it was read, and too large to be kept open any longer';
    finishGeneration(generation, null, context, { path, at: context.now, bytes: held.size - offset, why });
  }
  closeLogFile(held);
  generation.openFile = null;
  if (stream.live === generation) stream.live = null;
}
