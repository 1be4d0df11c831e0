import { Agent, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const stepMs = 50;
/** Clients that make numbered requests, and know which of them were answered. */
export class NumberedClients {
  /** Numbers of the requests that were answered with an error of the gateway. */
  answered = new Set();
  #agent = new Agent({ keepAlive: true, maxSockets: 8 });
  #port;
  constructor(port) {
    this.#port = port;
  }
  /** Resolves when all are answered. */
  async send(requests, perSecond) {
    const startedAt = performance.now();
    const pending = [];
    for (let number = 0; number < requests; ) {
      const due = Math.min(requests, Math.ceil(((performance.now() - startedAt) * perSecond) / 1_000));
      for (; number < due; number++) pending.push(this.#ask(number));
      await sleep(stepMs);
    }
    await Promise.all(pending);
    this.#agent.destroy();
  }
  #ask(number) {
    return new Promise((resolve) => {
      const request = get(
        { port: this.#port, host: '127.0.0.1', path: `/r/${number}`, agent: this.#agent },
        (response) => {
          if (response.statusCode === 502) this.answered.add(number);
          response.resume().once('end', resolve);
        },
      );
      request.once('error', () => resolve());
    });
  }
}
