/** Runs a task repeatedly, at least every `everyMs` and soon after `wake`; never twice at the same time. */
export class Loop {
  #everyMs;
  #task;
  #timer;
  #running;
  #isWakePending = false;
  #isStopped = false;
  constructor(everyMs, task) {
    this.#everyMs = everyMs;
    this.#task = task;
  }
  /** Runs the task now, or once more as soon as the current run is done. */
  wake() {
    if (this.#isStopped) return;
    if (this.#running !== undefined) {
      this.#isWakePending = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#running = this.#task().finally(() => {
      this.#running = undefined;
      const delayMs = this.#isWakePending ? 0 : this.#everyMs;
      this.#isWakePending = false;
      if (!this.#isStopped) this.#timer = setTimeout(() => this.wake(), delayMs);
    });
  }
  /** Stops the loop. Resolves when the current run is done. */
  async stop() {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }
}
