import { basename } from 'node:path';
import { mergeByTime } from '../pipeline/merge-by-time.js';
import { OutOfOrderError, reorder } from '../pipeline/reorder.js';
import { readEvents } from './read-events.js';
import { readSortedEvents, TimeIndex } from './sort-events.js';
/**
 * Reads finished logs merged by time, whatever the order of the records in them. Logs are expected to be in order; one that
 * turns out not to be is added to `unsorted`, and `read` starts again from nothing with that log sorted.
 */
export async function readByTime(files, getDecoderOptions, unsorted, read) {
  const indexes = new Map();
  for (;;) {
    const [checkpoints, patterns] = [[], []];
    const onEnd = (checkpoint, ofLog) => {
      checkpoints.push(checkpoint);
      patterns.push(...ofLog);
    };
    const openStream = (file) =>
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
const sortByAge = (files) => files.toSorted((a, b) => rankAge(a) - rankAge(b));
/** The lower, the older among the parts of one log: `error.log.2.gz`, `error.log-20261122`, `error.log`. */
function rankAge(file) {
  const [, number, day] = /(?:\.(\d{1,3})|[-.](\d{8,14}))(?:\.(?:gz|bz2|xz|zst))?$/.exec(file) ?? [];
  return number !== undefined ? -Number(number) : day !== undefined ? Number(day) : Number.MAX_SAFE_INTEGER;
}
async function* readSorted(file, decoderOptions, indexes, unsorted, onEnd) {
  const sorted = indexes.get(file) ?? (await indexLog(file, decoderOptions));
  const { index, checkpoint, patterns } = sorted;
  indexes.set(file, sorted);
  unsorted.set(file, describeOrder(file, index));
  yield* readSortedEvents(file, index, decoderOptions);
  onEnd(checkpoint, patterns);
}
async function indexLog(file, decoderOptions) {
  const ends = [];
  const index = await TimeIndex.build(file, decoderOptions, (checkpoint, patterns) =>
    ends.push({ checkpoint, patterns }),
  );
  const [end] = ends;
  if (end === undefined) throw new Error(`${file} ended without a checkpoint`);
  return { index, ...end };
}
const describeOrder = (file, { isNewestFirst }) =>
  `${file === '-' ? 'Standard input' : basename(file)} is ${isNewestFirst ? 'newest first' : 'not in order of time'}: sorted by time.`;
