import { LRUCache } from 'lru-cache';
import { minuteMs } from '../base/duration.js';
import { findClientNetwork } from './client-network.js';

/** Clients of one network: when one was last seen, to a minute, and how many there are. */
export type ClientNetwork = {
  readonly network: string;
  readonly seenAt: number;
  readonly clients: number;
};

/** Clients seen lately: shows whether affected clients are few of many, or the only ones. */
export class RecentClients {
  /** Most clients ask again: for them nothing is computed. */
  readonly #byAddress = new Map<string, MutableNetwork>();
  readonly #networks = new LRUCache<string, MutableNetwork>({ max: networksMax });
  #isChanged = false;
  #takenAt = -Infinity;

  constructor(networks: readonly ClientNetwork[] = []) {
    for (const known of networks) this.#networks.set(known.network, { ...known });
  }

  /** Notes that a client sent a request. */
  recordClient(client: string, at: number): void {
    const known = this.#byAddress.get(client) ?? this.#addAddress(client, at);
    if (at - known.seenAt < resolutionMs) return;
    known.seenAt = at;
    this.#networks.get(known.network);
    this.#isChanged = true;
  }

  #addAddress(client: string, at: number): MutableNetwork {
    const network = findClientNetwork(client);
    const known = this.#networks.get(network) ?? { network, seenAt: at, clients: 0 };
    if (known.clients < clientsPerNetworkMax) known.clients += 1;
    this.#networks.set(network, known);
    if (this.#byAddress.size >= addressesMax) this.#byAddress.clear();
    this.#byAddress.set(client, known);
    this.#isChanged = true;
    return known;
  }

  /**
   * True if at least ten clients outside these networks were seen in the last ten minutes. Behind a load balancer all clients
   * share one or a few addresses, and the only others are health checks of the gateway.
   */
  areFewOfMany(networks: readonly string[], now: number): boolean {
    let otherCount = 0;
    for (const { network, seenAt, clients } of this.#networks.values())
      if (now - seenAt <= recentMs && !networks.includes(network)) otherCount += clients;
    return otherCount >= othersMin;
  }

  /** What has to be stored, at most once a minute; undefined if nothing has changed. */
  takeChanged(now: number): readonly ClientNetwork[] | undefined {
    if (!this.#isChanged || Math.abs(now - this.#takenAt) < resolutionMs) return undefined;
    this.#isChanged = false;
    this.#takenAt = now;
    return [...this.#networks.values()].reverse().map((known) => ({ ...known }));
  }
}

type MutableNetwork = { -readonly [Key in keyof ClientNetwork]: ClientNetwork[Key] };

const addressesMax = 10_000;
const networksMax = 300;
/** Whoever has a network has all of its addresses. */
const clientsPerNetworkMax = 10;
const recentMs = 600_000;
const resolutionMs = minuteMs;
const othersMin = 10;
