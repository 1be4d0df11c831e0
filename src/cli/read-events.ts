import type { Dialect } from '../parse/decoder.js';
import type { Event } from '../parse/event.js';
import { beginReading, closeReading, type Reading, readLines } from '../parse/parse-lines.js';
import type { Bookmark } from '../pipeline/checkpoint.js';
import { linesOf } from '../tail/read-whole.js';

/** The events of a finished log, in its own order. `done` gets what was understood of it. */
export async function* eventsOf(
  file: string,
  dialect: Dialect,
  done: (bookmark: Bookmark) => void,
): AsyncGenerator<readonly Event[]> {
  let reading = beginReading;
  for await (const lines of linesOf(file)) {
    const read = readLines(reading, lines, dialect, 0);
    reading = read.reading;
    yield read.events;
  }
  const closed = closeReading(reading, dialect, 0);
  yield closed.events;
  done(atEnd(file, closed.reading));
}

/** A finished log is never read on, so nothing of its position matters but the name. */
const atEnd = (path: string, reading: Reading): Bookmark => ({
  reading,
  position: {
    path,
    dev: '0',
    ino: '0',
    born: '0',
    offset: 0,
    line: reading.lines,
    head: '',
    tail: '',
    state: 'done',
  },
});
