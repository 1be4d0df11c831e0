import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
/** Answers on a Unix socket as the Engine API does, and says what was asked wrongly. */
export class PretendedDocker {
  #socket;
  #random;
  #server = null;
  #containers = [];
  #followers = new Set();
  #clock;
  complaints = [];
  /** Answers every request for a log like this, as Docker does for a log driver that cannot be read. */
  logRefusal = null;
  logRequests = 0;
  constructor(socket, random) {
    this.#socket = socket;
    this.#random = random;
    this.#clock = BigInt(Date.now() - 3_600_000) * 1000000n;
  }
  async listen() {
    const server = createServer((request, answer) => this.#answer(request, answer));
    this.#server = server;
    await new Promise((resolve) => server.listen(this.#socket, resolve));
  }
  /** Ends Docker itself, with all connections. */
  async close() {
    this.cut();
    const server = this.#server;
    this.#server = null;
    server?.closeAllConnections();
    if (server !== null) await new Promise((resolve) => server.close(resolve));
  }
  /** Creates a container. One that has the name is stopped, and removed or kept under another name. */
  create(name, previous = 'removed', hasTerminal = false) {
    const old = this.find(name);
    if (old !== undefined) {
      this.stop(name);
      old.name = `${old.id.slice(0, 8)}_${name}`;
      if (previous === 'removed') this.#containers = this.#containers.filter((other) => other !== old);
    }
    const startedAt = this.now(1_000);
    const created = {
      id: randomBytes(32).toString('hex'),
      ...{
        name,
        hasTerminal,
        isRunning: true,
        startedAt,
        createdAt: startedAt,
        logDriver: 'json-file',
        log: [],
      },
    };
    this.#containers.push(created);
    return created;
  }
  find(name) {
    return this.#containers.find((container) => container.name === name || container.id === name);
  }
  stop(name) {
    const container = this.find(name);
    if (container === undefined) return;
    container.isRunning = false;
    for (const follower of this.#followers) if (follower.container === container) this.#end(follower);
  }
  start(name) {
    const container = this.find(name);
    if (container !== undefined) [container.isRunning, container.startedAt] = [true, this.now(1_000)];
  }
  restart(name) {
    this.stop(name);
    this.start(name);
  }
  remove(name) {
    this.stop(name);
    this.#containers = this.#containers.filter((container) => container.name !== name);
  }
  /** Writes an entry `stepNs` after the one before; 0 is the same instant, and less than that is out of order. */
  write(name, stream, text, stepNs = 1_000, isPartial = false) {
    const container = this.find(name);
    if (container === undefined) throw new Error(`no container ${name}`);
    const entry = { at: this.now(stepNs), stream, text, isPartial };
    container.log.push(entry);
    for (const follower of this.#followers)
      if (follower.container === container && entry.at >= follower.since)
        this.#send(follower.answer, container, [entry]);
  }
  /** Removes all but the newest entries, as Docker does when a log has reached its size. */
  rotate(name, kept) {
    const container = this.find(name);
    if (container !== undefined) container.log = kept === 0 ? [] : container.log.slice(-kept);
  }
  /** Cuts every connection that sends a log, wherever it is. */
  cut() {
    for (const { answer } of this.#followers) answer.destroy();
    this.#followers.clear();
  }
  /** Lets time pass, and returns it. */
  now(stepNs) {
    this.#clock += BigInt(stepNs);
    const ms = Number(this.#clock / 1000000n);
    return `${new Date(ms).toISOString().slice(0, 19)}.${String(this.#clock % 1000000000n).padStart(9, '0')}Z`;
  }
  get followerCount() {
    return this.#followers.size;
  }
  /** What the readers of logs have not taken yet. */
  get unsentBytes() {
    return [...this.#followers].reduce((sum, { answer }) => sum + answer.writableLength, 0);
  }
  #answer(request, answer) {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://docker');
    const [, key = '', what] = /^\/containers\/([^/]+)\/(json|logs)$/.exec(pathname) ?? [];
    if (request.method !== 'GET' || what === undefined || request.headers.host === undefined) {
      this.complaints.push(`${request.method} ${request.url}`);
      this.#refuse(answer, 400, 'bad request');
      return;
    }
    const container = this.find(decodeURIComponent(key));
    if (container === undefined) this.#refuse(answer, 404, `No such container: ${key}`);
    else if (what === 'json') this.#inspect(container, answer);
    else if (this.logRefusal !== null) this.#refuse(answer, this.logRefusal.status, this.logRefusal.message);
    else this.#sendLog(container, searchParams, answer);
  }
  #refuse(answer, status, message) {
    answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ message }));
  }
  #inspect(container, answer) {
    const { id, name, createdAt, startedAt, isRunning, hasTerminal, logDriver } = container;
    const body = {
      ...{ Id: id, Name: `/${name}`, Created: createdAt },
      State: { Status: isRunning ? 'running' : 'exited', Running: isRunning, StartedAt: startedAt },
      Config: { Tty: hasTerminal },
      HostConfig: { LogConfig: { Type: logDriver, Config: {} } },
    };
    answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }
  #sendLog(container, query, answer) {
    this.logRequests += 1;
    const { stdout, stderr, timestamps, follow, since = '0.000000000' } = Object.fromEntries(query);
    const [, seconds = '', nanoseconds = ''] = /^(\d{1,10})\.(\d{9})$/.exec(since) ?? [];
    if (
      stdout !== '1' ||
      stderr !== '1' ||
      timestamps !== '1' ||
      nanoseconds === '' ||
      !/^[01]$/.test(follow ?? '')
    )
      this.complaints.push(`logs?${query}`);
    const from = `${new Date(Number(seconds) * 1_000).toISOString().slice(0, 19)}.${nanoseconds}Z`;
    const type = container.hasTerminal ? 'raw' : 'multiplexed';
    answer.writeHead(200, { 'content-type': `application/vnd.docker.${type}-stream` });
    answer.flushHeaders();
    this.#send(
      answer,
      container,
      container.log.filter(({ at }) => at >= from),
    );
    const follower = { container, since: from, answer };
    if (follow !== '1' || !container.isRunning) {
      this.#end(follower);
      return;
    }
    this.#followers.add(follower);
    answer.once('close', () => this.#followers.delete(follower));
  }
  /** Writes entries in pieces that are cut anywhere. */
  #send(answer, { hasTerminal }, entries) {
    const bytes = Buffer.concat(entries.map((entry) => encodeEntry(entry, hasTerminal)));
    for (let from = 0; from < bytes.length; ) {
      const to = from + 1 + this.#random(this.#random(4) === 0 ? 9 : 20_000);
      answer.write(bytes.subarray(from, to));
      from = to;
    }
  }
  #end(follower) {
    this.#followers.delete(follower);
    follower.answer.end();
  }
}
function encodeEntry({ at, stream, text, isPartial }, hasTerminal) {
  if (hasTerminal) return Buffer.from(`${at} ${text}\r\n`);
  const payload = Buffer.from(`${at} ${text}${isPartial ? '' : '\n'}`);
  const header = Buffer.from([stream === 'stdout' ? 1 : 2, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}
