import { setTimeout as sleep } from 'node:timers/promises';
import { ContainerSession } from './container-session.js';
import { DockerError } from './docker-api.js';
import { FrameError } from './frames.js';
/**
 * Reads the log of a container, and of each container that takes its name. Each time it connects, it first reads what the
 * log holds, to its end, and finds the last entry that was read there; then it follows. So it knows, and need not guess from
 * silence, that nothing was left out, or that something was.
 */
export function createDockerReader(options) {
  const { api, container, retryMs = { initial: 1_000, max: 30_000 } } = options;
  return async (feed, start, signal) => {
    feed.setCatchingUp(true);
    const session = new ContainerSession(api, feed, start, signal);
    let delayMs = retryMs.initial;
    while (!signal.aborted) {
      try {
        await session.read(container);
        delayMs = retryMs.initial;
      } catch (error) {
        if (signal.aborted) return;
        session.forgetHistory();
        feed.setProblem(describeFailure(error));
        delayMs = Math.min(delayMs * 2, retryMs.max);
      }
      await sleep(delayMs, undefined, { signal }).catch(() => {});
    }
  };
}
/** What the network and Docker do is a problem that may pass; anything else is a defect. */
function describeFailure(error) {
  if (error instanceof DockerError || error instanceof FrameError) return error.message;
  if (error instanceof Error && 'code' in error) return `the connection to Docker broke off (${error.code})`;
  throw error;
}
