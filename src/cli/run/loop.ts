/** Runs a task repeatedly, at least every `everyMs` and soon after `wake`; never twice at the same time. */
export class Loop {
  readonly #everyMs: number;
  readonly #task: () => Promise<void>;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #isWakePending = false;
  #isStopped = false;

  constructor(everyMs: number, task: () => Promise<void>) {
    this.#everyMs = everyMs;
    this.#task = task;
  }

  /** Runs the task now, or once more as soon as the current run is done. */
  wake(): void {
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
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }
}
