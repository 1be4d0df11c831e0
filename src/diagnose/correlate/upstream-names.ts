import { dropOldest } from '../../base/oldest.js';
import type { Attempt, Request } from '../../parse/event.js';
import { type Case, isInside } from './pending-request.js';

/** Peers whose name is remembered; pods come and go. */
const namesMax = 2_000;

/**
 * The configured names of upstreams by peer address. nginx's error log gives an address where it tried one and a group
 * name where it had none; the access log and earlier records of the same request tell which address is whose.
 */
export class UpstreamNames {
  /** Null for a peer of several groups: a wrong name is worse than an address. */
  readonly #names: Map<string, string | null>;

  constructor(entries: readonly (readonly [string, string | null])[]) {
    this.#names = new Map(entries);
  }

  entries(): readonly (readonly [string, string | null])[] {
    return [...this.#names];
  }

  /** The name, else the peer's address, else null. */
  of({ group, peer }: Pick<Attempt | Request, 'group' | 'peer'>): string | null {
    if (group !== null) return group;
    return peer === null ? null : (this.#names.get(peer) ?? peer);
  }

  /** The addresses that are known to be of this group alone. */
  peersOf(group: string): readonly string[] {
    return [...this.#names].flatMap(([peer, name]) => (name === group ? peer : []));
  }

  learn(each: Case): void {
    const group = each.attempts.find(({ finding }) => finding.symptom === 'no-peer')?.group;
    if (group !== null && group !== undefined) for (const { peer } of each.attempts) this.#set(peer, group);
    if (each.request !== null && !isInside(each)) this.learnFromRequest(each.request);
  }

  learnFromRequest({ group, tries }: Request): void {
    // A redirect (X-Accel, error_page) goes to another upstream than the one that is named.
    if (group !== null && !tries.some(({ redirected }) => redirected)) {
      for (const { peer } of tries) this.#set(peer, group);
    }
  }

  #set(peer: string | null, name: string): void {
    if (peer === null || peer === name) return;
    const known = this.#names.get(peer);
    if (known === name || known === null) return;
    this.#names.delete(peer);
    this.#names.set(peer, known === undefined ? name : null);
    if (this.#names.size > namesMax) dropOldest(this.#names);
  }
}
