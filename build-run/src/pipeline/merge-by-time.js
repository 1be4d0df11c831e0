/** A slice spans at most this time: timeouts and recoveries are only evaluated between slices. */
const sliceMsMax = 1_000;
const sliceEventsMax = 1_000;
/**
 * Merges the events of several logs by time, each of them in order of time; equal times keep the order of the logs.
 */
export async function* mergeByTime(streams) {
  const opened = streams.map((stream) => new StreamCursor(stream));
  try {
    yield* mergeCursors(opened);
  } finally {
    for (const cursor of opened) await cursor.close();
  }
}
async function* mergeCursors(opened) {
  for (const cursor of opened) await cursor.refill();
  const cursors = opened.filter((cursor) => !cursor.atEnd);
  let events = [];
  let startAt = 0;
  let latestAt = 0;
  while (cursors.length > 0) {
    const next = cursors.reduce((earliest, cursor) => (cursor.nextAt < earliest.nextAt ? cursor : earliest));
    if (events.length > 0 && (next.nextAt - startAt > sliceMsMax || events.length >= sliceEventsMax)) {
      yield { events, latestAt };
      events = [];
    }
    if (events.length === 0) startAt = next.nextAt;
    latestAt = Math.max(latestAt, next.nextAt);
    events.push(...next.takeNext());
    if (next.isEmpty) await next.refill();
    if (next.atEnd) cursors.splice(cursors.indexOf(next), 1);
  }
  if (events.length > 0) yield { events, latestAt };
}
/** The next unread event of one stream. */
class StreamCursor {
  #iterator;
  #events = [];
  #index = 0;
  atEnd = false;
  constructor(stream) {
    this.#iterator = stream[Symbol.asyncIterator]();
  }
  /** Closes the file behind the stream. */
  async close() {
    await this.#iterator.return?.();
  }
  get nextAt() {
    return this.#events[this.#index]?.at ?? 0;
  }
  get isEmpty() {
    return this.#index >= this.#events.length;
  }
  takeNext() {
    return this.#events.slice(this.#index, ++this.#index);
  }
  async refill() {
    while (this.isEmpty && !this.atEnd) {
      const { value, done } = await this.#iterator.next();
      this.atEnd = done === true;
      this.#events = done === true ? [] : value;
      this.#index = 0;
    }
  }
}
