import { setTimeout as sleep } from 'node:timers/promises';
import type { SourceReader } from '../source-feed.js';
import { ContainerSession } from './container-session.js';
import { type DockerApi, DockerError } from './docker-api.js';
import { FrameError } from './frames.js';

export type DockerReaderOptions = {
  readonly api: DockerApi;
  /** Name or id of the container. */
  readonly container: string;
  /** Which entry of `LOGS` reads a container, by its id; shared by all readers, so that none is read twice. */
  readonly readers?: Map<string, string>;
  /** How long to wait before the next try: the first time, and at most. */
  readonly retryMs?: { readonly initial: number; readonly max: number };
};

/**
 * Reads the log of a container, and of each container that takes its name. Each time it connects, it first reads what the
 * log holds, to its end, and finds the last entry that was read there; then it follows. So it knows, and need not guess from
 * silence, that nothing was left out, or that something was.
 */
export function createDockerReader(options: DockerReaderOptions): SourceReader {
  const { api, container, readers = new Map(), retryMs = { initial: 1_000, max: 30_000 } } = options;
  return async (feed, start, signal) => {
    feed.setCatchingUp(true);
    const session = new ContainerSession({ api, name: container, readers }, feed, start, signal);
    let delayMs = retryMs.initial;
    while (!signal.aborted) {
      let waitMs = retryMs.initial;
      try {
        await session.read();
        delayMs = retryMs.initial;
      } catch (error) {
        if (signal.aborted) return;
        session.forgetHistory();
        feed.setProblem(describeFailure(error));
        [waitMs, delayMs] = [delayMs, Math.min(delayMs * 2, retryMs.max)];
      }
      await sleep(waitMs, undefined, { signal }).catch(() => {});
    }
  };
}

/** What the network and Docker do is a problem that may pass; anything else is a defect. */
function describeFailure(error: unknown): string {
  if (error instanceof DockerError || error instanceof FrameError) return error.message;
  if (error instanceof Error && 'code' in error) return `the connection to Docker broke off (${error.code})`;
  throw error;
}
