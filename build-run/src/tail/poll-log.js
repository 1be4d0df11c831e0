import { minuteMs } from '../base/duration.js';
import { listPlaces } from './archive-places.js';
import { mayHaveUnreadLines } from './file-match.js';
import { closeLogFile, getErrorReason, getFileKey, openLogFile, refreshStats, statPath } from './log-file.js';
import { forgetOldGenerations, getDirectoriesStamp, isScanDue, recordScan } from './log-stream.js';
import { matchFiles } from './match-files.js';
import { reportMissedRotations } from './missed-rotations.js';
import { finishGeneration } from './read-forward.js';
import { readMatch, readOpenFile } from './read-match.js';
import { openRotatedFiles } from './rotated-files.js';

/** A rotated file is held open for this long after its last growth: its writer may not have reopened the log yet. */
const keepOpenMs = minuteMs;
/**
 * Polls one log with the steps described in tailer.ts: read open files, then check the path, then match and read all
 * rotated files, oldest first, the live file last. Yields after each chunk.
 */
export async function* pollLog(stream, context) {
  const needsScan = isScanDue(stream, context.now);
  for (const generation of [...stream.generations])
    if (!(needsScan && isUntouchedLiveFile(stream, generation)))
      yield* readOpenFile(stream, generation, context);
  if (needsScan || hasLiveChanged(stream)) yield* readAllFiles(stream, context);
  for (const generation of stream.generations) closeGeneration(stream, generation, context);
}
/**
 * Returns true for a live file of which nothing was committed. It may have been copied and truncated meanwhile, and the
 * copy comes first. Once it has no name any more, it is in no scan and has to be read at once.
 */
function isUntouchedLiveFile({ live }, generation) {
  const { openFile, checkpoint } = generation;
  if (generation !== live || checkpoint.offset > 0 || openFile === null) return false;
  refreshStats(openFile);
  return openFile.linked;
}
function hasLiveChanged({ path, live }) {
  const pathStat = statPath(path);
  if ('why' in pathStat) return live !== null;
  return live?.fileKey !== pathStat.key || (live.openFile === null && live.fullyReadStamp !== pathStat.stamp);
}
async function* readAllFiles(stream, context) {
  stream.places = listPlaces(stream, context);
  const stamp = getDirectoriesStamp(stream);
  const openedFiles = [];
  try {
    const liveFile = openLiveFile(stream, context);
    if (liveFile !== null) openedFiles.push(liveFile);
    else if (stream.firstRead === 'skip' || stream.firstRead === 'live') return;
    // Opened after the live path, so a file rotated away before that is among them.
    openedFiles.push(...openRotatedFiles(stream, stream.generations.filter(isLost), context));
    const [live, rotatedFiles] = separateLive(stream.path, liveFile, openedFiles);
    if (live === null || stream.live?.fileKey !== getFileKey(live.identity)) {
      // Read what was written between the last read and the rotation.
      const previous = stream.live;
      if (previous !== null && !isUntouchedLiveFile(stream, previous))
        yield* readOpenFile(stream, previous, context);
      stream.live = null;
    }
    const matches = await matchFiles(stream, rotatedFiles, live, context.now);
    reportMissedRotations(stream, matches, live, context);
    for (const match of matches) yield* readMatch(stream, match, match.file === live, context);
    if (live !== null) stream.firstRead = null;
    const rescanSoon =
      markLost(stream, matches, context.now) || matches.some(({ status }) => status === 'copy');
    recordScan(stream, stamp, rescanSoon || live !== liveFile, context.now);
  } finally {
    const openFiles = new Set(stream.generations.map((generation) => generation.openFile));
    for (const file of openedFiles) if (!openFiles.has(file)) closeLogFile(file);
  }
}
function openLiveFile(stream, context) {
  const { path } = stream;
  try {
    const file = openLogFile(path, 'follow');
    const other = context.owners.findOther(file, path);
    if (other === null) return file;
    context.problems.push({ path, why: `the same file as ${other}` });
    closeLogFile(file);
  } catch (error) {
    if (getErrorReason(error) !== 'ENOENT') context.problems.push({ path, why: getErrorReason(error) });
  }
  return null;
}
/** Splits the open files into the live file, unless it was rotated since it was opened, and the rotated files. */
function separateLive(path, live, openedFiles) {
  const rotatedFiles = openedFiles.filter((file) => file !== live);
  if (live === null) return [null, rotatedFiles];
  const key = getFileKey(live.identity);
  const pathStat = statPath(path);
  const isUnchanged = 'key' in pathStat && pathStat.key === key;
  const hasTwin = rotatedFiles.some(({ identity }) => getFileKey(identity) === key);
  if (hasTwin && !isUnchanged) return [null, rotatedFiles];
  return [live, rotatedFiles.filter(({ identity }) => getFileKey(identity) !== key)];
}
const isLost = ({ lostAt, openFile }) => lostAt !== null && openFile === null;
/** Marks generations with unread lines that no known file holds. Returns true if there are any. */
function markLost(stream, matches, now) {
  const matchedGenerations = new Set(matches.map(({ generation }) => generation));
  const lost = stream.generations.filter(
    (generation) =>
      mayHaveUnreadLines(generation) && generation.openFile === null && !matchedGenerations.has(generation),
  );
  for (const generation of lost) {
    generation.fileKey = null;
    generation.lostAt ??= now;
  }
  forgetOldGenerations(stream, matchedGenerations);
  return lost.length > 0;
}
/** Finishes a generation that is no longer live: read to its end and quiet, or lost for good. */
function closeGeneration(stream, generation, context) {
  const { openFile, lostAt, grownAt } = generation;
  if (generation === stream.live || !mayHaveUnreadLines(generation)) return;
  if (openFile !== null && context.now - grownAt >= keepOpenMs) {
    finishGeneration(generation, openFile, context);
    closeLogFile(openFile);
    Object.assign(generation, { openFile: null, fullyReadStamp: openFile.stamp });
  } else if (openFile === null && lostAt !== null && context.now - lostAt >= keepOpenMs) {
    const why = 'truncated, replaced or removed; lines written after the last poll are unknown';
    finishGeneration(generation, null, context, { path: stream.path, at: lostAt, bytes: null, why });
  }
}
