import type { Line } from '../../parse/line.js';
import type { Chunk, FileCheckpoint } from '../../pipeline/checkpoint.js';
import type { SourceCheckpoint, SourceFeed, SourceItem } from './source-feed.js';

/** A reader waits while this much of its source is not committed yet. */
const queuedBytesMax = 1024 * 1024;
const chunkBytesMax = 256 * 1024;
/** A record is complete when no line has followed for this long: its lines may arrive one by one. */
const quietMs = 250;

/** Stands for the device in the checkpoints of sources. */
const sourceDevice = 'source';

/** The checkpoint from which a source continues: that of its latest generation. */
export function findLatestCheckpoint(
  name: string,
  checkpoints: readonly FileCheckpoint[],
): FileCheckpoint | null {
  const own = checkpoints.filter(({ path, dev }) => path === name && dev === sourceDevice);
  const [latest = null] = own.sort((a, b) => Number(b.birthTimeNs) - Number(a.birthTimeNs));
  return own.find(({ state }) => state !== 'done') ?? latest;
}

/** Result of committing what has arrived. */
export type SourceProgress = {
  readonly chunks: number;
  readonly bytes: number;
  readonly gaps: readonly string[];
};

type QueuedItem = SourceItem & { readonly bytes: number };

/** One source as this process follows it: a bounded queue in which a reader puts lines, and the committed checkpoint. */
export class SourceLog implements SourceFeed {
  readonly name: string;
  readonly #onArrival: () => void;
  #checkpoint: FileCheckpoint | null;
  #queue: QueuedItem[] = [];
  #queuedBytes = 0;
  #waiting: (() => void)[] = [];
  #arrivedAt = 0;
  #hasOpenEnd = false;
  #problem: string | null = null;
  #isCatchingUp = false;
  #isClosed = false;

  constructor(name: string, checkpoint: FileCheckpoint | null, onArrival: () => void) {
    this.name = name;
    this.#checkpoint = checkpoint;
    this.#onArrival = onArrival;
  }

  get checkpoint(): SourceCheckpoint | null {
    const checkpoint = this.#checkpoint;
    if (checkpoint === null) return null;
    const { ino: generation, position = '', state } = checkpoint;
    return { generation, position, isFinished: state === 'done' };
  }

  /** Why the source cannot be read now; null when it can. */
  get problem(): string | null {
    return this.#problem;
  }

  /** True while lines wait to be committed, or older ones are still to come. */
  get hasMore(): boolean {
    return this.#queue.length > 0 || (this.#isCatchingUp && this.#problem === null);
  }

  async put(item: SourceItem): Promise<void> {
    const bytes = item.lines.reduce((sum, text) => sum + Buffer.byteLength(text) + 1, 0);
    this.#queue.push({ ...item, bytes });
    this.#queuedBytes += bytes;
    this.#arrivedAt = performance.now();
    this.#onArrival();
    while (this.#queuedBytes > queuedBytesMax && !this.#isClosed)
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  setProblem(why: string | null): void {
    this.#problem = why;
  }

  setCatchingUp(isCatchingUp: boolean): void {
    this.#isCatchingUp = isCatchingUp;
  }

  /** Commits what has arrived, at most `bytesMax`. What the caller refuses stays in the queue. */
  commit(onChunk: (chunk: Chunk) => void, bytesMax: number): SourceProgress {
    const progress = { chunks: 0, bytes: 0, gaps: [] as string[] };
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
  close(): void {
    this.#isClosed = true;
    this.#release();
  }

  get #isQuiet(): boolean {
    return performance.now() - this.#arrivedAt >= quietMs;
  }

  /** The oldest items that fit into one chunk: of one generation, and a gap only at its beginning. */
  #selectItems(): readonly QueuedItem[] {
    const [first] = this.#queue;
    let bytes = 0;
    const end = this.#queue.findIndex((item, index) => {
      const isApart = index > 0 && (item.generation !== first?.generation || item.gap !== undefined);
      bytes += item.bytes;
      return isApart || (index > 0 && bytes > chunkBytesMax);
    });
    return end < 0 ? [...this.#queue] : this.#queue.slice(0, end);
  }

  #commitItems(items: readonly QueuedItem[], onChunk: (chunk: Chunk) => void): void {
    const [first] = items;
    const last = items.at(-1);
    if (first === undefined || last === undefined) return;
    const from = this.#checkpointOf(first.generation);
    const lines: Line[] = [];
    let { offset } = from;
    for (const text of items.flatMap((item) => item.lines)) {
      lines.push({ text, location: { file: this.name, byte: offset, line: from.line + lines.length + 1 } });
      offset += Buffer.byteLength(text) + 1;
    }
    const isLast = last.isLast === true;
    const checkpoint: FileCheckpoint = {
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

  #describeGap(why: string) {
    return { path: this.name, at: Date.now(), bytes: null, why };
  }

  #checkpointOf(generation: string): FileCheckpoint {
    if (this.#checkpoint?.ino === generation) return this.#checkpoint;
    const identity = { dev: sourceDevice, ino: generation, birthTimeNs: `${Date.now()}000000` };
    return { path: this.name, ...identity, offset: 0, line: 0, head: '', tail: '', state: 'live' };
  }

  #closeRecord(onChunk: (chunk: Chunk) => void): void {
    if (this.#checkpoint !== null) onChunk({ fileCheckpoint: this.#checkpoint, lines: [], atEnd: true });
    this.#hasOpenEnd = false;
  }

  #finish(onChunk: (chunk: Chunk) => void): void {
    if (this.#checkpoint === null || this.#checkpoint.state === 'done') return;
    const checkpoint = { ...this.#checkpoint, state: 'done' as const };
    onChunk({ fileCheckpoint: checkpoint, lines: [], atEnd: true });
    this.#checkpoint = checkpoint;
  }

  #release(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resume of waiting) resume();
  }
}
