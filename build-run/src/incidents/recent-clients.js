import { LRUCache } from 'lru-cache';
import { minuteMs } from '../base/duration.js';
import { findClientNetwork } from './client-network.js';
/** Clients seen lately: shows whether affected clients are few of many, or the only ones. */
export class RecentClients {
  /** Most clients ask again: for them nothing is computed. */
  #byAddress = new Map();
  #networks = new LRUCache({ max: networksMax });
  #isChanged = false;
  #takenAt = -Infinity;
  constructor(networks = []) {
    for (const known of networks) this.#networks.set(known.network, { ...known });
  }
  /** Notes that a client sent a request. */
  recordClient(client, at) {
    const known = this.#byAddress.get(client) ?? this.#addAddress(client, at);
    if (at - known.seenAt < resolutionMs) return;
    known.seenAt = at;
    this.#networks.get(known.network);
    this.#isChanged = true;
  }
  #addAddress(client, at) {
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
  areFewOfMany(networks, now) {
    let otherCount = 0;
    for (const { network, seenAt, clients } of this.#networks.values())
      if (now - seenAt <= recentMs && !networks.includes(network)) otherCount += clients;
    return otherCount >= othersMin;
  }
  /** What has to be stored, at most once a minute; undefined if nothing has changed. */
  takeChanged(now) {
    if (!this.#isChanged || Math.abs(now - this.#takenAt) < resolutionMs) return undefined;
    this.#isChanged = false;
    this.#takenAt = now;
    return [...this.#networks.values()].reverse().map((known) => ({ ...known }));
  }
}
const addressesMax = 10_000;
const networksMax = 300;
/** Whoever has a network has all of its addresses. */
const clientsPerNetworkMax = 10;
const recentMs = 600_000;
const resolutionMs = minuteMs;
const othersMin = 10;
