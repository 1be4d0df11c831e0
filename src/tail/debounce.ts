const firstDelayMs = 20;
/** Writers write in bursts, and not every write has its event: look once more when it is quiet. */
const quietMs = 60;
const intervalMinMs = 100;

/** Turns a storm of events into few calls: one soon after the first, at most ten a second, and one after the last. */
export type Debouncer = { trigger(): void; stop(): void };

export function createDebouncer(wake: () => void): Debouncer {
  let firstTimer: NodeJS.Timeout | null = null;
  let lastTimer: NodeJS.Timeout | null = null;
  let lastCallAt = Number.NEGATIVE_INFINITY;

  function call(): void {
    lastCallAt = performance.now();
    wake();
  }
  function callFirst(): void {
    firstTimer = null;
    call();
  }
  return {
    trigger() {
      firstTimer ??= setTimeout(
        callFirst,
        Math.max(firstDelayMs, lastCallAt + intervalMinMs - performance.now()),
      );
      if (lastTimer !== null) clearTimeout(lastTimer);
      lastTimer = setTimeout(call, quietMs);
    },
    stop() {
      if (firstTimer !== null) clearTimeout(firstTimer);
      if (lastTimer !== null) clearTimeout(lastTimer);
    },
  };
}
