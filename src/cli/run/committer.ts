import type { LogFormatId } from '../../parse/event.js';
import type { Chunk } from '../../pipeline/checkpoint.js';
import { Pipeline, type PipelineOptions } from '../../pipeline/pipeline.js';
import type { OperatorAction } from '../../query/action.js';
import type { Store } from '../../storage/store.js';
import { type ActionResult, applyAction } from './apply-action.js';

/** Keeps the digest and the store in step: what the digest says is stored, or the digest is made anew. */
export class Committer {
  readonly #store: Store;
  readonly #rules: PipelineOptions;
  /** Undefined until it is needed: at first, and after it has known more than the store. */
  #current: Pipeline | undefined;
  readonly #lastRecordAt = new Map<string, number | null>();
  #formats: readonly LogFormatId[] = [];

  constructor(store: Store, options: PipelineOptions) {
    this.#store = store;
    this.#rules = options;
  }

  /** Tells the dialects of the logs that are there at the start. */
  announceFormats(formats: readonly LogFormatId[]): void {
    this.#formats = formats;
    for (const format of formats) this.#pipeline.announceFormat(format);
  }

  /** Digests and stores a chunk. When this throws, nothing of it was counted, and it may be given again. */
  commitChunk(chunk: Chunk, now: number): void {
    this.#rebuildOnError(() => {
      const batch = this.#pipeline.ingest(chunk, now);
      this.#store.commit(batch, now, chunk.dataLoss);
      for (const { fileCheckpoint, parserState } of batch.checkpoints)
        this.#lastRecordAt.set(fileCheckpoint.path, parserState.latestAt);
    });
  }

  /** How far in time the log at this path has been read in this run, epoch ms; null where that is not known. */
  lastRecordAt(path: string): number | null {
    return this.#lastRecordAt.get(path) ?? null;
  }

  tick(now: number): void {
    this.#rebuildOnError(() => {
      const batch = this.#pipeline.tick(now);
      if (batch !== null) this.#store.commit(batch, now);
    });
  }

  /** Does what somebody ordered; the digest goes on from what has changed. */
  applyAction(action: OperatorAction, by: string, now: number): ActionResult {
    const result = applyAction(action, by, now, this.#store);
    for (const incident of result.incidents) this.#pipeline.replaceIncident(incident);
    return result;
  }

  get #pipeline(): Pipeline {
    this.#current ??= this.#createPipeline();
    return this.#current;
  }

  #createPipeline(): Pipeline {
    const pipeline = new Pipeline(this.#store.restore(), this.#rules);
    for (const format of this.#formats) pipeline.announceFormat(format);
    return pipeline;
  }

  #rebuildOnError(action: () => void): void {
    try {
      action();
    } catch (error) {
      // Not begun anew here: what troubles the store may well hinder its restoring.
      this.#current = undefined;
      throw error;
    }
  }
}
