import { isSubrequest } from './pending-request.js';
import { areOfOneGroup } from './retry-order.js';

/** Maximum number of peers with a known name: pods come and go. */
const namesMax = 2_000;
/**
 * Configured names of upstreams by peer address. nginx's error log has an address if it tried one and a group name if it
 * had none; the access log and earlier records of the same request show which address belongs to which group.
 */
export class UpstreamNames {
  /** Null for a peer of several groups: an address is better than a wrong name. */
  #names;
  /** Most lines name the upstream of the line before. */
  #latest = null;
  constructor(entries) {
    this.#names = new Map(entries);
  }
  listEntries() {
    return [...this.#names];
  }
  /** The name, else the address of the peer, else null. */
  resolve({ upstreamName, peer }) {
    if (upstreamName !== null) return this.#names.get(getPortKey(upstreamName)) ?? upstreamName;
    return peer === null ? null : (this.#names.get(peer) ?? peer);
  }
  /** The addresses that are known to belong to this group only. */
  listPeers(group) {
    return [...this.#names].flatMap(([peer, name]) =>
      name === group && !peer.startsWith(portKeyStart) ? peer : [],
    );
  }
  learnFromPending(pending) {
    const group = pending.attempts.find(({ finding }) => finding.symptom === 'no-peer')?.upstreamName;
    if (group !== null && group !== undefined) {
      const peers = pending.attempts.flatMap(({ peer }) => peer ?? []);
      const name = group === 'localhost' ? addPort(group, peers) : group;
      if (name !== group) this.#set(getPortKey(group), name);
      for (const peer of peers) this.#set(peer, this.resolve({ upstreamName: name, peer }) ?? name);
    }
    if (pending.request !== null && !isSubrequest(pending)) this.learnFromRequest(pending.request);
    else if (areOfOneGroup(pending.attempts)) this.#learnFromTries(pending.attempts);
  }
  learnFromRequest({ upstreamName, upstreamAttempts }) {
    if (upstreamName !== null && this.#latest !== upstreamName) {
      this.#latest = upstreamName;
      const name = removePort(upstreamName);
      if (name !== upstreamName) this.#set(getPortKey(name), upstreamName);
    }
    // A redirect (X-Accel, error_page) goes to another upstream than the one named.
    if (upstreamName !== null && !upstreamAttempts.some(({ redirected }) => redirected)) {
      for (const { peer } of upstreamAttempts) this.#set(peer, upstreamName);
    } else if (upstreamAttempts.length > 1)
      for (const tries of splitByRedirects(upstreamAttempts)) this.#learnFromTries(tries);
  }
  /** A request is tried again within its group: if one of the peers has a known name, it is that of all. */
  #learnFromTries(tries) {
    const known = tries.flatMap(({ peer }) => (peer === null ? [] : (this.#names.get(peer) ?? [])));
    const [name] = known;
    if (name === undefined || known.some((other) => other !== name)) return;
    for (const { peer } of tries) if (peer !== null && !this.#names.has(peer)) this.#set(peer, name);
  }
  #set(peer, name) {
    if (peer === null || peer === name) return;
    const known = this.#names.get(peer);
    if (known === name || known === null) return;
    this.#names.delete(peer);
    this.#names.set(peer, known === undefined ? name : null);
    if (this.#names.size <= namesMax) return;
    const [oldest = peer] = this.#names.keys();
    this.#names.delete(oldest);
  }
}
/** The tries of each group that a request was sent to. */
function splitByRedirects(tries) {
  const starts = tries.flatMap(({ redirected }, index) => (index === 0 || redirected ? [index] : []));
  return starts.map((start, index) => tries.slice(start, starts[index + 1]));
}
/**
 * nginx's error log names a host of `proxy_pass` without the port, `$proxy_host` with it. Under this key stands the name
 * with the port, which no address has.
 */
const getPortKey = (name) => `${portKeyStart}${name}`;
const portKeyStart = '//';
/** The name with the port of its addresses, if they have one in common: several applications may listen on one host. */
function addPort(name, peers) {
  const ports = new Set(peers.map((peer) => /:\d{1,5}$/.exec(peer)?.[0]));
  const [port] = ports;
  return ports.size === 1 && port !== undefined ? `${name}${port}` : name;
}
/** The name of an upstream without its port, as nginx's error log has it. */
export const removePort = (name) => name.replace(/:\d{1,5}$/, '');
