import { Agent, request } from 'node:http';
import { gatewayHost } from './gateway.js';

/** What a client sees. */
export type Answer = {
  readonly status: number | null;
  readonly isComplete: boolean;
  readonly hasFrameOptions: boolean;
  readonly body: string;
  readonly ms: number;
};

export type Ask = {
  readonly path?: string;
  readonly method?: 'GET' | 'POST';
  readonly bodyBytes?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sends the body in so many parts, this far apart. */
  readonly slowly?: { readonly parts: number; readonly everyMs: number };
  /** Sends the body in chunks, without its length. */
  readonly isChunked?: boolean;
  /** Reads the body of the answer only after this time. */
  readonly readsAfterMs?: number;
  /** The client gives up after this time. */
  readonly patienceMs?: number;
};

/** Asks the gateway. */
export class Client {
  readonly #port: number;
  readonly #agent: Agent | false;

  constructor(port: number, agent: Agent | false = false) {
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
  }: Ask = {}) {
    const startedAt = Date.now();
    return new Promise<Answer>((resolve) => {
      let status: number | null = null;
      let hasFrameOptions = false;
      const parts: Buffer[] = [];
      const done = (isComplete: boolean) =>
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
          response.on('data', (part: Buffer) => void parts.push(part));
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
  reuse(): Client {
    return new Client(this.#port, new Agent({ keepAlive: true, maxSockets: 4 }));
  }

  async askInTurn(count: number, ask: Ask = {}): Promise<readonly Answer[]> {
    const answers: Answer[] = [];
    for (let n = 0; n < count; n++) answers.push(await this.ask(ask));
    return answers;
  }

  askAtOnce(count: number, ask: Ask = {}): Promise<readonly Answer[]> {
    return Promise.all(Array.from({ length: count }, () => this.ask(ask)));
  }

  /** One request after another, this far apart, whether answered or not. */
  askSteadily(count: number, everyMs: number, ask: Ask = {}): Promise<readonly Answer[]> {
    return Promise.all(
      Array.from({ length: count }, async (_, n) => {
        await new Promise((resolve) => setTimeout(resolve, n * everyMs));
        return this.ask(ask);
      }),
    );
  }
}

export const hasFailed = ({ status, isComplete }: Answer): boolean =>
  status === null || status >= 400 || !isComplete;
