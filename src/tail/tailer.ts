import { resolve } from 'node:path';
import { globMatches } from '../base/glob.js';
import type { Chunk, DataLoss, FileCheckpoint } from '../pipeline/checkpoint.js';
import { discoverLogs, type FileProblem, logsMax } from './discover.js';
import { createGeneration, type FileGeneration, type PollContext } from './file-generation.js';
import { closeLogFile, getOpenFileKey } from './log-file.js';
import type { LogStream } from './log-stream.js';
import { pollRoundRobin } from './scheduler.js';
import { releaseUnlinked } from './unlinked.js';
import { openWatcher } from './watcher.js';

export type TailerOptions = {
  /** Which logs, such as `/var/log/nginx/*.log`. */
  readonly globs: readonly string[];
  /** How far each was committed; they win over `from`. */
  readonly checkpoints: readonly FileCheckpoint[];
  /** Where to begin in a log that is there at the first look and was never met before. */
  readonly from: 'end' | 'beginning';
  /** When an earlier run last stored anything. A log that was made since then is read from its beginning. */
  readonly lastStoredAt?: number | undefined;
  /** How far in time a log has been read, epoch ms: of several with a backlog, the one that is behind comes first. */
  readonly getReachedAt?: (path: string) => number | null;
  /** Descriptors that this program writes to: a log that is the same file is not read, or each line would make another. */
  readonly excludedFds?: readonly number[];
  /** Hears, once each, what the operator should know, such as that the kernel has no watches left. */
  readonly onNotice?: (text: string) => void;
};

/** What one look did. */
export type PollResult = {
  readonly chunks: number;
  readonly bytes: number;
  /** Logs that are followed. */
  readonly files: number;
  readonly problems: readonly FileProblem[];
  readonly dataLosses: readonly DataLoss[];
  /** True when the look stopped before the end of what there is to read: look again at once. */
  readonly hasMore: boolean;
};

/** Follows logs through every rotation, and gives each line exactly once. */
export type Tailer = {
  /** Reads all that is new. A chunk counts as committed once `digest` has returned; if it throws, the chunk comes again. */
  poll(onChunk: (chunk: Chunk) => void, now: number): Promise<PollResult>;
  /** Calls `wake` soon after something may have changed. Only shortens the wait: nothing depends on it. */
  watch(wake: () => void): void;
  /** Ends a look that is under way after the chunk in hand. */
  close(): Promise<void>;
};

/** File systems stamp with a clock that ticks only a few hundred times a second. */
const clockGranularityMs = 20;
/** Descriptors kept open between looks. */
const openFilesMax = 400;

/** Begins to follow logs. Nothing is opened before the first look. */
export function createTailer(options: TailerOptions): Tailer {
  const {
    globs,
    checkpoints,
    from,
    getReachedAt = () => null,
    excludedFds = [],
    onNotice = () => {},
  } = options;
  const watcher = openWatcher(onNotice);
  let streams: Map<string, LogStream> | null = null;
  let since = options.lastStoredAt === undefined ? undefined : options.lastStoredAt - clockGranularityMs;
  let firstRead: LogStream['firstRead'] = from === 'end' ? 'skip' : 'everything';
  let pendingPoll: Promise<unknown> = Promise.resolve();
  let isClosing = false;

  async function poll(onChunk: PollContext['onChunk'], now: number): Promise<PollResult> {
    const discovered = discoverLogs(globs);
    since ??= now;
    streams ??= restoreStreams(checkpoints, globs, now, since);
    for (const path of discovered.paths)
      if (!streams.has(path)) streams.set(path, createStream(path, firstRead, since));
    const context = createPollContext(onChunk, now, streams, excludedFds);
    context.problems.push(...discovered.problems);
    const hasMore = await pollRoundRobin([...streams.values()], context, {
      getReachedAt,
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
    watch: watcher.start,
    async close() {
      isClosing = true;
      await watcher.close();
      await pendingPoll;
      closeQuietFiles(streams ?? new Map(), 0);
    },
  };
}

/** Logs that no glob means any more are left alone, and their bookmarks with them. */
function restoreStreams(
  checkpoints: readonly FileCheckpoint[],
  globs: readonly string[],
  now: number,
  since: number,
): Map<string, LogStream> {
  const streams = new Map<string, LogStream>();
  for (const fileCheckpoint of checkpoints) {
    if (!globs.some((glob) => globMatches(resolve(glob), fileCheckpoint.path))) continue;
    const stream = streams.get(fileCheckpoint.path) ?? createStream(fileCheckpoint.path, null, since);
    stream.generations.push(createGeneration(fileCheckpoint, now));
    streams.set(fileCheckpoint.path, stream);
  }
  return streams;
}

function createStream(path: string, firstRead: LogStream['firstRead'], since: number): LogStream {
  const defaults = {
    generations: [],
    live: null,
    scannedAt: 0,
    scannedStamp: null,
    archives: new Map(),
    pause: null,
  };
  return { path, firstRead, since, ...defaults };
}

function createPollContext(
  onChunk: PollContext['onChunk'],
  now: number,
  streams: ReadonlyMap<string, LogStream>,
  excludedFds: readonly number[],
): PollContext {
  const ownerPaths = new Map(
    excludedFds.flatMap((fd) => getOpenFileKey(fd) ?? []).map((key) => [key, 'what this program writes']),
  );
  for (const { path, live } of streams.values()) if (live?.fileKey) ownerPaths.set(live.fileKey, path);
  return { onChunk, now, chunks: 0, bytes: 0, problems: [], dataLosses: [], ownerPaths, listings: new Map() };
}

/** Closes the descriptors of those that have been quiet longest. They are opened again when they grow. */
function closeQuietFiles(streams: ReadonlyMap<string, LogStream>, max: number): void {
  const openGenerations = [...streams.values()]
    .flatMap(({ generations }) => generations.filter((generation) => generation.openFile !== null))
    .sort((a, b) => b.grownAt - a.grownAt);
  for (const generation of openGenerations.slice(max)) closeOpenFile(generation);
}

/** The table of open files is full: all that can be found again by a name makes room. */
function closeLinkedFiles(streams: ReadonlyMap<string, LogStream>): void {
  for (const { generations } of streams.values())
    for (const generation of generations) if (generation.openFile?.linked) closeOpenFile(generation);
}

function closeOpenFile(generation: FileGeneration): void {
  if (generation.openFile !== null) closeLogFile(generation.openFile);
  generation.openFile = null;
}

/** Logs that are gone for good and read to their end are forgotten once there are many. */
function forgetOldStreams(streams: Map<string, LogStream>, presentPaths: ReadonlySet<string>): void {
  for (const { path, generations } of streams.values()) {
    if (streams.size <= 2 * logsMax) return;
    if (
      !presentPaths.has(path) &&
      generations.every(({ position: fileCheckpoint }) => fileCheckpoint.state === 'done')
    )
      streams.delete(path);
  }
}
