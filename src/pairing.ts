import type { Attempt, GatewayId, Request } from './event.js';
import type { Sighting } from './failure.js';
import { type Case, isFinal, isSettled, openCase } from './pairing/case.js';
import { failureFrom } from './pairing/failure-from.js';
import { attemptFits, keysOf, requestFits } from './pairing/match.js';
import { UpstreamNames } from './pairing/upstream-names.js';

/** What waits for the other log. Plain data: it is stored with the positions, so that a restart forgets nothing. */
export type PairingState = {
  readonly waiting: readonly Case[];
  /** Configured names by peer address, as far as records have told. */
  readonly names: readonly (readonly [peer: string, name: string])[];
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
/** How long a told failure is still amended by late lines: longer than a few of nginx's 60 s time-outs in a row. */
const amendMs = 600_000;
/** Cases that are remembered at once; beyond that the oldest is told as it stands and forgotten. */
const casesMax = 5_000;
/** Unsettled cases that are stored; beyond that a restart may leave the oldest undecided. */
const storedMax = 1_000;
/** Cases of one client and request that are compared, latest first: a health check may fail for hours. */
const comparedMax = 256;

/**
 * Joins the attempts of nginx's error log and the requests of its access logs into failures: one for each request that
 * failed, however many records tell of it and in whatever order they are read. Either log alone works as well.
 *
 * Keeps no clock: `now` is the time of reading when following, and the time of the records when replaying. What it
 * returns may amend what it returned before (`Sighting.was`).
 */
export class Pairing {
  /** In order of arrival, which is the order in which they expire. */
  readonly #cases = new Set<Case>();
  /** Those of which nothing has been told yet, likewise. */
  readonly #untold = new Set<Case>();
  readonly #byKey = new Map<string, Set<Case>>();
  readonly #names: UpstreamNames;
  readonly #seen: { attempts: boolean; requests: boolean };

  constructor(state: PairingState = emptyPairing) {
    this.#names = new UpstreamNames(state.names);
    this.#seen = { ...state.seen };
    for (const waiting of state.waiting) this.#file({ ...waiting });
  }

  /** Tells beforehand which logs there are, so that the first failure already waits for both sides. */
  expect(gateway: GatewayId): void {
    if (gateway === 'nginx-error') this.#seen.attempts = true;
    if (gateway === 'nginx-access') this.#seen.requests = true;
  }

  /** What the attempt settles at once; often nothing, while the access log is waited for. */
  attempt(attempt: Attempt, now: number): readonly Sighting[] {
    this.expect(attempt.gateway);
    const found = this.#best(attempt, (candidate) => attemptFits(attempt, candidate));
    const mine = found ?? this.#file(openCase(now));
    mine.attempts = [...mine.attempts, attempt];
    this.#index(mine, attempt);
    this.#names.learn(mine);
    return this.#tellIfReady(mine, now);
  }

  /** What the request settles at once. Good requests matter too: they show that a failed attempt was retried. */
  request(request: Request, now: number): readonly Sighting[] {
    this.expect(request.gateway);
    const fromNginx = request.gateway === 'nginx-access';
    const found = fromNginx ? this.#best(request, (candidate) => requestFits(request, candidate)) : undefined;
    if (found === undefined && request.finding === null) {
      this.#names.learnFromRequest(request);
      return [];
    }
    const mine = found ?? this.#file(openCase(now));
    mine.request = request;
    this.#index(mine, request);
    this.#names.learn(mine);
    return this.#tellIfReady(mine, now);
  }

  /** Tells what has waited long enough, and forgets what nothing can amend any more. */
  tick(now: number): readonly Sighting[] {
    const sightings: Sighting[] = [];
    for (const waiting of this.#untold) {
      if (now - waiting.since < holdMs) break;
      sightings.push(...this.#tell(waiting));
    }
    for (const oldest of this.#cases) {
      if (now - oldest.since < amendMs && this.#cases.size <= casesMax) break;
      if (this.#untold.has(oldest)) sightings.push(...this.#tell(oldest));
      this.#forget(oldest);
    }
    return sightings;
  }

  /** The configured name of the upstream that a request or attempt went to, as far as it is known. */
  nameOf(event: Attempt | Request): string | null {
    return this.#names.of(event);
  }

  state(): PairingState {
    const waiting = [...this.#cases].filter((each) => !isSettled(each) && this.#mayStillSettle(each));
    return {
      waiting: waiting.slice(-storedMax).map((each) => ({ ...each })),
      names: this.#names.entries(),
      seen: { ...this.#seen },
    };
  }

  #tellIfReady(mine: Case, now: number): readonly Sighting[] {
    const ready = isSettled(mine) || mine.told !== null || !this.#mayStillSettle(mine);
    const told = ready ? this.#tell(mine) : [];
    if (isFinal(mine)) this.#forget(mine);
    return this.#cases.size > casesMax ? [...told, ...this.tick(now)] : told;
  }

  #mayStillSettle({ request }: Case): boolean {
    return request === null ? this.#seen.requests : this.#seen.attempts;
  }

  /** The failure as it is known now, if that is news. A case without one (a good request) tells nothing. */
  #tell(mine: Case): readonly Sighting[] {
    this.#untold.delete(mine);
    const failure = failureFrom(mine, this.#names);
    if (failure === null) return [];
    const was = mine.told;
    mine.told = failure;
    return was !== null && isSame(was, failure) ? [] : [{ failure, was }];
  }

  /** The case that the event fits best; of equals the one that waits longest, as both logs are in order. */
  #best(event: Attempt | Request, rank: (candidate: Case) => number): Case | undefined {
    let best: Case | undefined;
    let bestFit = 0;
    for (const key of keysOf(event)) {
      for (const candidate of this.#byKey.get(key) ?? []) {
        const fits = rank(candidate);
        if (fits > bestFit) [best, bestFit] = [candidate, fits];
      }
    }
    return best;
  }

  #file(waiting: Case): Case {
    this.#cases.add(waiting);
    if (waiting.told === null) this.#untold.add(waiting);
    for (const event of eventsOf(waiting)) this.#index(waiting, event);
    return waiting;
  }

  #index(waiting: Case, event: Attempt | Request): void {
    for (const key of keysOf(event)) {
      const sharing = this.#byKey.get(key);
      if (sharing === undefined) this.#byKey.set(key, new Set([waiting]));
      else sharing.add(waiting);
      if (sharing !== undefined && sharing.size > comparedMax) dropFirst(sharing);
    }
  }

  #forget(waiting: Case): void {
    this.#cases.delete(waiting);
    this.#untold.delete(waiting);
    for (const key of eventsOf(waiting).flatMap(keysOf)) {
      const sharing = this.#byKey.get(key);
      sharing?.delete(waiting);
      if (sharing?.size === 0) this.#byKey.delete(key);
    }
  }
}

function dropFirst(cases: Set<Case>): void {
  for (const first of cases) return void cases.delete(first);
}

const eventsOf = ({ attempts, request }: Case): readonly (Attempt | Request)[] =>
  request === null ? attempts : [...attempts, request];

const isSame = (one: object, other: object) => JSON.stringify(one) === JSON.stringify(other);
