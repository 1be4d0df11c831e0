import { startFullQueue } from '../support/nginx-lab/full-queue.js';
import { findFreePorts } from '../support/nginx-lab/ports.js';
/** A port whose accept queue stays full: connections to it get no answer. */
export async function holdQueueFull(lab) {
  const queue = await startFullQueue();
  lab.onEnd(() => queue.stop());
  return queue.port;
}
/** A port for a gateway, which no other fault of this run has got. */
export async function findUnusedPort() {
  for (;;) {
    const [port = 0] = await findFreePorts(1);
    if (usedPorts.has(port)) continue;
    usedPorts.add(port);
    return port;
  }
}
const usedPorts = new Set();
