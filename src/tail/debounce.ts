const soonMs = 20;
/** Writers write in bursts, and not every write has its event: look once more when it is quiet. */
const quietMs = 60;
const pauseMs = 100;

/** Turns a storm of events into few calls: one soon after the first, at most ten a second, and one after the last. */
export type Alarm = { ring(): void; stop(): void };

export function alarmFor(wake: () => void): Alarm {
  let soon: NodeJS.Timeout | null = null;
  let last: NodeJS.Timeout | null = null;
  let wokenAt = Number.NEGATIVE_INFINITY;

  function call(): void {
    wokenAt = performance.now();
    wake();
  }
  function callSoon(): void {
    soon = null;
    call();
  }
  return {
    ring() {
      soon ??= setTimeout(callSoon, Math.max(soonMs, wokenAt + pauseMs - performance.now()));
      if (last !== null) clearTimeout(last);
      last = setTimeout(call, quietMs);
    },
    stop() {
      if (soon !== null) clearTimeout(soon);
      if (last !== null) clearTimeout(last);
    },
  };
}
