import type { DecoderOptions } from '../parse/decoder.js';
import type { Event } from '../parse/event.js';
import { emptyParserState, flushParser, type ParserState, parseLines } from '../parse/parse-lines.js';
import type { Checkpoint } from '../pipeline/checkpoint.js';
import { readLogLines } from '../tail/read-whole.js';

/** Yields the events of a finished log in file order. `onEnd` receives its final checkpoint with the parser state. */
export async function* readEvents(
  file: string,
  decoderOptions: DecoderOptions,
  onEnd: (checkpoint: Checkpoint) => void,
): AsyncGenerator<readonly Event[]> {
  let parserState = emptyParserState;
  for await (const lines of readLogLines(file)) {
    const step = parseLines(parserState, lines, decoderOptions, 0);
    parserState = step.state;
    yield step.events;
  }
  const lastStep = flushParser(parserState, decoderOptions, 0);
  yield lastStep.events;
  onEnd(createFinalCheckpoint(file, lastStep.state));
}

/** A finished log is never read again, so only the path of its checkpoint matters. */
const createFinalCheckpoint = (path: string, parserState: ParserState): Checkpoint => ({
  parserState,
  fileCheckpoint: {
    path,
    dev: '0',
    ino: '0',
    birthTimeNs: '0',
    offset: 0,
    line: parserState.lines,
    head: '',
    tail: '',
    state: 'done',
  },
});
