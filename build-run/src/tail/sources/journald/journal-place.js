/** Goes on in the journal from a position: finds the last entry that was read, and makes lines of those behind it. */
export class JournalPlace {
  #position;
  /** The entry that comes first when it is still in the journal. */
  #expected;
  #after;
  #gap = null;
  #hasMoved = false;
  /** Streams whose last line was too long for one entry: what follows is its rest. */
  #cutStreams = new Set();
  constructor(position) {
    this.#position = position;
    this.#expected = 'cursor' in position ? position : null;
    this.#after = 'after' in position ? position.after : 0;
  }
  get position() {
    return this.#position;
  }
  /** True when there is something to be stored since the last `takeGap`. */
  get hasMoved() {
    return this.#hasMoved;
  }
  /** Returns the lines of entries that were not read before, as container runtimes write them (CRI). */
  take(entries) {
    const lines = [];
    for (const entry of entries) {
      const cursor = entry.__CURSOR?.toString() ?? '';
      const at = Number(entry.__REALTIME_TIMESTAMP?.toString() ?? '');
      if (cursor === '' || !Number.isSafeInteger(at)) continue;
      const expected = this.#expected;
      this.#expected = null;
      if (expected?.cursor === cursor) continue;
      if (expected !== null) this.#lose(expected.at);
      if (at <= this.#after) continue;
      this.#after = 0;
      this.#position = { cursor, at };
      this.#hasMoved = true;
      if (isWrittenByUnit(entry) && !this.#isRest(entry)) lines.push(...toLines(at, entry));
    }
    return lines;
  }
  /** The journal has ended: the entry that has not come is not there. */
  end() {
    if (this.#expected !== null) this.#lose(this.#expected.at);
    this.#expected = null;
  }
  /** Returns why lines may be missing before the ones taken since the last call; null if none are. */
  takeGap() {
    const gap = this.#gap;
    this.#gap = null;
    this.#hasMoved = false;
    return gap;
  }
  /** Without the entry, journalctl begins anywhere near it: what is older was read. */
  #lose(at) {
    this.#after = at;
    this.#position = { after: at };
    this.#gap = lostCursor;
    this.#hasMoved = true;
  }
  /** Of a line longer than journald takes, the beginning is enough. */
  #isRest({ _STREAM_ID: streamId, _LINE_BREAK: lineBreak }) {
    const stream = streamId?.toString() ?? '';
    if (stream === '') return false;
    const isRest = this.#cutStreams.delete(stream);
    if (lineBreak?.toString() === 'line-max' && this.#cutStreams.size < streamsMax)
      this.#cutStreams.add(stream);
    return isRest;
  }
}
const lostCursor =
  'the journal no longer holds the last entry that was read, as it was vacuumed, rotated or removed';
const streamsMax = 1_000;
/** systemd's own messages about a unit name it in a field of their own. */
const isWrittenByUnit = ({ UNIT: unit, USER_UNIT: userUnit }) => unit === undefined && userUnit === undefined;
function toLines(at, { MESSAGE: message }) {
  if (message === undefined) return [];
  const time = `${new Date(Math.floor(at / 1_000)).toISOString().slice(0, -1)}${String(at % 1_000).padStart(3, '0')}Z`;
  return message
    .toString()
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .map((line) => `${time} stdout F ${line}`);
}
