import { randomUUID } from 'node:crypto';
import { WebSocketServer } from 'ws';
import { appId } from './workspace.js';

/** Slack gives up on an acknowledgement after this long. */
const ackTimeoutMs = 3000;
const pingEveryMs = 5000;
const connectionsMax = 10;
/** Slack's side of Socket Mode: tickets, hello, envelopes and disconnects. */
export class FakeSockets {
  server = new WebSocketServer({ noServer: true });
  tickets = new Set();
  pendingAcks = new Map();
  pings = setInterval(() => {
    for (const socket of this.server.clients) socket.ping();
  }, pingEveryMs).unref();
  /** Sockets that were told to disconnect and get no more deliveries. */
  disconnecting = new WeakSet();
  violations;
  isHelloSuppressed = false;
  /** The number of sockets opened so far. */
  openedCount = 0;
  constructor(violations) {
    this.violations = violations;
  }
  mintUrl(port) {
    const ticket = randomUUID();
    this.tickets.add(ticket);
    return `ws://127.0.0.1:${port}/link/?ticket=${ticket}&app_id=${appId}`;
  }
  upgrade(request, socket, head) {
    const ticket = new URL(request.url ?? '', 'http://slack').searchParams.get('ticket') ?? '';
    if (!this.tickets.delete(ticket) || this.listOpen().length >= connectionsMax) {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    // Slack answers a close but leaves TCP open, which slows the reconnection of clients.
    socket.end = () => socket;
    socket.on('end', () => socket.destroy());
    this.server.handleUpgrade(request, socket, head, (accepted) => this.greet(accepted));
  }
  /** Sockets that receive deliveries. */
  listOpen() {
    return [...this.server.clients].filter(
      (socket) => socket.readyState === socket.OPEN && !this.disconnecting.has(socket),
    );
  }
  /** Delivers to a random open socket. Without one the delivery is lost, as with Slack. */
  async deliver({ type, payload }, retry = 0) {
    const sockets = this.listOpen();
    const socket = sockets[Math.floor(Math.random() * sockets.length)];
    const id = randomUUID();
    const sentAt = performance.now();
    const receipt = new Promise((resolve) => {
      const timer = setTimeout(
        () => resolve({ isAcked: false, durationMs: ackTimeoutMs, payload: null }),
        ackTimeoutMs,
      ).unref();
      this.pendingAcks.set(id, (answer) => {
        clearTimeout(timer);
        resolve({ isAcked: true, durationMs: performance.now() - sentAt, payload: answer });
      });
    });
    const retryFields =
      type === 'events_api' ? { retry_attempt: retry, retry_reason: retry > 0 ? 'timeout' : '' } : {};
    if (socket === undefined) return { isAcked: false, durationMs: 0, payload: null };
    socket.send(
      JSON.stringify({
        envelope_id: id,
        type,
        accepts_response_payload: type !== 'events_api',
        payload,
        ...retryFields,
      }),
    );
    return receipt;
  }
  /** Tells sockets to disconnect, by default all. */
  disconnect(reason, sockets = this.listOpen()) {
    for (const socket of sockets) {
      this.disconnecting.add(socket);
      socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'applink-fake' } }));
    }
  }
  /** Terminates all connections without a close frame. */
  terminateAll() {
    for (const socket of this.server.clients) socket.terminate();
  }
  /** Sends no hello from now on. */
  suppressHello() {
    this.isHelloSuppressed = true;
  }
  close() {
    clearInterval(this.pings);
    this.terminateAll();
  }
  greet(socket) {
    this.openedCount += 1;
    socket.on('message', (text) => this.acknowledge(String(text)));
    if (this.isHelloSuppressed) return;
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: this.listOpen().length,
        connection_info: { app_id: appId },
      }),
    );
  }
  acknowledge(text) {
    const { envelope_id: id, payload } = parseAck(text);
    const resolve = this.pendingAcks.get(id ?? '');
    if (resolve === undefined) this.violations.push(`socket: an unexpected acknowledgement: ${text}`);
    this.pendingAcks.delete(id ?? '');
    resolve?.(payload);
  }
}
function parseAck(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
