/** Does `work` again and again, at least every `everyMs` and soon after `wake`; never twice at once. */
export class Loop {
  readonly #everyMs: number;
  readonly #work: () => Promise<void>;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = false;

  constructor(everyMs: number, work: () => Promise<void>) {
    this.#everyMs = everyMs;
    this.#work = work;
  }

  /** Works now, or once more when the work in hand is done. */
  wake(): void {
    if (this.#stopped) return;
    if (this.#running !== undefined) {
      this.#again = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#running = this.#work().finally(() => {
      this.#running = undefined;
      const next = this.#again ? 0 : this.#everyMs;
      this.#again = false;
      if (!this.#stopped) this.#timer = setTimeout(() => this.wake(), next);
    });
  }

  /** Resolves when the work in hand is done; nothing begins after that. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }
}
