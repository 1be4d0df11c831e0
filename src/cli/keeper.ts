import { Digest, type DigestRules } from '../digest.js';
import type { GatewayId } from '../event.js';
import type { Incident } from '../incident.js';
import type { Chunk } from '../position.js';
import type { Store } from '../store/store.js';

/** Keeps the digest and the store in step: what the digest says is stored, or the digest is made anew. */
export class Keeper {
  readonly #store: Store;
  readonly #rules: DigestRules;
  #digest: Digest;
  readonly #reached = new Map<string, number | null>();
  #expected: readonly GatewayId[] = [];

  constructor(store: Store, rules: DigestRules) {
    this.#store = store;
    this.#rules = rules;
    this.#digest = this.#begin();
  }

  /** Tells the dialects of the logs that are there at the start. */
  expect(gateways: readonly GatewayId[]): void {
    this.#expected = gateways;
    for (const gateway of gateways) this.#digest.expect(gateway);
  }

  /** Digests and stores a chunk. When this throws, nothing of it was counted, and it may be given again. */
  chunk(chunk: Chunk, now: number): void {
    this.#inStep(() => {
      const batch = this.#digest.chunk(chunk, now);
      this.#store.commit(batch, now, chunk.gap);
      for (const { position, reading } of batch.bookmarks) this.#reached.set(position.path, reading.latestAt);
    });
  }

  /** How far in time the log at this path has been read in this run, epoch ms; null where that is not known. */
  reached(path: string): number | null {
    return this.#reached.get(path) ?? null;
  }

  tick(now: number): void {
    this.#inStep(() => {
      const batch = this.#digest.tick(now);
      if (batch !== null) this.#store.commit(batch, now);
    });
  }

  /** Who takes an incident on; the first one stays. Undefined when there is no such incident. */
  acknowledge(id: number, by: string, now: number): Incident | undefined {
    const incident = this.#store.acknowledge(id, by, now);
    if (incident !== undefined) this.#digest.replace(incident);
    return incident;
  }

  #begin(): Digest {
    const digest = new Digest(this.#store.restore(), this.#rules);
    for (const gateway of this.#expected) digest.expect(gateway);
    return digest;
  }

  #inStep(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#digest = this.#begin();
      throw error;
    }
  }
}
