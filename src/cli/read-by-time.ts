import { basename } from 'node:path';
import type { DecoderOptions } from '../parse/decoder.js';
import type { Event } from '../parse/event.js';
import type { PatternChange } from '../parse/pattern-miner.js';
import type { Checkpoint } from '../pipeline/checkpoint.js';
import { type EventSlice, mergeByTime } from '../pipeline/merge-by-time.js';
import { OutOfOrderError, reorder } from '../pipeline/reorder.js';
import { type OnLogEnd, readEvents } from './read-events.js';
import { readSortedEvents, TimeIndex } from './sort-events.js';

/** Names of the logs that have to be sorted, and a sentence for each. Found while reading. */
export type UnsortedLogs = Map<string, string>;

/** What `readByTime` hands over: the events of all logs by time, and at their end the final checkpoints. */
export type LogsByTime = {
  readonly slices: AsyncIterable<EventSlice>;
  readonly checkpoints: readonly Checkpoint[];
  /** Of what was not read; filled as the checkpoints are. */
  readonly patterns: readonly PatternChange[];
};

/**
 * Reads finished logs merged by time, whatever the order of the records in them. Logs are expected to be in order; one that
 * turns out not to be is added to `unsorted`, and `read` starts again from nothing with that log sorted.
 */
export async function readByTime<Result>(
  files: readonly string[],
  getDecoderOptions: (file: string) => DecoderOptions,
  unsorted: UnsortedLogs,
  read: (logs: LogsByTime) => Promise<Result>,
): Promise<Result> {
  const indexes = new Map<string, SortedLog>();
  for (;;) {
    const [checkpoints, patterns]: [Checkpoint[], PatternChange[]] = [[], []];
    const onEnd: OnLogEnd = (checkpoint, ofLog) => {
      checkpoints.push(checkpoint);
      patterns.push(...ofLog);
    };
    const openStream = (file: string) =>
      unsorted.has(file)
        ? readSorted(file, getDecoderOptions(file), indexes, unsorted, onEnd)
        : reorder(readEvents(file, getDecoderOptions(file), onEnd), file);
    try {
      return await read({ slices: mergeByTime(sortByAge(files).map(openStream)), checkpoints, patterns });
    } catch (error) {
      if (!(error instanceof OutOfOrderError)) throw error;
      unsorted.set(error.log, '');
    }
  }
}

/** Older parts of a log first: it may have been rotated within a second. */
const sortByAge = (files: readonly string[]): readonly string[] =>
  files.toSorted((a, b) => rankAge(a) - rankAge(b));

/** The lower, the older among the parts of one log: `error.log.2.gz`, `error.log-20261122`, `error.log`. */
function rankAge(file: string): number {
  const [, number, day] = /(?:\.(\d{1,3})|[-.](\d{8,14}))(?:\.(?:gz|bz2|xz|zst))?$/.exec(file) ?? [];
  return number !== undefined ? -Number(number) : day !== undefined ? Number(day) : Number.MAX_SAFE_INTEGER;
}

/** An index is kept while other logs turn out to be unsorted. */
type SortedLog = {
  readonly index: TimeIndex;
  readonly checkpoint: Checkpoint;
  readonly patterns: readonly PatternChange[];
};

async function* readSorted(
  file: string,
  decoderOptions: DecoderOptions,
  indexes: Map<string, SortedLog>,
  unsorted: UnsortedLogs,
  onEnd: OnLogEnd,
): AsyncGenerator<readonly Event[]> {
  const sorted = indexes.get(file) ?? (await indexLog(file, decoderOptions));
  const { index, checkpoint, patterns } = sorted;
  indexes.set(file, sorted);
  unsorted.set(file, describeOrder(file, index));
  yield* readSortedEvents(file, index, decoderOptions);
  onEnd(checkpoint, patterns);
}

async function indexLog(file: string, decoderOptions: DecoderOptions): Promise<SortedLog> {
  const ends: Omit<SortedLog, 'index'>[] = [];
  const index = await TimeIndex.build(file, decoderOptions, (checkpoint, patterns) =>
    ends.push({ checkpoint, patterns }),
  );
  const [end] = ends;
  if (end === undefined) throw new Error(`${file} ended without a checkpoint`);
  return { index, ...end };
}

const describeOrder = (file: string, { isNewestFirst }: TimeIndex): string =>
  `${file === '-' ? 'Standard input' : basename(file)} is ${isNewestFirst ? 'newest first' : 'not in order of time'}: sorted by time.`;
