import { Agent, request } from 'node:http';
import { gatewayHost } from './gateway.js';
/** Asks the gateway. */
export class Client {
  #port;
  #agent;
  constructor(port, agent = false) {
    this.#agent = agent;
    this.#port = port;
  }
  ask({
    path = '/app',
    method = 'GET',
    bodyBytes = 0,
    headers = {},
    isChunked = false,
    slowly,
    readsAfterMs = 0,
    patienceMs = 20_000,
  } = {}) {
    const startedAt = Date.now();
    return new Promise((resolve) => {
      let status = null;
      let hasFrameOptions = false;
      const parts = [];
      const done = (isComplete) =>
        resolve({
          status,
          isComplete,
          hasFrameOptions,
          body: Buffer.concat(parts).toString(),
          ms: Date.now() - startedAt,
        });
      const length = bodyBytes > 0 && !isChunked ? { 'content-length': String(bodyBytes) } : {};
      const outgoing = request(
        {
          host: gatewayHost,
          localAddress: '127.0.0.1',
          port: this.#port,
          path,
          method,
          headers: { host: 'shop.example', ...length, ...headers },
          agent: this.#agent,
          maxHeaderSize: 256 * 1024,
        },
        (response) => {
          status = response.statusCode ?? null;
          hasFrameOptions = response.headers['x-frame-options'] === 'DENY';
          if (readsAfterMs > 0) {
            response.pause();
            setTimeout(() => response.resume(), readsAfterMs);
          }
          response.on('data', (part) => void parts.push(part));
          response.on('error', () => done(false)).on('end', () => done(response.complete));
        },
      );
      outgoing.on('error', () => done(false));
      setTimeout(() => outgoing.destroy(), patienceMs).unref();
      if (isChunked) outgoing.setHeader('transfer-encoding', 'chunked');
      if (slowly === undefined) {
        outgoing.end(Buffer.alloc(bodyBytes, 'x'));
      } else {
        const part = Buffer.alloc(bodyBytes / slowly.parts, 'x');
        for (let n = 0; n < slowly.parts; n++)
          setTimeout(
            () => (n === slowly.parts - 1 ? outgoing.end(part) : outgoing.write(part)),
            n * slowly.everyMs,
          );
      }
    });
  }
  /** The same client, over a few connections that stay open. */
  reuse() {
    return new Client(this.#port, new Agent({ keepAlive: true, maxSockets: 4 }));
  }
  async askInTurn(count, ask = {}) {
    const answers = [];
    for (let n = 0; n < count; n++) answers.push(await this.ask(ask));
    return answers;
  }
  askAtOnce(count, ask = {}) {
    return Promise.all(Array.from({ length: count }, () => this.ask(ask)));
  }
  /** One request after another, this far apart, whether answered or not. */
  askSteadily(count, everyMs, ask = {}) {
    return Promise.all(
      Array.from({ length: count }, async (_, n) => {
        await new Promise((resolve) => setTimeout(resolve, n * everyMs));
        return this.ask(ask);
      }),
    );
  }
}
export const hasFailed = ({ status, isComplete }) => status === null || status >= 400 || !isComplete;
