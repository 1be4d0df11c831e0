import { dropOldest } from '../base/oldest.js';

/** Who asked for anything lately: whether somebody who suffers is one of many, or all there is. */
export class Clientele {
  /** When each was last seen, to a minute; the latest last. */
  readonly #seen = new Map<string, number>();

  saw(client: string, at: number): void {
    const before = this.#seen.get(client);
    if (before !== undefined && Math.abs(at - before) < sameMs) return;
    this.#seen.delete(client);
    this.#seen.set(client, at);
    if (this.#seen.size > clientsMax) dropOldest(this.#seen);
  }

  /**
   * True when several others than this one were seen lately. Behind a balancer all clients have one address, or a few, and
   * beside it there is at most somebody who looks whether the gateway lives.
   */
  isOneOfMany(client: string, now: number): boolean {
    let others = 0;
    for (const [each, at] of this.#seen) if (each !== client && now - at <= lateMs) others += 1;
    return others >= othersLeast;
  }
}

const clientsMax = 200;
const lateMs = 600_000;
const sameMs = 60_000;
const othersLeast = 10;
