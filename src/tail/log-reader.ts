import { splitLogs } from '../config/log-sources.js';
import type { Chunk } from '../pipeline/checkpoint.js';
import { createSourceReader, type SourceReaderOptions } from './sources/readers.js';
import { createSources, type Sources } from './sources/sources.js';
import { createTailer, type PollResult, type Tailer, type TailerOptions } from './tailer.js';

export type LogReaderOptions = Omit<TailerOptions, 'globs'> & {
  /** Entries of `LOGS`: globs of files, and sources that are no files. */
  readonly logs: readonly string[];
  readonly sourceOptions: SourceReaderOptions;
};

/** Creates the reader of all logs, files and others. Nothing is opened before the first poll. */
export function createLogReader({ logs, sourceOptions, ...options }: LogReaderOptions): Tailer {
  const { globs, sources } = splitLogs(logs);
  const tailer = createTailer({ ...options, globs });
  if (sources.length === 0) return tailer;
  const containerReaders = new Map<string, string>();
  const { checkpoints, from, getHistory, lastStoredAt = Date.now() } = options;
  const others = createSources({
    sources,
    checkpoints,
    createReader: (source) => createSourceReader(source, { ...sourceOptions, containerReaders }),
    getStart: () => ({
      since: from === 'beginning' ? null : (getHistory?.()?.since ?? Date.now()),
      lastStoredAt,
    }),
  });
  let pendingPoll: Promise<unknown> = Promise.resolve();
  return {
    async poll(onChunk, now) {
      const polling = pollInTurn(others, onChunk, now);
      pendingPoll = polling.catch(() => {});
      return addResults(await polling, await tailer.poll(onChunk, now));
    },
    watch(wake) {
      tailer.watch(wake);
      others.watch(wake);
    },
    async close() {
      await tailer.close();
      await pendingPoll;
      await others.close();
    },
  };
}

/** A backlog of sources and one of files are read in turn, so that records of one request meet. */
const turnMs = 500;

async function pollInTurn(
  sources: Sources,
  onChunk: (chunk: Chunk) => void,
  now: number,
): Promise<PollResult> {
  const until = performance.now() + turnMs;
  let result = await sources.poll(onChunk, now);
  for (let last = result; last.hasMore && last.chunks > 0 && performance.now() < until; ) {
    last = await sources.poll(onChunk, now);
    result = {
      ...addResults(result, last),
      files: last.files,
      problems: last.problems,
      hasMore: last.hasMore,
    };
  }
  return result;
}

const addResults = (a: PollResult, b: PollResult): PollResult => ({
  chunks: a.chunks + b.chunks,
  bytes: a.bytes + b.bytes,
  files: a.files + b.files,
  problems: [...a.problems, ...b.problems],
  dataLosses: [...a.dataLosses, ...b.dataLosses],
  hasMore: a.hasMore || b.hasMore,
});
