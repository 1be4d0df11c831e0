import { minuteMs } from '../base/duration.js';
import { dropOldest } from '../base/oldest.js';

/** Who asked for anything lately: whether somebody who suffers is one of many, or all there is. */
export class RecentClients {
  /** When each was last seen, to a minute; the latest last. */
  readonly #lastSeenAt = new Map<string, number>();

  recordClient(client: string, at: number): void {
    const previousAt = this.#lastSeenAt.get(client);
    if (previousAt !== undefined && Math.abs(at - previousAt) < resolutionMs) return;
    this.#lastSeenAt.delete(client);
    this.#lastSeenAt.set(client, at);
    if (this.#lastSeenAt.size > clientsMax) dropOldest(this.#lastSeenAt);
  }

  /**
   * True when several others than this one were seen lately. Behind a balancer all clients have one address, or a few, and
   * beside it there is at most somebody who looks whether the gateway lives.
   */
  isOneOfMany(client: string, now: number): boolean {
    let otherCount = 0;
    for (const [address, at] of this.#lastSeenAt)
      if (address !== client && now - at <= recentMs) otherCount += 1;
    return otherCount >= otherClientsMin;
  }
}

const clientsMax = 200;
const recentMs = 600_000;
const resolutionMs = minuteMs;
const otherClientsMin = 10;
