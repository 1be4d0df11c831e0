import { resolveRealPath } from './archive-place.js';
import { commitChunk, startGeneration } from './file-generation.js';
import { mayHaveUnreadLines } from './file-match.js';
import { findHistoryOffset, isBeforeHistory } from './history.js';
import { closeLogFile, getFileKey } from './log-file.js';
import { isNewFile } from './log-stream.js';
import { readArchive } from './read-archive.js';
import { readForward, skipLines } from './read-forward.js';
/** Reads the uncommitted part of the generation a file holds. A file seen for the first time begins a generation. */
export async function* readMatch(stream, match, isLive, context) {
  if (match.status === 'copy' || match.status === 'history') return;
  const { file, isCompressed } = match;
  if (match.generation === null && context.owners.findOther(file, stream.path) !== null) return;
  const generation = match.generation ?? (yield* beginGeneration(stream, match, isLive, context));
  match.generation = generation;
  if (isLive) setLive(stream, generation, match, context);
  if (isCompressed) {
    if (match.hasMore) yield* switchToArchive(stream, generation, context);
    if (mayHaveUnreadLines(generation) && generation.openFile === null)
      if ((yield* readArchive(generation, file, context)) === 'unfinished') match.status = 'copy';
    return;
  }
  if (!isLive) yield* switchToCopy(stream, match, generation, context);
  if (mayHaveUnreadLines(generation)) generation.openFile ??= file;
  if (generation.openFile !== null) yield* readOpenFile(stream, generation, context);
  else {
    const outcome = yield* readForward(generation, file, 'draining', context);
    if (outcome === 'rewritten') abandonGeneration(stream, generation, context);
    else if (mayHaveUnreadLines(generation)) generation.openFile = file;
  }
}
/** Switches from an open file to its copy once the copy is ahead. Until then the open file may still be written to. */
async function* switchToCopy(stream, match, generation, context) {
  const { openFile } = generation;
  if (openFile === null || getFileKey(openFile.identity) === getFileKey(match.file.identity)) return;
  yield* readOpenFile(stream, generation, context);
  if (generation.openFile === null || match.file.size <= generation.checkpoint.offset) match.status = 'copy';
  else {
    closeLogFile(openFile);
    generation.openFile = null;
  }
}
/** Switches from an open file to an archive that continues it: nobody writes to the open file any more. */
async function* switchToArchive(stream, generation, context) {
  yield* readOpenFile(stream, generation, context);
  if (generation.openFile === null) return;
  closeLogFile(generation.openFile);
  generation.openFile = null;
}
/** Reads a generation from the file kept open for it. */
export async function* readOpenFile(stream, generation, context) {
  const { openFile } = generation;
  if (openFile === null) return;
  const state = generation === stream.live ? 'live' : 'draining';
  if ((yield* readForward(generation, openFile, state, context)) === 'rewritten') {
    abandonGeneration(stream, generation, context);
    closeLogFile(openFile);
  }
}
async function* beginGeneration(stream, { file, isCompressed }, isLive, context) {
  const generation = startGeneration(file, stream.path, stream.generations, context.now);
  if (isLive) rememberTarget(generation, stream.path);
  const state = isLive ? 'live' : 'done';
  const { history } = context;
  const isSkipped =
    history === null
      ? stream.firstRead === 'skip' || (stream.firstRead === 'live' && !isLive)
      : isBeforeHistory(file, history);
  if (isSkipped && !isNewFile(file, stream)) {
    if (isCompressed) commitChunk(generation, generation.checkpoint, state, [], true, context);
    else yield* skipLines(generation, file, state, file.size, context);
  } else if (history !== null && !isCompressed && !isNewFile(file, stream)) {
    const offset = findHistoryOffset(file, stream.path, history);
    yield* skipLines(generation, file, 'live', offset, context);
  } else {
    // Committed before its first line, so after a restart it is neither skipped nor taken for history.
    commitChunk(generation, generation.checkpoint, 'live', [], false, context);
  }
  stream.generations.push(generation);
  context.owners.set(getFileKey(file.identity), stream.path, generation);
  return generation;
}
function setLive(stream, generation, { file, isCompressed }, context) {
  stream.live = generation;
  context.owners.set(getFileKey(file.identity), stream.path, generation);
  rememberTarget(generation, stream.path);
  const { openFile } = generation;
  if (openFile !== null && getFileKey(openFile.identity) === getFileKey(file.identity)) return;
  if (openFile !== null) closeLogFile(openFile);
  // Nobody writes to an archive: it is read once.
  generation.openFile = isCompressed ? null : file;
}
/** Stored with the checkpoint: a link may vanish while the program is down, and its target still hold unread lines. */
function rememberTarget(generation, path) {
  const realPath = resolveRealPath(path);
  if (realPath !== path && realPath !== generation.checkpoint.realPath)
    generation.checkpoint = { ...generation.checkpoint, realPath };
}
/** Detaches a generation whose file was rewritten. Its unread lines can only be in a copy: a scan is forced. */
function abandonGeneration(stream, generation, { now }) {
  Object.assign(generation, {
    fileKey: null,
    openFile: null,
    splitter: null,
    lostAt: mayHaveUnreadLines(generation) ? now : null,
  });
  if (stream.live === generation) stream.live = null;
  stream.scannedStamp = null;
}
