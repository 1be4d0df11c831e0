import type { Attempt, Request } from '../event.js';
import type { Case } from './case.js';

/** Peers whose name is remembered; pods come and go. */
const namesMax = 2_000;

/**
 * The configured names of upstreams by peer address. nginx's error log gives an address where it tried one and a group
 * name where it had none; the access log and earlier records of the same request tell which address is whose.
 */
export class UpstreamNames {
  readonly #names: Map<string, string>;

  constructor(entries: readonly (readonly [string, string])[]) {
    this.#names = new Map(entries);
  }

  entries(): readonly (readonly [string, string])[] {
    return [...this.#names];
  }

  /** The name, else the peer's address, else null. */
  of({ group, peer }: Pick<Attempt | Request, 'group' | 'peer'>): string | null {
    if (group !== null) return group;
    return peer === null ? null : (this.#names.get(peer) ?? peer);
  }

  learn({ attempts, request }: Case): void {
    if (request !== null) this.learnFromRequest(request);
    const group = attempts.find((attempt) => attempt.group !== null)?.group;
    if (group !== null && group !== undefined) for (const { peer } of attempts) this.#set(peer, group);
  }

  learnFromRequest({ group, tries }: Request): void {
    // A redirect (X-Accel, error_page) goes to another upstream than the one that is named.
    if (group !== null && !tries.some(({ redirected }) => redirected)) {
      for (const { peer } of tries) this.#set(peer, group);
    }
  }

  #set(peer: string | null, name: string): void {
    if (peer === null || peer === name || this.#names.get(peer) === name) return;
    this.#names.delete(peer);
    this.#names.set(peer, name);
    if (this.#names.size > namesMax)
      for (const oldest of this.#names.keys()) return void this.#names.delete(oldest);
  }
}
