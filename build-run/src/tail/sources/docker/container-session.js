import { DockerError } from './docker-api.js';
import { EntryJoiner } from './entry-joiner.js';
import { createMultiplexedReader, createTerminalReader } from './frames.js';
import { Instant } from './instant.js';
import { LogCursor } from './log-cursor.js';
/** What is known of the container being read, from one connection to the next. */
export class ContainerSession {
  #api;
  #feed;
  #start;
  #startedAt = Date.now();
  #signal;
  #isHistoryForgotten = false;
  /** Id of the container, and the place in its log; null before the first. */
  #place;
  /** The start of the container after which its log was read to the end that it has since it stopped. */
  #completedStart = null;
  constructor(api, feed, start, signal) {
    this.#api = api;
    this.#feed = feed;
    this.#start = start;
    this.#signal = signal;
    const { checkpoint } = start;
    this.#place = checkpoint && { id: checkpoint.generation, position: checkpoint.position };
  }
  /** Reads the container that has this name now, until it stops or another one may have its name. */
  async read(name) {
    const container = await this.#api.inspect(name, this.#signal);
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
  /** Leaves out what was written before this run: the others have read the history that this log could not be read with. */
  forgetHistory() {
    this.#isHistoryForgotten = true;
  }
  /** Goes over to a container. Of one that took the name of another, everything is read. */
  async #begin({ id, createdAt }) {
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
  async #finish(id) {
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
  async #catchUp(container) {
    this.#feed.setCatchingUp(true);
    await this.#readLog(container, false);
    this.#feed.setCatchingUp(false);
  }
  /** Reads the log to its end: the present one, or if it is followed, the one that it has when the container stops. */
  async #readLog(container, follow) {
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
  async #put(id, lines, cursor, gap = null) {
    const position = cursor.getPosition();
    this.#place = { id, position };
    await this.#feed.put({ generation: id, lines, position, ...(gap !== null && { gap }) });
  }
}
const removedEnd = 'the container was replaced, and removed before the end of its log was read';
const lostPlace =
  'the log of the container no longer holds the last line that was read, as Docker removed old lines (max-size) or it was emptied';
