import { resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Chunk, Position } from '../position.js';
import { findLogs, pathsMax, type Trouble } from './find.js';
import { type Gap, type Generation, generationAt, type Pass, Refusal } from './generation.js';
import { globMatches } from './glob.js';
import { closeLog, reasonOf } from './log-file.js';
import { lookAt } from './look.js';
import type { Stream } from './stream.js';
import { openWatch } from './watch.js';

export type TailOptions = {
  /** Which logs, such as `/var/log/nginx/*.log`. */
  readonly globs: readonly string[];
  /** How far each was committed; they win over `from`. */
  readonly bookmarks: readonly Position[];
  /** Where to begin in a log that is there at the first look and was never met before. */
  readonly from: 'end' | 'beginning';
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

/** A look ends after so much, so that files that come and go are noticed also during a long catch-up. */
const lookBytesMax = 128 * 1024 * 1024;
/** Descriptors kept open between looks. */
const heldMax = 400;

/** Begins to follow logs. Nothing is opened before the first look. */
export function openTail({ globs, bookmarks, from, notice = () => {} }: TailOptions): Tail {
  const watch = openWatch(notice);
  let streams: Map<string, Stream> | null = null;
  let unmet: Stream['unmet'] = from === 'end' ? 'over' : 'all';
  let running: Promise<unknown> = Promise.resolve();
  let closing = false;

  async function look(digest: Pass['digest'], now: number): Promise<Looked> {
    const found = findLogs(globs);
    streams ??= remembered(bookmarks, globs, now);
    for (const path of found.paths) if (!streams.has(path)) streams.set(path, streamAt(path, unmet));
    const pass = passAt(digest, now, streams);
    pass.troubles.push(...found.troubles);
    const more = await takeTurns([...streams.values()], pass, () => closing);
    unmet = 'live';
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
): Map<string, Stream> {
  const streams = new Map<string, Stream>();
  for (const position of bookmarks) {
    if (!globs.some((glob) => globMatches(resolve(glob), position.path))) continue;
    const stream = streams.get(position.path) ?? streamAt(position.path, null);
    stream.generations.push(generationAt(position, now));
    streams.set(position.path, stream);
  }
  return streams;
}

function streamAt(path: string, unmet: Stream['unmet']): Stream {
  return { path, generations: [], live: null, unmet, scannedAt: 0, scanned: null, archives: new Map() };
}

function passAt(digest: Pass['digest'], now: number, streams: ReadonlyMap<string, Stream>): Pass {
  const taken = new Map<string, string>();
  for (const { path, live } of streams.values()) if (live?.file) taken.set(live.file, path);
  return { digest, now, chunks: 0, bytes: 0, troubles: [], gaps: [], taken, listings: new Map() };
}

/** After each chunk the next log has its turn, so that one with a long backlog does not make the others wait. */
async function takeTurns(streams: readonly Stream[], pass: Pass, closing: () => boolean): Promise<boolean> {
  let turns = streams.map((stream) => ({ stream, steps: lookAt(stream, pass) }));
  try {
    while (turns.length > 0 && pass.bytes < lookBytesMax && !closing()) {
      const left: typeof turns = [];
      for (const turn of turns) {
        if (!(await goesOn(turn.stream, turn.steps, pass))) continue;
        left.push(turn);
        await setImmediate();
      }
      turns = left;
    }
    return turns.length > 0;
  } finally {
    for (const { steps } of turns) await steps.return(undefined);
  }
}

async function goesOn({ path }: Stream, steps: AsyncGenerator<void>, pass: Pass): Promise<boolean> {
  try {
    return !(await steps.next()).done;
  } catch (error) {
    if (error instanceof Refusal) throw error.cause;
    pass.troubles.push({ path, why: reasonOf(error) });
    return false;
  }
}

/** Closes the descriptors of those that have been quiet longest. They are opened again when they grow. */
function closeSome(streams: ReadonlyMap<string, Stream>, max: number): void {
  const held = [...streams.values()]
    .flatMap(({ generations }) => generations.filter((generation) => generation.held !== null))
    .sort((a, b) => b.grownAt - a.grownAt);
  for (const generation of held.slice(max)) close(generation);
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
