/**
 * Follows log files through every rotation: globs and committed checkpoints come in, chunks of whole lines with the
 * checkpoint behind them go out, each line exactly once.
 *
 * A *generation* is one run of bytes that a writer produced from offset 0 on. Renaming, copying and compressing keep
 * it; truncating, deleting or replacing the file ends it. A *checkpoint* says how far a generation was committed and
 * carries its *fingerprint*: the first 1,024 bytes and the 256 bytes before the offset, stored as hashes. A file is recognised by
 * comparing its bytes with that fingerprint. Path, inode and birth time only suggest which generation to compare with,
 * because paths are renamed, inodes are reused and copies get new inodes.
 *
 * Every poll takes the same steps for each log, at the first start as well as after a crash (`poll-log.ts`):
 *
 * 1. Read the files that are held open, to their end. A renamed or deleted file stays readable through its descriptor
 *    for as long as its writer keeps writing to it. Every read overlaps what was read before, so a truncated or
 *    rewritten file is noticed whatever its size (`read-forward.ts`).
 * 2. If the directory changed, or the path leads to another file, open the live file and all its rotated files, oldest
 *    first (`archive-places.ts`, `rotated-files.ts`, `rotated-names.ts`). Of the paths that lead to one file, one is followed
 *    (`aliases.ts`).
 * 3. Decide for all of them together which generation each file holds (`match-files.ts`):
 *    - renamed or unchanged: the inode suggests a generation and the fingerprint confirms it;
 *    - copied (`copytruncate`, a restored backup): no inode fits, so the longest checkpoint whose fingerprint fits wins;
 *    - compressed: the archive is decompressed once, up to the offset of each missing generation, and compared there
 *      (`match-archives.ts`, `archive-fingerprint.ts`);
 *    - a beginning of another file, or of bytes already committed: a copy, which is not read while the original exists;
 *    - none of these: a new generation, or history when it is older than anything known.
 * 4. Read each file on from its checkpoint, oldest first and the live file last, so that lines keep their order
 *    (`read-match.ts`, `read-archive.ts`).
 * 5. Close a generation that is no longer live once it has been read to its end and stayed quiet for a minute. If its
 *    unread lines cannot be found in any file for a minute, report a data loss instead of staying silent.
 *
 * Only committing a chunk moves a checkpoint. Whatever is interrupted before that is read again.
 */
import { resolve } from 'node:path';
import { globMatches } from '../base/glob.js';
import { resolveAliases } from './aliases.js';
import { discoverLogs, logsMax } from './discover.js';
import { createGeneration } from './file-generation.js';
import { createFileOwners } from './file-owners.js';
import { createArchiveFinder } from './find-archives.js';
import { closeLogFile } from './log-file.js';
import { releaseUnlinked } from './release-unlinked.js';
import { pollRoundRobin } from './scheduler.js';
import { LogWatcher } from './watcher.js';

/** File systems take timestamps from a clock that ticks only a few hundred times a second. */
const clockGranularityMs = 20;
/** Descriptors kept open between polls. */
const openFilesMax = 400;
/** Creates a tailer. Nothing is opened before the first poll. */
export function createTailer(options) {
  const {
    globs,
    checkpoints,
    from,
    getReachedAt = () => null,
    getHistory = () => null,
    countWaiting = () => 0,
    excludedFds = [],
    onNotice = () => {},
  } = options;
  const watcher = new LogWatcher(onNotice);
  let streams = null;
  let since = options.lastStoredAt === undefined ? undefined : options.lastStoredAt - clockGranularityMs;
  let firstRead = from === 'end' ? 'skip' : 'everything';
  let pendingPoll = Promise.resolve();
  let isClosing = false;
  let hasTakenOver = false;
  async function poll(onChunk, now) {
    const discovered = discoverLogs(globs, options.archiveGlobs);
    since ??= now;
    streams ??= restoreStreams(checkpoints, globs, now, since);
    for (const path of discovered.paths)
      if (!streams.has(path)) streams.set(path, createStream(path, firstRead, since));
    const context = {
      ...createPollContext(onChunk, now, streams, excludedFds, getHistory()),
      findArchives: createArchiveFinder(discovered.paths, options),
    };
    context.problems.push(...discovered.problems);
    const aliases = resolveAliases(streams, discovered.paths, context, !hasTakenOver);
    hasTakenOver = true;
    const followed = [...streams.values()].filter(({ path }) => !aliases.has(path));
    const hasMore = await pollRoundRobin(followed, context, {
      getReachedAt,
      countWaiting,
      isClosing: () => isClosing,
    });
    firstRead = 'live';
    releaseUnlinked(streams.values(), context);
    if (context.problems.some(({ why }) => why === 'EMFILE' || why === 'ENFILE')) closeLinkedFiles(streams);
    closeQuietFiles(streams, openFilesMax);
    forgetOldStreams(streams, new Set(discovered.paths));
    watcher.follow(discovered.directories, discovered.paths, now);
    const { chunks, bytes, problems, dataLosses } = context;
    return { chunks, bytes, files: discovered.paths.length, problems, dataLosses, hasMore };
  }
  return {
    poll(onChunk, now) {
      const nextPoll = pendingPoll.then(() => poll(onChunk, now));
      pendingPoll = nextPoll.catch(() => {});
      return nextPoll;
    },
    watch(wake) {
      watcher.start(wake);
    },
    async close() {
      isClosing = true;
      await watcher.close();
      await pendingPoll;
      closeQuietFiles(streams ?? new Map(), 0);
    },
  };
}
/** Streams for the stored checkpoints. Checkpoints of logs that no glob matches any more are left untouched. */
function restoreStreams(checkpoints, globs, now, since) {
  const streams = new Map();
  for (const checkpoint of checkpoints) {
    if (!globs.some((glob) => globMatches(resolve(glob), checkpoint.path))) continue;
    const stream = streams.get(checkpoint.path) ?? createStream(checkpoint.path, null, since);
    stream.generations.push(createGeneration(checkpoint, now));
    streams.set(checkpoint.path, stream);
  }
  return streams;
}
function createStream(path, firstRead, since) {
  const defaults = {
    generations: [],
    live: null,
    scannedAt: 0,
    scannedStamp: null,
    places: [],
    archives: new Map(),
    pause: null,
  };
  return { path, firstRead, since, ...defaults };
}
function createPollContext(onChunk, now, streams, excludedFds, history) {
  const results = { chunks: 0, bytes: 0, problems: [], dataLosses: [] };
  return {
    onChunk,
    now,
    ...results,
    owners: createFileOwners(streams, excludedFds),
    listings: new Map(),
    history,
  };
}
/** Keeps `max` files open and closes those quiet longest. They are opened again when they grow. */
function closeQuietFiles(streams, max) {
  const openGenerations = [...streams.values()]
    .flatMap(({ generations }) => generations.filter((generation) => generation.openFile !== null))
    .sort((a, b) => b.grownAt - a.grownAt);
  for (const generation of openGenerations.slice(max)) closeOpenFile(generation);
}
/** Frees descriptors when the table of open files is full: closes every file that can be found again by name. */
function closeLinkedFiles(streams) {
  for (const { generations } of streams.values())
    for (const generation of generations) if (generation.openFile?.linked) closeOpenFile(generation);
}
function closeOpenFile(generation) {
  if (generation.openFile !== null) closeLogFile(generation.openFile);
  generation.openFile = null;
}
/** Forgets logs that no longer exist and were read to their end, once there are many. */
function forgetOldStreams(streams, presentPaths) {
  for (const { path, generations } of streams.values()) {
    if (streams.size <= 2 * logsMax) return;
    if (!presentPaths.has(path) && generations.every(({ checkpoint }) => checkpoint.state === 'done'))
      streams.delete(path);
  }
}
