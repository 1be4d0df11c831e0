import { Pipeline } from '../../pipeline/pipeline.js';
/** Commits what the pipeline produces. If a commit fails, rebuilds the pipeline from the store. */
export class Committer {
  #store;
  #options;
  /** Undefined until needed: at the start, and after a failed commit left it ahead of the store. */
  #current;
  #reachedAt = new Map();
  #logs = [];
  constructor(store, options) {
    this.#store = store;
    this.#options = options;
  }
  /** Announces the logs that exist at the start, so the pipeline knows which counterparts to wait for, and whose they are. */
  announceLogs(logs) {
    this.#logs = logs;
    for (const log of logs) this.#pipeline.announceLog(log);
  }
  /** Ingests a chunk and stores the result. If this throws, nothing of it was counted, and the chunk may be repeated. */
  commitChunk(chunk, now) {
    this.#rebuildOnError(() => {
      const batch = this.#pipeline.ingest(chunk, now);
      this.#store.commit(batch, now, chunk.dataLoss);
      for (const { fileCheckpoint, parserState } of batch.checkpoints)
        this.#reachedAt.set(fileCheckpoint.path, parserState.latestAt);
    });
  }
  /** Time of the latest record read from this log in this run, epoch ms; null when unknown. */
  getReachedAt(path) {
    return this.#reachedAt.get(path) ?? null;
  }
  /** Number of requests that wait for a record of the other log. */
  get waitingCount() {
    return this.#pipeline.waitingCount;
  }
  /** Lets time pass without new lines: requests stop waiting, incidents resolve. */
  tick(now) {
    this.#rebuildOnError(() => {
      const batch = this.#pipeline.tick(now);
      if (batch !== null) this.#store.commit(batch, now);
    });
  }
  /** Applies a user's action to the store and updates the pipeline's incidents. `by` is a Slack user id. */
  applyAction(action, by, now) {
    const result = storeAction(action, by, now, this.#store);
    for (const incident of result.incidents) this.#pipeline.replaceIncident(incident);
    return result;
  }
  get #pipeline() {
    this.#current ??= this.#createPipeline();
    return this.#current;
  }
  #createPipeline() {
    const pipeline = new Pipeline(this.#store.restore(), {
      ...this.#options,
      storedRequests: this.#store,
    });
    for (const log of this.#logs) pipeline.announceLog(log);
    return pipeline;
  }
  #rebuildOnError(action) {
    try {
      action();
    } catch (error) {
      // Rebuilt at the next use and not here: what made the store fail may make restoring fail too.
      this.#current = undefined;
      throw error;
    }
  }
}
function storeAction(action, by, now, store) {
  const { manualChanges } = store;
  switch (action.type) {
    case 'acknowledge': {
      const incident = store.acknowledge(action.incidentId, by, now);
      return toResult(incident === undefined ? [] : [incident]);
    }
    case 'resolve':
      return toResult(manualChanges.resolve(action.incidentId, by, now));
    case 'note':
      return toResult(manualChanges.note(action.incidentId, action.text, by, now));
    case 'correct-cause': {
      const incidents = manualChanges.correct(action.incidentId, action.cause, by);
      // A cause outside the catalogue is only known in the user's words: keep them as a note.
      if (action.cause === null && action.text !== '')
        manualChanges.note(action.incidentId, action.text, by, now);
      return toResult(incidents);
    }
    case 'what-helped':
      return toResult(manualChanges.recordWhatHelped(action.incidentId, action.answer, by, now));
    case 'merge':
      return toResult(manualChanges.merge(action.intoIncidentId, action.incidentId, by, now));
    case 'silence':
      store.addSilence(action.silence);
      return { isApplied: true, incidents: [] };
    case 'unsilence':
      return { isApplied: store.endSilence(action.silence, now) !== undefined, incidents: [] };
  }
}
const toResult = (incidents) => ({
  isApplied: incidents.length > 0,
  incidents,
});
