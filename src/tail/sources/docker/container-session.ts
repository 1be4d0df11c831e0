import type { SourceFeed, SourceStart } from '../source-feed.js';
import { type Container, type DockerApi, DockerError } from './docker-api.js';
import { EntryJoiner } from './entry-joiner.js';
import { createMultiplexedReader, createTerminalReader } from './frames.js';
import { Instant } from './instant.js';
import { LogCursor } from './log-cursor.js';

/** The container to be read, by its name, and who reads which container, by their ids. */
export type ContainerTarget = {
  readonly api: DockerApi;
  readonly name: string;
  readonly readers: Map<string, string>;
};

/** What is known of the container being read, from one connection to the next. */
export class ContainerSession {
  readonly #api: DockerApi;
  readonly #target: ContainerTarget;
  readonly #feed: SourceFeed;
  readonly #start: SourceStart;
  readonly #startedAt = Date.now();
  readonly #signal: AbortSignal;
  #isHistoryForgotten = false;
  /** Id of the container, and the place in its log; null before the first. */
  #place: { readonly id: string; readonly position: string } | null;
  /** The start of the container after which its log was read to the end that it has since it stopped. */
  #completedStart: string | null = null;

  constructor(target: ContainerTarget, feed: SourceFeed, start: SourceStart, signal: AbortSignal) {
    this.#target = target;
    this.#api = target.api;
    this.#feed = feed;
    this.#start = start;
    this.#signal = signal;
    const { checkpoint } = start;
    this.#place = checkpoint && { id: checkpoint.generation, position: checkpoint.position };
  }

  /** Reads the container that has this name now, until it stops or another one may have its name. */
  async read(): Promise<void> {
    const container = await this.#api.inspect(this.#target.name, this.#signal);
    this.#claim(container.id);
    if (this.#place?.id !== container.id) await this.#begin(container);
    if (container.logDriver === 'none')
      throw new DockerError('its log driver is none, so nothing is kept that could be read', null);
    if (container.isRunning || this.#completedStart !== container.startedAt) {
      this.#completedStart = null;
      await this.#catchUp(container);
      if (container.isRunning) await this.#readLog(container, true);
      this.#completedStart = container.startedAt;
    }
    if (!container.isRunning) this.#feed.setProblem('the container is not running');
  }

  /** A container may be named by its id and by its name. */
  #claim(id: string): void {
    const { name, readers } = this.#target;
    const reader = readers.get(id) ?? name;
    if (reader !== name) throw new DockerError(`the same container as docker:${reader}`, null);
    for (const [other, itsReader] of readers) if (itsReader === name) readers.delete(other);
    readers.set(id, name);
  }

  /** Leaves out what was written before this run: the others have read the history that this log could not be read with. */
  forgetHistory(): void {
    this.#isHistoryForgotten = true;
  }

  /** Goes over to a container. Of one that took the name of another, everything is read. */
  async #begin({ id, createdAt }: Container): Promise<void> {
    const { since, lastStoredAt } = this.#start;
    const previous = this.#place;
    const gap = previous === null ? null : await this.#finish(previous.id);
    const isNew = previous !== null || createdAt >= lastStoredAt;
    const from = since !== null && this.#isHistoryForgotten ? this.#startedAt : since;
    const cursor = LogCursor.after(isNew || from === null ? null : Instant.fromEpochMs(from));
    this.#completedStart = null;
    await this.#put(id, [], cursor, gap);
  }

  /** Reads the rest of a container that another one has replaced. Returns why it cannot be read; null if nothing is missing. */
  async #finish(id: string): Promise<string | null> {
    try {
      const previous = await this.#api.inspect(id, this.#signal);
      if (previous.isRunning || previous.startedAt !== this.#completedStart)
        await this.#catchUp({ ...previous, isRunning: false });
      return null;
    } catch (error) {
      if (!(error instanceof DockerError && error.status === 404)) throw error;
      return this.#completedStart === null ? removedEnd : null;
    }
  }

  async #catchUp(container: Container): Promise<void> {
    this.#feed.setCatchingUp(true);
    await this.#readLog(container, false);
    this.#feed.setCatchingUp(false);
  }

  /** Reads the log to its end: the present one, or if it is followed, the one that it has when the container stops. */
  async #readLog(container: Container, follow: boolean): Promise<void> {
    if (this.#place === null) return;
    const { id, hasTerminal, isRunning } = container;
    const cursor = LogCursor.restore(this.#place.position);
    const frames = hasTerminal ? createTerminalReader() : createMultiplexedReader();
    const joiner = new EntryJoiner(cursor);
    const stream = await this.#api.openLog(id, { since: cursor.since, follow }, this.#signal);
    this.#feed.setProblem(null);
    for await (const bytes of stream) {
      const lines = joiner.push(frames.push(bytes));
      if (cursor.isLost) break;
      if (lines.length > 0) await this.#put(id, lines, cursor);
    }
    if (cursor.isLost || (cursor.isSearching && !follow)) {
      await this.#put(id, [], LogCursor.after(cursor.latest), lostPlace);
      return this.#readLog(container, follow);
    }
    const rest = follow || !isRunning ? joiner.flush() : [];
    if (rest.length > 0) await this.#put(id, rest, cursor);
  }

  async #put(
    id: string,
    lines: readonly string[],
    cursor: LogCursor,
    gap: string | null = null,
  ): Promise<void> {
    const position = cursor.getPosition();
    this.#place = { id, position };
    await this.#feed.put({ generation: id, lines, position, ...(gap !== null && { gap }) });
  }
}

const removedEnd = 'the container was replaced, and removed before the end of its log was read';
const lostPlace =
  'the log of the container no longer holds the last line that was read, as Docker removed old lines (max-size) or it was emptied';
