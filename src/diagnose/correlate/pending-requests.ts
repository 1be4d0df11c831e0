import type { Attempt, Remark, Request } from '../../parse/event.js';
import { Recent, Shelf } from './key-index.js';
import { keysOf } from './keys.js';
import { type Case, openCase } from './pending-request.js';

/** How long a told failure is still amended by late lines: longer than a few of nginx's 60 s time-outs in a row. */
const amendMs = 600_000;
/** Cases that are remembered at once; beyond that the oldest is told as it stands and forgotten. */
const casesMax = 5_000;
/** Requests that wait for nothing: one that is read before the record of its cut body or its subrequest. */
const servedMax = 4_000;

/** The cases that further records may belong to, by client, connection and request. */
export class Casebook {
  /** In order of arrival, which is the order in which they expire. */
  readonly #cases = new Set<Case>();
  readonly #shelf = new Shelf<Case>();
  /** Those without a request. Mostly there are none, and then no request needs to be looked for. */
  readonly #unanswered = new Set<Case>();
  readonly #served = new Recent<Case>(servedMax);

  get isFull(): boolean {
    return this.#cases.size > casesMax;
  }

  /** In order of arrival. */
  all(): readonly Case[] {
    return [...this.#cases];
  }

  open(since: number, attempts: readonly Attempt[] = []): Case {
    return this.file({ ...openCase(since), attempts });
  }

  file(each: Case): Case {
    this.#cases.add(each);
    if (each.request === null) this.#unanswered.add(each);
    else this.#unanswered.delete(each);
    this.#shelf.put(each, keysOfCase(each));
    return each;
  }

  /** The only way to change what a case is found by. Its place in the order of arrival stays. */
  rewrite(each: Case, { attempts = each.attempts, request = each.request }: Partial<Case>): void {
    this.#served.take(each);
    const before = keysOfCase(each);
    each.attempts = attempts;
    each.request = request;
    const after = new Set(keysOfCase(each));
    this.#shelf.drop(
      each,
      before.filter((key) => !after.has(key)),
    );
    this.file(each);
  }

  /** Keeps a request that waits for nothing for a while. */
  serve(request: Request, since: number): void {
    this.#served.add(openCase(since, request), shortKeyOf(request));
  }

  /** The same for one whose records are all there: a subrequest's may still come. */
  retire(each: Case, request: Request): void {
    this.forget(each);
    this.#served.add(each, shortKeyOf(request));
  }

  forget(each: Case): void {
    this.#cases.delete(each);
    this.#unanswered.delete(each);
    this.#shelf.drop(each, keysOfCase(each));
  }

  /** Those that nothing can amend any more, and the oldest of too many. */
  expired(now: number): readonly Case[] {
    const expired: Case[] = [];
    for (const oldest of this.#cases) {
      if (now - oldest.since < amendMs && this.#cases.size - expired.length <= casesMax) break;
      expired.push(oldest);
    }
    return expired;
  }

  /** Cases that the event may belong to. */
  near(event: Attempt | Request | Remark): readonly Case[] {
    return this.#shelf.near(keysOf(event));
  }

  /** Of those, the ones that wait for a request. */
  unanswered(request: Request): readonly Case[] {
    return this.#unanswered.size === 0 ? [] : this.near(request).filter((each) => each.request === null);
  }

  /** Requests that wait for nothing, which the attempt may belong to. */
  served(attempt: Attempt): readonly Case[] {
    return this.#served.near(keysOf(attempt));
  }

  /** Gives a request that waited for nothing to a case that it belongs to. */
  hand(served: Case, to: Case): void {
    this.#served.take(served);
    this.rewrite(to, { request: served.request });
  }
}

/** One key is enough where most are never looked for: attempts are looked up by all of theirs. */
const shortKeyOf = (request: Request): readonly string[] => keysOf(request).slice(0, 1);

const keysOfCase = ({ attempts, request }: Case): readonly string[] =>
  [...attempts, ...(request === null ? [] : [request])].flatMap(keysOf);
