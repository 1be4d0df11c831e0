import type { CustomerKey } from '../../parse/customer.js';
import type { Attempt, GatewayId, Remark, Request } from '../../parse/event.js';
import type { Sighting } from '../failure.js';
import { failureFrom } from './build-failure.js';
import { withoutRecord } from './configured-status.js';
import { isDuringAll, isSameConnection } from './match.js';
import { type Case, isFinal, isInside, isSettled } from './pending-request.js';
import { Casebook } from './pending-requests.js';
import { Rejections } from './rate-limited.js';
import { storable } from './redact-pending.js';
import { caseFor, isNamed, type Part, parentOf, partsFor, servedFor } from './select-candidates.js';
import { UpstreamNames } from './upstream-names.js';

/**
 * What waits for the other log. Plain data: it is stored with the positions, so that a restart forgets nothing that has
 * failed. Good requests are too many to store: a cut body whose record is read after the restart has no status.
 */
export type PairingState = {
  readonly waiting: readonly Case[];
  /** Configured names by peer address, as far as records have told; null for a peer of several. */
  readonly names: readonly (readonly [peer: string, name: string | null])[];
  /** Which of nginx's two logs have been seen: what nobody writes is not waited for. */
  readonly seen: { readonly attempts: boolean; readonly requests: boolean };
};

export const emptyPairing: PairingState = {
  waiting: [],
  names: [],
  seen: { attempts: false, requests: false },
};

/** How long a record waits for its counterpart in the other log before it is told as it stands. */
export const holdMs = 2_000;
/** Unsettled cases that are stored; beyond that a restart may leave the oldest undecided. */
const storedMax = 1_000;

/**
 * Joins the attempts of nginx's error log and the requests of its access logs into failures: one for each request that
 * failed, however many records tell of it and in whatever order they are read. Either log alone works as well.
 *
 * Keeps no clock: `now` is the time of reading when following, and the time of the records when replaying. What it
 * returns may amend what it returned before (`Sighting.was`).
 */
export class Pairing {
  readonly #book = new Casebook();
  /** Cases of which nothing has been told yet, in order of arrival. */
  readonly #untold = new Set<Case>();
  readonly #rejections = new Rejections();
  readonly #names: UpstreamNames;
  readonly #seen: { attempts: boolean; requests: boolean };

  readonly #customerKey: CustomerKey | null;

  constructor(state: PairingState = emptyPairing, customerKey: CustomerKey | null = null) {
    this.#customerKey = customerKey;
    this.#names = new UpstreamNames(state.names);
    this.#seen = { ...state.seen };
    for (const waiting of state.waiting) {
      const mine = this.#book.file({ ...waiting });
      if (mine.told === null) this.#untold.add(mine);
    }
  }

  /** Tells beforehand which logs there are, so that the first failure already waits for both sides. */
  expect(gateway: GatewayId): void {
    if (gateway === 'nginx-error') this.#seen.attempts = true;
    if (gateway === 'nginx-access') this.#seen.requests = true;
  }

  /** What the attempt settles at once; often nothing, while the access log is waited for. */
  attempt(attempt: Attempt, now: number): readonly Sighting[] {
    this.expect(attempt.gateway);
    const near = [...this.#book.near(attempt), ...this.#book.served(attempt)];
    const mine = caseFor(attempt, near) ?? this.#open(now);
    const request = mine.request ?? parentOf(attempt, near);
    this.#book.rewrite(mine, { attempts: [...mine.attempts, attempt], request });
    this.#names.learn(mine);
    return this.#tellIfReady(mine, now);
  }

  /** What the request settles at once. Good requests matter too: they show that a failed attempt was retried. */
  request(request: Request, now: number): readonly Sighting[] {
    this.expect(request.gateway);
    this.#names.learnFromRequest(request);
    if (request.gateway !== 'nginx-access')
      return request.finding ? this.#answer(this.#open(now), request, now) : [];
    if (this.#rejections.takes(request)) return [];
    const waiting = this.#book.unanswered(request);
    if (waiting.length === 0) return this.#gather(request, [], now);
    const inside = waiting.filter((each) => isInside(each) && isDuringAll(each.attempts, request));
    const sightings = inside.flatMap((each) => this.#answer(each, request, now));
    return [...sightings, ...this.#gather(request, partsFor(request, waiting), now)];
  }

  /** What a record changes that is no failure: a limit's rejection is none, and a request may fail with its subrequest. */
  remark(remark: Remark, now: number): readonly Sighting[] {
    this.expect(remark.gateway);
    if (remark.kind === 'rate-limited') this.#reject(remark);
    return remark.kind === 'derived' ? this.#inherit(remark, now) : [];
  }

  /** Tells what has waited long enough, and forgets what nothing can amend any more. */
  tick(now: number): readonly Sighting[] {
    const sightings: Sighting[] = [];
    for (const waiting of this.#untold) {
      if (now - waiting.since < holdMs) break;
      this.#takeServed(waiting);
      sightings.push(...this.#tell(waiting));
    }
    for (const oldest of this.#book.expired(now)) {
      if (this.#untold.has(oldest)) sightings.push(...this.#tell(oldest));
      this.#book.forget(oldest);
    }
    return sightings;
  }

  /** The configured name of the upstream that a request or attempt went to, as far as it is known. */
  nameOf(event: Attempt | Request): string | null {
    return this.#names.of(event);
  }

  /** The addresses that records have told to be the group's. */
  peersOf(group: string): readonly string[] {
    return this.#names.peersOf(group);
  }

  state(): PairingState {
    const waiting = this.#book.all().filter((each) => !isSettled(each) && this.#mayStillSettle(each));
    return {
      waiting: waiting.slice(-storedMax).map(storable),
      names: this.#names.entries(),
      seen: { ...this.#seen },
    };
  }

  #open(since: number, attempts: readonly Attempt[] = []): Case {
    const mine = this.#book.open(since, attempts);
    this.#untold.add(mine);
    return mine;
  }

  /** Brings the request and its attempts together. */
  #gather(request: Request, parts: readonly Part[], now: number): readonly Sighting[] {
    if (parts.length === 0 && request.finding === null) {
      if (this.#seen.attempts) this.#book.serve(request, now);
      return [];
    }
    const mine =
      (parts.find(isNamed) ?? parts.find(({ from }) => from.told === null))?.from ?? this.#open(now);
    const sightings = parts.flatMap((part) => this.#leave(part, mine));
    this.#book.rewrite(mine, { attempts: parts.flatMap(({ taken }) => taken) });
    return [...sightings, ...this.#answer(mine, request, now)];
  }

  /** Leaves behind what is another request's. */
  #leave({ from, taken }: Part, mine: Case): readonly Sighting[] {
    const attempts = from.attempts.filter((attempt) => !taken.includes(attempt));
    if (from === mine) {
      if (attempts.length > 0) this.#open(from.since, attempts);
      return [];
    }
    this.#book.rewrite(from, { attempts });
    if (attempts.length > 0) return from.told === null ? [] : this.#tell(from);
    this.#drop(from);
    return [];
  }

  #answer(mine: Case, request: Request, now: number): readonly Sighting[] {
    this.#book.rewrite(mine, { request });
    this.#names.learn(mine);
    return this.#tellIfReady(mine, now);
  }

  #reject(remark: Remark): void {
    const untold = this.#book.near(remark).filter((each) => this.#untold.has(each));
    const rejected = this.#rejections.resolve(remark, untold);
    if (rejected !== undefined) this.#drop(rejected);
  }

  #inherit(remark: Remark, now: number): readonly Sighting[] {
    const near = this.#book.near(remark);
    const inside = near.findLast((each) => isInside(each) && isSameConnection(each, remark));
    if (inside === undefined) return [];
    inside.inherited = true;
    return this.#tellIfReady(inside, now);
  }

  #drop(each: Case): void {
    this.#untold.delete(each);
    this.#book.forget(each);
  }

  #tellIfReady(mine: Case, now: number): readonly Sighting[] {
    const ready = isSettled(mine) || mine.told !== null || !this.#mayStillSettle(mine);
    const told = ready ? this.#tell(mine) : [];
    if (isFinal(mine) && mine.request !== null) this.#book.retire(mine, mine.request);
    return this.#book.isFull ? [...told, ...this.tick(now)] : told;
  }

  /** No bad status came for these attempts, so something else answered. */
  #takeServed(mine: Case): void {
    const [first] = mine.attempts;
    if (first === undefined || mine.request !== null || isInside(mine)) return;
    const served = servedFor(mine, this.#book.served(first));
    if (served !== undefined) this.#book.hand(served, mine);
  }

  #mayStillSettle({ request }: Case): boolean {
    return request === null ? this.#seen.requests : this.#seen.attempts;
  }

  /** The failure as it is known now, if that is news. A case without one (a good request) tells nothing. */
  #tell(mine: Case): readonly Sighting[] {
    this.#untold.delete(mine);
    const failure = failureFrom(
      this.#seen.attempts ? withoutRecord(mine) : mine,
      this.#names,
      this.#customerKey,
    );
    if (failure === null) return [];
    const was = mine.told;
    mine.told = failure;
    return was !== null && isSame(was, failure) ? [] : [{ failure, was }];
  }
}

const isSame = (one: object, other: object) => JSON.stringify(one) === JSON.stringify(other);
