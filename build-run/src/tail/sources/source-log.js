/** A reader waits while this much of its source is not committed yet. */
const queuedBytesMax = 1024 * 1024;
const chunkBytesMax = 256 * 1024;
/** A record is complete when no line has followed for this long: its lines may arrive one by one. */
const quietMs = 250;
/** Stands for the device in the checkpoints of sources. */
const sourceDevice = 'source';
/** The checkpoint from which a source continues: that of its latest generation. */
export function findLatestCheckpoint(name, checkpoints) {
  const own = checkpoints.filter(({ path, dev }) => path === name && dev === sourceDevice);
  const [latest = null] = own.sort((a, b) => Number(b.birthTimeNs) - Number(a.birthTimeNs));
  return own.find(({ state }) => state !== 'done') ?? latest;
}
/** One source as this process follows it: a bounded queue in which a reader puts lines, and the committed checkpoint. */
export class SourceLog {
  name;
  #onArrival;
  #checkpoint;
  #queue = [];
  #queuedBytes = 0;
  #waiting = [];
  #arrivedAt = 0;
  #hasOpenEnd = false;
  #problem = null;
  #isCatchingUp = false;
  #isClosed = false;
  constructor(name, checkpoint, onArrival) {
    this.name = name;
    this.#checkpoint = checkpoint;
    this.#onArrival = onArrival;
  }
  get checkpoint() {
    const checkpoint = this.#checkpoint;
    if (checkpoint === null) return null;
    const { ino: generation, position = '', state } = checkpoint;
    return { generation, position, isFinished: state === 'done' };
  }
  /** Why the source cannot be read now; null when it can. */
  get problem() {
    return this.#problem;
  }
  /** True while lines wait to be committed, or older ones are still to come. */
  get hasMore() {
    return this.#queue.length > 0 || (this.#isCatchingUp && this.#problem === null);
  }
  async put(item) {
    const bytes = item.lines.reduce((sum, text) => sum + Buffer.byteLength(text) + 1, 0);
    this.#queue.push({ ...item, bytes });
    this.#queuedBytes += bytes;
    this.#arrivedAt = performance.now();
    this.#onArrival();
    while (this.#queuedBytes > queuedBytesMax && !this.#isClosed)
      await new Promise((resolve) => this.#waiting.push(resolve));
  }
  setProblem(why) {
    this.#problem = why;
  }
  setCatchingUp(isCatchingUp) {
    this.#isCatchingUp = isCatchingUp;
  }
  /** Commits what has arrived, at most `bytesMax`. What the caller refuses stays in the queue. */
  commit(onChunk, bytesMax) {
    const progress = { chunks: 0, bytes: 0, gaps: [] };
    while (this.#queue.length > 0 && progress.bytes < bytesMax) {
      const items = this.#selectItems();
      const [first] = items;
      if (first === undefined) break;
      if (this.#checkpoint !== null && this.#checkpoint.ino !== first.generation) this.#finish(onChunk);
      this.#commitItems(items, onChunk);
      progress.chunks += 1;
      progress.bytes += items.reduce((sum, { bytes }) => sum + bytes, 0);
      if (first.gap !== undefined) progress.gaps.push(first.gap);
    }
    if (this.#hasOpenEnd && this.#queue.length === 0 && this.#isQuiet) this.#closeRecord(onChunk);
    return progress;
  }
  /** Lets a reader that waits for room go on, so that it can end. */
  close() {
    this.#isClosed = true;
    this.#release();
  }
  get #isQuiet() {
    return performance.now() - this.#arrivedAt >= quietMs;
  }
  /** The oldest items that fit into one chunk: of one generation, and a gap only at its beginning. */
  #selectItems() {
    const [first] = this.#queue;
    let bytes = 0;
    const end = this.#queue.findIndex((item, index) => {
      const isApart = index > 0 && (item.generation !== first?.generation || item.gap !== undefined);
      bytes += item.bytes;
      return isApart || (index > 0 && bytes > chunkBytesMax);
    });
    return end < 0 ? [...this.#queue] : this.#queue.slice(0, end);
  }
  #commitItems(items, onChunk) {
    const [first] = items;
    const last = items.at(-1);
    if (first === undefined || last === undefined) return;
    const from = this.#checkpointOf(first.generation);
    const lines = [];
    let { offset } = from;
    for (const text of items.flatMap((item) => item.lines)) {
      lines.push({ text, location: { file: this.name, byte: offset, line: from.line + lines.length + 1 } });
      offset += Buffer.byteLength(text) + 1;
    }
    const isLast = last.isLast === true;
    const checkpoint = {
      ...from,
      offset,
      line: from.line + lines.length,
      position: last.position,
      state: isLast ? 'done' : 'live',
    };
    const dataLoss = first.gap === undefined ? {} : { dataLoss: this.#describeGap(first.gap) };
    onChunk({ fileCheckpoint: checkpoint, lines, atEnd: isLast, ...dataLoss });
    this.#checkpoint = checkpoint;
    this.#hasOpenEnd = !isLast && lines.length > 0;
    this.#queue.splice(0, items.length);
    this.#queuedBytes -= items.reduce((sum, { bytes }) => sum + bytes, 0);
    if (this.#queuedBytes <= queuedBytesMax) this.#release();
  }
  #describeGap(why) {
    return { path: this.name, at: Date.now(), bytes: null, why };
  }
  #checkpointOf(generation) {
    if (this.#checkpoint?.ino === generation) return this.#checkpoint;
    const identity = { dev: sourceDevice, ino: generation, birthTimeNs: `${Date.now()}000000` };
    return { path: this.name, ...identity, offset: 0, line: 0, head: '', tail: '', state: 'live' };
  }
  #closeRecord(onChunk) {
    if (this.#checkpoint !== null) onChunk({ fileCheckpoint: this.#checkpoint, lines: [], atEnd: true });
    this.#hasOpenEnd = false;
  }
  #finish(onChunk) {
    if (this.#checkpoint === null || this.#checkpoint.state === 'done') return;
    const checkpoint = { ...this.#checkpoint, state: 'done' };
    onChunk({ fileCheckpoint: checkpoint, lines: [], atEnd: true });
    this.#checkpoint = checkpoint;
  }
  #release() {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resume of waiting) resume();
  }
}
