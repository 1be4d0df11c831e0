import type { GatewayId } from '../../parse/event.js';
import type { Chunk } from '../../pipeline/checkpoint.js';
import { Digest, type DigestRules } from '../../pipeline/pipeline.js';
import type { Act } from '../../query/action.js';
import type { Store } from '../../storage/store.js';
import { carryOut, type Done } from './apply-action.js';

/** Keeps the digest and the store in step: what the digest says is stored, or the digest is made anew. */
export class Keeper {
  readonly #store: Store;
  readonly #rules: DigestRules;
  /** Undefined until it is needed: at first, and after it has known more than the store. */
  #current: Digest | undefined;
  readonly #reached = new Map<string, number | null>();
  #expected: readonly GatewayId[] = [];

  constructor(store: Store, rules: DigestRules) {
    this.#store = store;
    this.#rules = rules;
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

  /** Does what somebody ordered; the digest goes on from what has changed. */
  act(act: Act, by: string, now: number): Done {
    const done = carryOut(act, by, now, this.#store);
    for (const incident of done.incidents) this.#digest.replace(incident);
    return done;
  }

  get #digest(): Digest {
    this.#current ??= this.#begin();
    return this.#current;
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
      // Not begun anew here: what troubles the store may well hinder its restoring.
      this.#current = undefined;
      throw error;
    }
  }
}
