import { splitLogs } from '../config/log-sources.js';
import { createSourceReader, type SourceReaderOptions } from './sources/readers.js';
import { createSources } from './sources/sources.js';
import { createTailer, type Tailer, type TailerOptions } from './tailer.js';

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
  const { checkpoints, from, getHistory, lastStoredAt = Date.now() } = options;
  const others = createSources({
    sources,
    checkpoints,
    createReader: (source) => createSourceReader(source, sourceOptions),
    getStart: () => ({
      since: from === 'beginning' ? null : (getHistory?.()?.since ?? Date.now()),
      lastStoredAt,
    }),
  });
  let pendingPoll: Promise<unknown> = Promise.resolve();
  return {
    async poll(onChunk, now) {
      const fromFiles = await tailer.poll(onChunk, now);
      const polling = others.poll(onChunk, now);
      pendingPoll = polling.catch(() => {});
      const fromOthers = await polling;
      return {
        chunks: fromFiles.chunks + fromOthers.chunks,
        bytes: fromFiles.bytes + fromOthers.bytes,
        files: fromFiles.files + fromOthers.files,
        problems: [...fromFiles.problems, ...fromOthers.problems],
        dataLosses: [...fromFiles.dataLosses, ...fromOthers.dataLosses],
        hasMore: fromFiles.hasMore || fromOthers.hasMore,
      };
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
