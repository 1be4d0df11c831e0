import { LRUCache } from 'lru-cache';
import { minuteMs } from '../base/duration.js';

/** Clients seen lately: shows whether an affected client is one of many, or the only one. */
export class RecentClients {
  /** Time each client was last seen, to a minute. */
  readonly #lastSeenAt = new LRUCache<string, number>({ max: clientsMax });

  /** Notes that a client sent a request. */
  recordClient(client: string, at: number): void {
    const previousAt = this.#lastSeenAt.get(client);
    if (previousAt !== undefined && Math.abs(at - previousAt) < resolutionMs) return;
    this.#lastSeenAt.set(client, at);
  }

  /**
   * True if at least ten other clients were seen in the last ten minutes. Behind a load balancer all clients share
   * one or a few addresses, and the only others are health checks of the gateway.
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
