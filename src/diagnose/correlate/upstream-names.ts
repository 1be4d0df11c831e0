import type { Attempt, Request } from '../../parse/event.js';
import { isSubrequest, type PendingRequest } from './pending-request.js';

/** Maximum number of peers with a known name: pods come and go. */
const namesMax = 2_000;

/**
 * Configured names of upstreams by peer address. nginx's error log has an address if it tried one and a group name if it
 * had none; the access log and earlier records of the same request show which address belongs to which group.
 */
export class UpstreamNames {
  /** Null for a peer of several groups: an address is better than a wrong name. */
  readonly #names: Map<string, string | null>;

  constructor(entries: readonly (readonly [string, string | null])[]) {
    this.#names = new Map(entries);
  }

  listEntries(): readonly (readonly [string, string | null])[] {
    return [...this.#names];
  }

  /** The name, else the address of the peer, else null. */
  resolve({ upstreamName, peer }: Pick<Attempt | Request, 'upstreamName' | 'peer'>): string | null {
    if (upstreamName !== null) return upstreamName;
    return peer === null ? null : (this.#names.get(peer) ?? peer);
  }

  /** The addresses that are known to belong to this group only. */
  listPeers(group: string): readonly string[] {
    return [...this.#names].flatMap(([peer, name]) => (name === group ? peer : []));
  }

  learnFromPending(pending: PendingRequest): void {
    const group = pending.attempts.find(({ finding }) => finding.symptom === 'no-peer')?.upstreamName;
    if (group !== null && group !== undefined)
      for (const { peer } of pending.attempts) this.#set(peer, group);
    if (pending.request !== null && !isSubrequest(pending)) this.learnFromRequest(pending.request);
  }

  learnFromRequest({ upstreamName, upstreamAttempts }: Request): void {
    // A redirect (X-Accel, error_page) goes to another upstream than the one named.
    if (upstreamName !== null && !upstreamAttempts.some(({ redirected }) => redirected)) {
      for (const { peer } of upstreamAttempts) this.#set(peer, upstreamName);
    }
  }

  #set(peer: string | null, name: string): void {
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
