import { readDecompressed } from './archive.js';
import { LineSplitter } from './line-splitter.js';
import { closeLogFile, getErrorReason, openLogFile, ReadError } from './log-file.js';
import { openKept, openStandardInput } from './spool.js';
/** Reads a finished log once from start to end: a plain file, `.gz`, `.zst`, `.xz`, `.bz2`, or `-` for standard input. */
export async function readWholeFile(path, onChunk) {
  for await (const chunk of readChunks(path)) onChunk(chunk);
}
/** The same as an iterator of lines, for reading several logs side by side. */
export async function* readLogLines(path) {
  for await (const { lines } of readChunks(path)) if (lines.length > 0) yield lines;
}
async function* readChunks(path) {
  const file = await openFinishedLog(path);
  try {
    yield* splitChunks(path, file.identity, readDecompressed(file));
  } finally {
    closeLogFile(file);
  }
}
/** Opens a finished log; standard input (`-`) and other logs that are no files are kept in temporary ones. */
export async function openFinishedLog(path) {
  return path === '-' ? openStandardInput() : (openKept(path) ?? openNamedFile(path));
}
async function* splitChunks(path, { dev, ino, birthTimeNs }, source) {
  const splitter = new LineSplitter(path);
  const createChunk = (lines, state) => ({
    fileCheckpoint: { path, dev, ino, birthTimeNs, ...splitter.readPosition, state },
    lines,
    atEnd: state === 'done',
  });
  for await (const bytes of source) yield createChunk(splitter.split(bytes), 'live');
  yield createChunk(splitter.flush(), 'done');
}
function openNamedFile(path) {
  try {
    return openLogFile(path, 'follow');
  } catch (error) {
    const why = getErrorReason(error);
    throw new ReadError(`Cannot read ${path}: ${errorHints[why] ?? why}`, { cause: error });
  }
}
const errorHints = {
  ENOENT: 'no such file; check the name',
  EACCES: 'permission denied; add this user to the group that may read it (often adm)',
  EISDIR: 'it is a directory; name the files in it',
};
