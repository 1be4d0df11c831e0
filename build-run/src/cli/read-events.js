import { statSync } from 'node:fs';
import { parseLogSource } from '../config/log-sources.js';
import { emptyParserState, flushParser, parseLines } from '../parse/parse-lines.js';
import { PatternMiner } from '../parse/pattern-miner.js';
import { readLogLines } from '../tail/read-whole.js';
/** Yields the events of a finished log in file order. */
export async function* readEvents(file, decoderOptions, onEnd) {
  let parserState = emptyParserState;
  const miner = new PatternMiner();
  const mine = (unread) => {
    for (const { text, at } of unread) miner.add('unread', text, file, at);
  };
  let undated = [];
  const date = (events) => {
    const all = undated.length === 0 ? events : [...undated, ...events];
    const firstDated = all[0]?.at === unknownAt ? all.findIndex(({ at }) => at !== unknownAt) : 0;
    undated = firstDated < 0 ? all : [];
    return firstDated < 0 ? [] : setLeadingTimes(all, firstDated, all[firstDated]?.at ?? unknownAt);
  };
  for await (const lines of readLogLines(file)) {
    const step = parseLines(parserState, lines, decoderOptions, unknownAt);
    parserState = step.state;
    mine(step.unread);
    yield date(step.events);
  }
  const lastStep = flushParser(parserState, decoderOptions, unknownAt);
  mine(lastStep.unread);
  yield date(lastStep.events);
  if (undated.length > 0) yield setLeadingTimes(undated, undated.length, getWrittenAt(file));
  onEnd(createFinalCheckpoint(file, lastStep.state), miner.takeChanges());
}
/** The time of records before the first that has one: they get its time, and that of the file where none has one. */
const unknownAt = 0;
const setLeadingTimes = (events, count, at) =>
  count === 0
    ? events
    : [...events.slice(0, count).map((event) => ({ ...event, at })), ...events.slice(count)];
const getWrittenAt = (file) =>
  parseLogSource(file) !== null ? Date.now() : Math.floor(statSync(file).mtimeMs);
/** A finished log is never read again, so only the path of its checkpoint matters. */
const createFinalCheckpoint = (path, parserState) => ({
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
