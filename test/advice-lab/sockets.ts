import { startFullQueue } from '../support/nginx-lab/full-queue.js';
import { findFreePorts } from '../support/nginx-lab/ports.js';
import type { Lab } from './lab.js';

/** A port whose accept queue stays full: connections to it get no answer. */
export async function holdQueueFull(lab: Lab): Promise<number> {
  const queue = await startFullQueue();
  lab.onEnd(() => queue.stop());
  return queue.port;
}

/** A port on which nothing listens. */
export async function findClosedPort(): Promise<number> {
  const [port = 0] = await findFreePorts(1);
  return port;
}
