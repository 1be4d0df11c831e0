import { resolve } from 'node:path';
import { globMatches } from '../base/glob.js';
import type { Chunk, Gap, Position } from '../pipeline/checkpoint.js';
import { findLogs, pathsMax, type Trouble } from './discover.js';
import { type Generation, generationAt, type Pass } from './file-generation.js';
import { closeLog, keyOfOpen } from './log-file.js';
import type { Stream } from './log-stream.js';
import { takeTurns } from './scheduler.js';
import { letGoOfUnlinked } from './unlinked.js';
import { openWatch } from './watcher.js';

export type TailOptions = {
  /** Which logs, such as `/var/log/nginx/*.log`. */
  readonly globs: readonly string[];
  /** How far each was committed; they win over `from`. */
  readonly bookmarks: readonly Position[];
  /** Where to begin in a log that is there at the first look and was never met before. */
  readonly from: 'end' | 'beginning';
  /** When an earlier run last stored anything. A log that was made since then is read from its beginning. */
  readonly since?: number | undefined;
  /** How far in time a log has been read, epoch ms: of several with a backlog, the one that is behind comes first. */
  readonly reached?: (path: string) => number | null;
  /** Descriptors that this program writes to: a log that is the same file is not read, or each line would make another. */
  readonly own?: readonly number[];
  /** Hears, once each, what the operator should know, such as that the kernel has no watches left. */
  readonly notice?: (text: string) => void;
};

/** What one look did. */
export type Looked = {
  readonly chunks: number;
  readonly bytes: number;
  /** Logs that are followed. */
  readonly files: number;
  readonly troubles: readonly Trouble[];
  readonly gaps: readonly Gap[];
  /** True when the look stopped before the end of what there is to read: look again at once. */
  readonly more: boolean;
};

/** Follows logs through every rotation, and gives each line exactly once. */
export type Tail = {
  /** Reads all that is new. A chunk counts as committed once `digest` has returned; if it throws, the chunk comes again. */
  look(digest: (chunk: Chunk) => void, now: number): Promise<Looked>;
  /** Calls `wake` soon after something may have changed. Only shortens the wait: nothing depends on it. */
  watch(wake: () => void): void;
  /** Ends a look that is under way after the chunk in hand. */
  close(): Promise<void>;
};

/** File systems stamp with a clock that ticks only a few hundred times a second. */
const coarseMs = 20;
/** Descriptors kept open between looks. */
const heldMax = 400;

/** Begins to follow logs. Nothing is opened before the first look. */
export function openTail(options: TailOptions): Tail {
  const { globs, bookmarks, from, reached = () => null, own = [], notice = () => {} } = options;
  const watch = openWatch(notice);
  let streams: Map<string, Stream> | null = null;
  let since = options.since === undefined ? undefined : options.since - coarseMs;
  let unmet: Stream['unmet'] = from === 'end' ? 'over' : 'all';
  let running: Promise<unknown> = Promise.resolve();
  let closing = false;

  async function look(digest: Pass['digest'], now: number): Promise<Looked> {
    const found = findLogs(globs);
    since ??= now;
    streams ??= remembered(bookmarks, globs, now, since);
    for (const path of found.paths) if (!streams.has(path)) streams.set(path, streamAt(path, unmet, since));
    const pass = passAt(digest, now, streams, own);
    pass.troubles.push(...found.troubles);
    const more = await takeTurns([...streams.values()], pass, { reached, closing: () => closing });
    unmet = 'live';
    letGoOfUnlinked(streams.values(), pass);
    if (pass.troubles.some(({ why }) => why === 'EMFILE' || why === 'ENFILE')) closeNamed(streams);
    closeSome(streams, heldMax);
    forgetSome(streams, new Set(found.paths));
    watch.follow(found.directories, found.paths, now);
    const { chunks, bytes, troubles, gaps } = pass;
    return { chunks, bytes, files: found.paths.length, troubles, gaps, more };
  }

  return {
    look(digest, now) {
      const next = running.then(() => look(digest, now));
      running = next.catch(() => {});
      return next;
    },
    watch: watch.start,
    async close() {
      closing = true;
      await watch.close();
      await running;
      closeSome(streams ?? new Map(), 0);
    },
  };
}

/** Logs that no glob means any more are left alone, and their bookmarks with them. */
function remembered(
  bookmarks: readonly Position[],
  globs: readonly string[],
  now: number,
  since: number,
): Map<string, Stream> {
  const streams = new Map<string, Stream>();
  for (const position of bookmarks) {
    if (!globs.some((glob) => globMatches(resolve(glob), position.path))) continue;
    const stream = streams.get(position.path) ?? streamAt(position.path, null, since);
    stream.generations.push(generationAt(position, now));
    streams.set(position.path, stream);
  }
  return streams;
}

function streamAt(path: string, unmet: Stream['unmet'], since: number): Stream {
  const nothing = {
    generations: [],
    live: null,
    scannedAt: 0,
    scanned: null,
    archives: new Map(),
    pause: null,
  };
  return { path, unmet, since, ...nothing };
}

function passAt(
  digest: Pass['digest'],
  now: number,
  streams: ReadonlyMap<string, Stream>,
  own: readonly number[],
): Pass {
  const taken = new Map(
    own.flatMap((fd) => keyOfOpen(fd) ?? []).map((key) => [key, 'what this program writes']),
  );
  for (const { path, live } of streams.values()) if (live?.file) taken.set(live.file, path);
  return { digest, now, chunks: 0, bytes: 0, troubles: [], gaps: [], taken, listings: new Map() };
}

/** Closes the descriptors of those that have been quiet longest. They are opened again when they grow. */
function closeSome(streams: ReadonlyMap<string, Stream>, max: number): void {
  const held = [...streams.values()]
    .flatMap(({ generations }) => generations.filter((generation) => generation.held !== null))
    .sort((a, b) => b.grownAt - a.grownAt);
  for (const generation of held.slice(max)) close(generation);
}

/** The table of open files is full: all that can be found again by a name makes room. */
function closeNamed(streams: ReadonlyMap<string, Stream>): void {
  for (const { generations } of streams.values())
    for (const generation of generations) if (generation.held?.linked) close(generation);
}

function close(generation: Generation): void {
  if (generation.held !== null) closeLog(generation.held);
  generation.held = null;
}

/** Logs that are gone for good and read to their end are forgotten once there are many. */
function forgetSome(streams: Map<string, Stream>, present: ReadonlySet<string>): void {
  for (const { path, generations } of streams.values()) {
    if (streams.size <= 2 * pathsMax) return;
    if (!present.has(path) && generations.every(({ position }) => position.state === 'done'))
      streams.delete(path);
  }
}
