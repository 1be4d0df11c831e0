import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Envelope } from './envelopes.js';
import { appId } from './workspace.js';

/** What came of one delivery. */
export type Receipt = { readonly acked: boolean; readonly ms: number; readonly payload: unknown };

/** Slack gives up on an acknowledgement after this long. */
const ackWithinMs = 3000;
const pingEveryMs = 5000;
const connectionsMax = 10;

/** The socket side of Slack: tickets, hello, envelopes, and the notice to go. */
export class Sockets {
  private readonly server = new WebSocketServer({ noServer: true });
  private readonly tickets = new Set<string>();
  private readonly waiting = new Map<string, (payload: unknown) => void>();
  private readonly pings = setInterval(() => {
    for (const socket of this.server.clients) socket.ping();
  }, pingEveryMs).unref();
  /** Those that were told to go and get no more deliveries. */
  private readonly leaving = new WeakSet<WebSocket>();
  private readonly faults: string[];
  private muted = false;
  /** How often a socket was opened. */
  opened = 0;

  constructor(faults: string[]) {
    this.faults = faults;
  }

  mintUrl(port: number): string {
    const ticket = randomUUID();
    this.tickets.add(ticket);
    return `ws://127.0.0.1:${port}/link/?ticket=${ticket}&app_id=${appId}`;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? '', 'http://slack').searchParams.get('ticket') ?? '';
    if (!this.tickets.delete(ticket) || this.open().length >= connectionsMax) {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    // Slack answers a close but leaves TCP open, which makes clients slow to come back.
    socket.end = () => socket;
    socket.on('end', () => socket.destroy());
    this.server.handleUpgrade(request, socket, head, (accepted) => this.welcome(accepted));
  }

  /** Sockets that take deliveries. */
  open(): WebSocket[] {
    return [...this.server.clients].filter(
      (socket) => socket.readyState === socket.OPEN && !this.leaving.has(socket),
    );
  }

  /** Delivers to any one of the open sockets; without one it is lost, as it is with Slack. */
  async deliver({ type, payload }: Envelope, retry = 0): Promise<Receipt> {
    const sockets = this.open();
    const socket = sockets[Math.floor(Math.random() * sockets.length)];
    const id = randomUUID();
    const sentAt = performance.now();
    const receipt = new Promise<Receipt>((resolve) => {
      const timer = setTimeout(
        () => resolve({ acked: false, ms: ackWithinMs, payload: null }),
        ackWithinMs,
      ).unref();
      this.waiting.set(id, (answer) => {
        clearTimeout(timer);
        resolve({ acked: true, ms: performance.now() - sentAt, payload: answer });
      });
    });
    const again =
      type === 'events_api' ? { retry_attempt: retry, retry_reason: retry > 0 ? 'timeout' : '' } : {};
    if (socket === undefined) return { acked: false, ms: 0, payload: null };
    socket.send(
      JSON.stringify({
        envelope_id: id,
        type,
        accepts_response_payload: type !== 'events_api',
        payload,
        ...again,
      }),
    );
    return receipt;
  }

  /** Tells one socket, or all, to go. */
  disconnect(reason: string, sockets = this.open()): void {
    for (const socket of sockets) {
      this.leaving.add(socket);
      socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'applink-fake' } }));
    }
  }

  /** Breaks all connections without a word. */
  cut(): void {
    for (const socket of this.server.clients) socket.terminate();
  }

  /** From now on no hello comes. */
  mute(): void {
    this.muted = true;
  }

  close(): void {
    clearInterval(this.pings);
    this.cut();
  }

  private welcome(socket: WebSocket): void {
    this.opened += 1;
    socket.on('message', (text) => this.acknowledge(String(text)));
    if (this.muted) return;
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: this.open().length,
        connection_info: { app_id: appId },
      }),
    );
  }

  private acknowledge(text: string): void {
    const { envelope_id: id, payload } = parsed(text);
    const resolve = this.waiting.get(id ?? '');
    if (resolve === undefined) this.faults.push(`socket: an acknowledgement that nobody waits for: ${text}`);
    this.waiting.delete(id ?? '');
    resolve?.(payload);
  }
}

function parsed(text: string): { envelope_id?: string; payload?: unknown } {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
