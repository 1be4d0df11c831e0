import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { isLogName, parseLogSource } from '../../config/log-sources.js';
import { ReadError } from '../log-file.js';
import { keepLog } from '../spool.js';
import { createSourceReader } from './readers.js';
/**
 * Reads what containers and units among these logs have written until now, at most `bytesMax` of each, and keeps it to be
 * read like a file. Standard input is kept once it is read.
 */
export async function keepSources(logs, { dockerHost }, bytesMax = Infinity) {
  for (const log of new Set(logs)) {
    const source = parseLogSource(log);
    if (source === null || source.type === 'standard-input') continue;
    if (!isLogName(log)) throw new ReadError(`Cannot read ${log}: it names no container or unit`);
    const reader = createSourceReader(source, { dockerHost, onNotice: () => {} });
    await keepLog(source.name, readPresent(source, reader, bytesMax));
  }
}
/** The lines of a source, until it has brought all that there is now. */
function readPresent(source, read, bytesMax) {
  const sink = new PassThrough();
  const stop = new AbortController();
  let bytes = 0;
  const finish = () => {
    stop.abort();
    sink.end();
  };
  const feed = {
    async put({ lines }) {
      if (stop.signal.aborted) return;
      const text = lines.map((line) => `${line}\n`).join('');
      bytes += Buffer.byteLength(text);
      const hasRoom = sink.write(text);
      if (bytes >= bytesMax) finish();
      else if (!hasRoom) await once(sink, 'drain', { signal: stop.signal });
    },
    setProblem(why) {
      if (why === null || stop.signal.aborted) return;
      stop.abort();
      sink.destroy(new ReadError(`Cannot read ${source.name}: ${why}`));
    },
    setCatchingUp(isCatchingUp) {
      if (!isCatchingUp && !stop.signal.aborted) finish();
    },
  };
  sink.once('close', () => stop.abort());
  read(feed, wholeLog, stop.signal).catch((error) => sink.destroy(error));
  return sink;
}
const wholeLog = { checkpoint: null, since: null, lastStoredAt: 0 };
