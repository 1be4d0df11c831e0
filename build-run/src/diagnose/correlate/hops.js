/**
 * Folds the failures of one request at two gateways, an edge and the one behind it, into one: with the cause of the deepest
 * and what the client got from the outermost. Without evidence that it is one request, they stay two.
 */
import { minuteMs } from '../../base/duration.js';
import { getLogSide } from '../../parse/event.js';
import { GatewayLogNames } from '../../parse/gateway-log.js';
import { getLogGroup } from './gateway-hosts.js';
import { GatewayRoles } from './gateway-roles.js';
import { canLink, isAlone, link, passOn } from './hop-chain.js';
import { canBeOuterHop, getHopWindow, isHop, looksAlike, sharesRequestId } from './hop-evidence.js';
import { KeyIndex } from './key-index.js';

/** How long a failure that its upstream answered waits for that of the gateway behind. */
const holdMs = 2_000;
/** How long a failure can be folded into another one. */
const keptMs = minuteMs;
const hopsMax = 5_000;
/** The latest that are stored: those of some seconds, unless a storm goes on. */
const storedHopsMax = 200;
/** Keeps the latest failures while several gateways are read. With one, all are passed on as they come. */
export class HopFolder {
  #gateways = new Set();
  /** Sources of the records of each access log. */
  #sources = new Map();
  /** By failure key, in order of arrival. */
  #hops = new Map();
  #index = new KeyIndex(({ failure: { at } }) => [{ at, status: null }]);
  /** Stored in an earlier run. */
  #restored;
  #names = new GatewayLogNames();
  #roles;
  constructor(held = [], evidence = []) {
    this.#restored = held;
    this.#roles = new GatewayRoles(evidence);
  }
  /** True if the requests of this access log came through another gateway, where they are counted. */
  isBehind(log) {
    return this.#roles.isBehind(log);
  }
  /** How the gateways stand to each other; the same list while nothing new is known. */
  listRoles() {
    return this.#roles.listRoles();
  }
  /** What `listRoles` follows from, to be stored. */
  listEvidence() {
    return this.#roles.listEvidence();
  }
  /** Notes a gateway by its access log. Called for each request, so a known one is found without building its name. */
  learn({ gateway, source, location: { file } }) {
    if (getLogSide(gateway) === 'attempts' || gateway === 'envoy-app') return;
    const sources = this.#sources.get(file);
    if (sources?.has(source) === true || this.#gateways.size >= hopsMax) return;
    if (sources === undefined) this.#sources.set(file, new Set([source]));
    else sources.add(source);
    this.#gateways.add(`${source} ${getLogGroup(file)}`);
  }
  /** The failures to count; some wait until a later call, or until `isEnd`. */
  fold(updates, now, isEnd = false) {
    const restored = this.#restored;
    this.#restored = [];
    for (const update of restored) this.#restore(update, now);
    const held = restored.filter(({ previous }) => previous === null);
    const isOnlyGateway = this.#gateways.size < 2;
    if (isOnlyGateway && this.#hops.size === 0) return held.length === 0 ? updates : [...held, ...updates];
    const folded = [...held, ...updates].flatMap((update) => this.#foldOne(update, now));
    return [...folded, ...this.#release(now, isEnd)];
  }
  /** Failures that wait, and the latest of the others that may be those of one request, to be stored. */
  listHeld() {
    return [...this.#hops.values()]
      .slice(-storedHopsMax)
      .filter((hop) => hop.heldSince !== null || isAlone(hop))
      .map(({ failure, trace, passedOn }) => ({ failure, previous: passedOn, ...(trace && { trace }) }));
  }
  /** Takes over what was stored: failures that were passed on are not passed on again. */
  #restore({ failure, previous, trace }, now) {
    if (previous !== null) this.#add(failure, trace ?? null, now).passedOn = previous;
  }
  #foldOne(update, now) {
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
      if (inner !== undefined) this.#link(hop, inner);
    }
    if (hop.outer === null) {
      const outer = this.#find(
        hop,
        (other) => other.inner === null && isHop(other, hop) && canLink(other, hop),
      );
      if (outer !== undefined) this.#link(outer, hop);
    }
    if (isAlone(hop)) this.#noteAlike(hop);
    const isWaiting = hop.inner === null && hop.passedOn === null && canBeOuterHop(hop);
    if (!isWaiting) return passOn(hop);
    hop.heldSince ??= now;
    return [];
  }
  /** Takes a failure back, unless another gateway saw the request fail as well. */
  #retract(update) {
    const hop = this.#hops.get(update.failure.key);
    if (hop === undefined) return [update];
    if (hop.inner !== null || hop.outer !== null) return [];
    this.#forget(hop);
    const { passedOn } = hop;
    return passedOn === null ? [] : [{ failure: passedOn, previous: passedOn, isRetracted: true }];
  }
  #forget(hop) {
    this.#hops.delete(hop.failure.key);
    this.#index.remove(hop, hop.keys);
  }
  #add(failure, trace, seenAt) {
    const { request } = failure;
    const keys = [
      ...(trace?.requestIds ?? []),
      ...(request === null ? [] : [`${request.method} ${request.target}`]),
    ];
    const hop = {
      failure,
      trace,
      outer: null,
      inner: null,
      passedOn: null,
      heldSince: null,
      alike: null,
      isSettled: false,
      keys,
      seenAt,
    };
    this.#hops.set(failure.key, hop);
    this.#index.add(hop, keys);
    return hop;
  }
  #find(hop, isAsWanted) {
    return this.#index.find(hop.keys, getHopWindow(hop), (other) => other !== hop && isAsWanted(other)).at(0);
  }
  #link(outer, inner) {
    link(outer, inner);
    const [outerLog, innerLog] = [this.#nameLog(outer), this.#nameLog(inner)];
    if (outerLog !== null && innerLog !== null)
      this.#roles.recordLink(innerLog, outerLog, sharesRequestId(outer, inner));
  }
  #noteAlike(hop) {
    const other = this.#find(hop, (known) => isAlone(known) && looksAlike(hop, known));
    if (other === undefined) return;
    hop.alike = this.#nameLog(other);
    other.alike = this.#nameLog(hop);
  }
  /** Counts a failure that is that of no gateway before it. */
  #settle(hop) {
    const log = this.#nameLog(hop);
    if (hop.isSettled || hop.outer !== null || log === null || !isAnsweredBadly(hop)) return;
    hop.isSettled = true;
    this.#roles.recordUnlinked(log, isAlone(hop) ? hop.alike : null);
  }
  /** The access log of a failure; null while it is only in an error log. */
  #nameLog({ trace }) {
    return trace === null
      ? null
      : this.#names.nameOf({ source: trace.source, location: { file: trace.file, byte: 0, line: 0 } });
  }
  /** Passes on what has waited long enough, and forgets what is old. */
  #release(now, isEnd) {
    const released = [];
    for (const hop of this.#hops.values()) {
      const isOld = now - hop.seenAt >= keptMs || this.#hops.size > hopsMax;
      if (hop.heldSince !== null && (isEnd || isOld || now - hop.heldSince >= holdMs)) {
        hop.heldSince = null;
        released.push(...passOn(hop));
      }
      if (isOld || isEnd) this.#settle(hop);
      if (isOld) this.#forget(hop);
      else if (now - hop.seenAt < holdMs && !isEnd) break;
    }
    return released;
  }
}
/** A gateway before it would have passed on the status, or have failed as well. */
const isAnsweredBadly = ({ failure: { outcome, status } }) =>
  outcome === 'client-visible' && (status ?? 0) >= 500;
