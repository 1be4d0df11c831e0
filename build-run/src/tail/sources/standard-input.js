import { createReadStream, fstatSync } from 'node:fs';
import { Socket } from 'node:net';
import { isatty, ReadStream } from 'node:tty';
import { LineSplitter } from '../line-splitter.js';

const standardInputFd = 0;
/**
 * Opens standard input of the process, from any of its threads. A pipe is read through a socket: a blocking read would
 * keep the process from ending.
 */
export function openStandardInput() {
  const stats = fstatSync(standardInputFd);
  if (stats.isFIFO() || stats.isSocket()) return new Socket({ fd: standardInputFd, writable: false });
  return isatty(standardInputFd)
    ? new ReadStream(standardInputFd)
    : createReadStream('', { fd: standardInputFd, autoClose: false });
}
/** Reads what is written to standard input, until it ends. It can be read once only: what a stop leaves unread is a gap. */
export function readStandardInput(open, onNotice) {
  return async (feed, { checkpoint }, signal) => {
    const generation = `${Date.now()}`;
    const splitter = new LineSplitter('');
    const put = (texts, extra = {}) => feed.put({ generation, lines: texts, position: '', ...extra });
    await put([], hasGap(checkpoint) ? { gap: unreadGap } : {});
    if (signal.aborted) return;
    const stream = open();
    const stop = () => void stream.destroy();
    signal.addEventListener('abort', stop, { once: true });
    try {
      for await (const bytes of stream) await putLines(splitter.split(bytes), put);
      await put(
        splitter.flush().map(({ text }) => text),
        { isLast: true },
      );
      onNotice('Standard input has ended: nothing more will be read from it.');
    } catch (error) {
      if (signal.aborted) return;
      tellFailure(feed, error);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  };
}
async function putLines(lines, put) {
  if (lines.length > 0) await put(lines.map(({ text }) => text));
}
const hasGap = (checkpoint) => checkpoint !== null && !checkpoint.isFinished;
const unreadGap =
  'standard input cannot be read again, and what it brought while badgateway stopped and started is not stored';
const tellFailure = (feed, error) =>
  feed.setProblem(error instanceof Error && 'code' in error ? String(error.code) : String(error));
