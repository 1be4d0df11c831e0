import { getGenerationKey } from '../../src/pipeline/checkpoint.js';
import { createSources } from '../../src/tail/sources/sources.js';
/**
 * A database and a program that reads one source into it: what is committed stays when the program is killed, and nothing
 * else does.
 */
export class SourceWorld {
  #source;
  #createReader;
  #checkpoints = new Map();
  texts = [];
  gaps = [];
  /** Size of each chunk in lines. */
  chunkSizes = [];
  /** Where each line is said to stand. */
  locations = new Set();
  /** Number of the chunks to come that the database refuses. */
  refusals = 0;
  since = null;
  lastStoredAt = Date.now();
  hasMore = false;
  problem = null;
  #sources = null;
  constructor(source, createReader) {
    this.#source = source;
    this.#createReader = createReader;
  }
  get checkpoints() {
    return [...this.#checkpoints.values()];
  }
  /** One poll of the program, which is started if it does not run. */
  async poll() {
    this.#sources ??= createSources({
      sources: [this.#source],
      checkpoints: this.checkpoints,
      createReader: this.#createReader,
      getStart: () => ({ since: this.since, lastStoredAt: this.lastStoredAt }),
    });
    try {
      const result = await this.#sources.poll((chunk) => this.#commit(chunk), Date.now());
      this.hasMore = result.hasMore;
      this.problem = result.problems[0]?.why ?? null;
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
    }
  }
  /** Polls until a condition holds. */
  async pollUntil(isDone, what, timeoutMs = 8_000) {
    const until = Date.now() + timeoutMs;
    while (!isDone()) {
      if (Date.now() > until)
        throw new Error(`Timeout: ${what}; ${this.texts.length} lines, problem ${this.problem}`);
      await this.poll();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
  /** Ends the program as it ends itself. */
  async stop() {
    const sources = this.#sources;
    this.#sources = null;
    await sources?.close();
  }
  /** Ends the program so that nothing can be committed any more. */
  async kill() {
    this.refusals = Infinity;
    await this.stop().catch(() => {});
    this.refusals = 0;
  }
  #commit({ fileCheckpoint, lines, dataLoss }) {
    if (this.refusals > 0) {
      this.refusals -= 1;
      throw new RefusedError();
    }
    this.#checkpoints.set(getGenerationKey(fileCheckpoint), fileCheckpoint);
    if (dataLoss !== undefined) this.gaps.push(dataLoss.why);
    if (lines.length > 0) this.chunkSizes.push(lines.length);
    for (const { text, location } of lines) {
      this.texts.push(text);
      this.locations.add(`${fileCheckpoint.ino} ${location.byte} ${location.line}`);
    }
  }
}
class RefusedError extends Error {}
