import type { Event } from '../parse/event.js';

/** Events of one log in its own order, a few at a time. */
export type EventSource = AsyncIterable<readonly Event[]>;
/** Some events in order of time; `at` is the time of the latest. */
export type Slice = { readonly events: readonly Event[]; readonly at: number };

/** A slice spans at most this much, so that waits and recoveries between its events are not overlooked. */
const sliceMs = 1_000;
const sliceEventsMax = 1_000;

/**
 * The events of several logs as if they had been written to one. Within a log the order stays as it is: a log that
 * steps back in time is not sorted, only taken in turn.
 */
export async function* mergedByTime(sources: readonly EventSource[]): AsyncGenerator<Slice> {
  const heads = (await Promise.all(sources.map(Head.of))).filter((head) => !head.atEnd);
  let events: Event[] = [];
  let from = 0;
  let at = 0;
  while (heads.length > 0) {
    const next = heads.reduce((earliest, head) => (head.at < earliest.at ? head : earliest));
    if (events.length > 0 && (next.at - from > sliceMs || events.length >= sliceEventsMax)) {
      yield { events, at };
      events = [];
    }
    if (events.length === 0) from = next.at;
    at = Math.max(at, next.at);
    events.push(...next.takeOne());
    if (next.isEmpty) await next.refill();
    if (next.atEnd) heads.splice(heads.indexOf(next), 1);
  }
  if (events.length > 0) yield { events, at };
}

/** The unread front of one source. */
class Head {
  readonly #iterator: AsyncIterator<readonly Event[]>;
  #events: readonly Event[] = [];
  #next = 0;
  atEnd = false;

  private constructor(source: EventSource) {
    this.#iterator = source[Symbol.asyncIterator]();
  }

  static async of(source: EventSource): Promise<Head> {
    const head = new Head(source);
    await head.refill();
    return head;
  }

  get at(): number {
    return this.#events[this.#next]?.at ?? 0;
  }

  get isEmpty(): boolean {
    return this.#next >= this.#events.length;
  }

  takeOne(): readonly Event[] {
    return this.#events.slice(this.#next, ++this.#next);
  }

  async refill(): Promise<void> {
    while (this.isEmpty && !this.atEnd) {
      const { value, done } = await this.#iterator.next();
      this.atEnd = done === true;
      this.#events = done === true ? [] : value;
      this.#next = 0;
    }
  }
}
