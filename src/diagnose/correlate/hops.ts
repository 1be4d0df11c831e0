/**
 * Folds the failures of one request at two gateways, an edge and the one behind it, into one: with the cause of the deepest
 * and what the client got from the outermost. Without evidence that it is one request, they stay two.
 */

import { minuteMs } from '../../base/duration.js';
import type { Failure, FailureUpdate, RequestTrace } from '../failure.js';
import { getLogGroup, type LogOrigin } from './gateway-hosts.js';
import { areTwoGateways, canBeOuterHop, getHopWindow, type Hop, isHop } from './hop-evidence.js';
import { KeyIndex } from './key-index.js';

/** How long a failure that its upstream answered waits for that of the gateway behind. */
const holdMs = 2_000;
/** How long a failure can be folded into another one. */
const keptMs = minuteMs;
const hopsMax = 5_000;

/** Keeps the latest failures while several gateways are read. With one, all are passed on as they come. */
export class HopFolder {
  readonly #gateways = new Set<string>();
  /** Sources of the records of each access log. */
  readonly #sources = new Map<string, Set<LogOrigin['source']>>();
  /** By failure key, in order of arrival. */
  readonly #hops = new Map<string, Hop>();
  readonly #index = new KeyIndex<Hop>(({ failure: { at } }) => [{ at, status: null }]);
  /** Held in an earlier run. */
  #restored: readonly FailureUpdate[];

  constructor(held: readonly FailureUpdate[] = []) {
    this.#restored = held;
  }

  /** Notes a gateway by its access log. Called for each request, so a known one is found without building its name. */
  learn({ gateway, source, location: { file } }: LogOrigin): void {
    if (gateway !== 'nginx-access' && gateway !== 'envoy-access') return;
    const sources = this.#sources.get(file);
    if (sources?.has(source) === true || this.#gateways.size >= hopsMax) return;
    if (sources === undefined) this.#sources.set(file, new Set([source]));
    else sources.add(source);
    this.#gateways.add(`${source} ${getLogGroup(file)}`);
  }

  /** The failures to count; some wait until a later call, or until `isEnd`. */
  fold(updates: readonly FailureUpdate[], now: number, isEnd = false): readonly FailureUpdate[] {
    const restored = this.#restored;
    this.#restored = [];
    const isAlone = this.#gateways.size < 2;
    if (isAlone && this.#hops.size === 0) return restored.length === 0 ? updates : [...restored, ...updates];
    const folded = [...restored, ...updates].flatMap((update) => this.#foldOne(update, now));
    return [...folded, ...this.#release(now, isEnd)];
  }

  /** Failures that wait, to be stored. */
  listHeld(): readonly FailureUpdate[] {
    return [...this.#hops.values()]
      .filter(({ heldSince }) => heldSince !== null)
      .map(({ failure, trace }) => ({ failure, previous: null, ...(trace && { trace }) }));
  }

  #foldOne(update: FailureUpdate, now: number): readonly FailureUpdate[] {
    if (update.isRetracted === true) return this.#retract(update);
    const { failure, previous, trace = null } = update;
    const known = this.#hops.get(failure.key);
    if (known === undefined && previous !== null) return [update];
    const hop = known ?? this.#add(failure, trace, now);
    hop.failure = failure;
    hop.trace = trace ?? hop.trace;
    if (hop.inner === null) {
      const inner = this.#find(
        hop,
        (other) => other.outer === null && isHop(hop, other) && canLink(hop, other),
      );
      if (inner !== undefined) link(hop, inner);
    }
    if (hop.outer === null) {
      const outer = this.#find(
        hop,
        (other) => other.inner === null && isHop(other, hop) && canLink(other, hop),
      );
      if (outer !== undefined) link(outer, hop);
    }
    const isWaiting = hop.inner === null && hop.passedOn === null && canBeOuterHop(hop);
    if (!isWaiting) return passOn(hop);
    hop.heldSince ??= now;
    return [];
  }

  /** Takes a failure back, unless another gateway saw the request fail as well. */
  #retract(update: FailureUpdate): readonly FailureUpdate[] {
    const hop = this.#hops.get(update.failure.key);
    if (hop === undefined) return [update];
    if (hop.inner !== null || hop.outer !== null) return [];
    this.#forget(hop);
    const { passedOn } = hop;
    return passedOn === null ? [] : [{ failure: passedOn, previous: passedOn, isRetracted: true }];
  }

  #forget(hop: Hop): void {
    this.#hops.delete(hop.failure.key);
    this.#index.remove(hop, hop.keys);
  }

  #add(failure: Failure, trace: RequestTrace | null, seenAt: number): Hop {
    const { request } = failure;
    const keys = [
      ...(trace?.requestIds ?? []),
      ...(request === null ? [] : [`${request.method} ${request.target}`]),
    ];
    const hop: Hop = {
      failure,
      trace,
      outer: null,
      inner: null,
      passedOn: null,
      heldSince: null,
      keys,
      seenAt,
    };
    this.#hops.set(failure.key, hop);
    this.#index.add(hop, keys);
    return hop;
  }

  #find(hop: Hop, isAsWanted: (other: Hop) => boolean): Hop | undefined {
    return this.#index.find(hop.keys, getHopWindow(hop), (other) => other !== hop && isAsWanted(other)).at(0);
  }

  /** Passes on what has waited long enough, and forgets what is old. */
  #release(now: number, isEnd: boolean): readonly FailureUpdate[] {
    const released: FailureUpdate[] = [];
    for (const hop of this.#hops.values()) {
      const isOld = now - hop.seenAt >= keptMs || this.#hops.size > hopsMax;
      if (hop.heldSince !== null && (isEnd || isOld || now - hop.heldSince >= holdMs)) {
        hop.heldSince = null;
        released.push(...passOn(hop));
      }
      if (isOld) this.#forget(hop);
      else if (now - hop.seenAt < holdMs && !isEnd) break;
    }
    return released;
  }
}

/** Two failures that were passed on separately stay separate, and no request passes a gateway twice. */
function canLink(outer: Hop, inner: Hop): boolean {
  if (findPassedOn(outer) !== undefined && findPassedOn(inner) !== undefined) return false;
  const behind = listHops(inner);
  return listHops(outer).every((before) => behind.every((hop) => areTwoGateways(before, hop)));
}

function link(outer: Hop, inner: Hop): void {
  outer.inner = inner;
  inner.outer = outer;
  outer.heldSince = null;
}

/** The failure of the whole request; nothing while it waits. */
function passOn(hop: Hop): readonly FailureUpdate[] {
  const hops = listHops(hop);
  const [outermost = hop] = hops;
  const deepest = hops.at(-1) ?? hop;
  if (hops.some(({ heldSince }) => heldSince !== null)) return [];
  const holder = findPassedOn(hop) ?? deepest;
  const previous = holder.passedOn;
  const failure = hops.length === 1 ? hop.failure : mergeHops(outermost, deepest, holder.failure.key);
  holder.passedOn = failure;
  return [{ failure, previous }];
}

/** The hops of its request, outermost first. */
function listHops(hop: Hop): readonly Hop[] {
  let first = hop;
  while (first.outer !== null) first = first.outer;
  const hops: Hop[] = [];
  for (let next: Hop | null = first; next !== null; next = next.inner) hops.push(next);
  return hops;
}

const findPassedOn = (hop: Hop): Hop | undefined => listHops(hop).find(({ passedOn }) => passedOn !== null);

const evidenceMax = 8;

/** The client, and what it got, are those of the outermost gateway; all else is told by the deepest. */
function mergeHops({ failure: outer }: Hop, { failure: inner }: Hop, key: string): Failure {
  return {
    ...inner,
    key,
    outcome: outer.outcome,
    status: outer.status,
    client: outer.client ?? inner.client,
    host: outer.host ?? inner.host,
    server: outer.server ?? inner.server,
    customer: outer.customer ?? inner.customer,
    request: outer.request ?? inner.request,
    route: outer.route ?? inner.route,
    evidence: [...inner.evidence, ...outer.evidence].slice(0, evidenceMax),
  };
}
