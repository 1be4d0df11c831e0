import { minuteMs } from '../base/duration.js';
import { identifyGatewayInstance } from '../parse/gateway-instance.js';
/**
 * Finds that nginx's workers were replaced: a reload or a restart writes nothing at the default level of the error log,
 * but new pids appear in the access log and the old ones take no new connections.
 */
export class WorkerChanges {
  #logs = new Map();
  /** Time of the latest change told, by gateway. */
  #toldAt;
  #hasChanged = false;
  constructor({ logs, toldAt } = { logs: [], toldAt: [] }) {
    for (const { file, pids, served } of logs)
      this.#logs.set(file, { pids: new Set(pids), served, successor: null });
    this.#toldAt = new Map(toldAt);
  }
  /**
   * What to resume from after a restart; null if it has not changed since the last call. Left out are new workers that
   * are not certain yet: their next requests show them again.
   */
  takeState() {
    if (!this.#hasChanged) return null;
    this.#hasChanged = false;
    return {
      logs: [...this.#logs].map(([file, { pids, served }]) => ({ file, pids: [...pids], served })),
      toldAt: [...this.#toldAt],
    };
  }
  /** Notes a reload that the error log told, so that it is not told twice. */
  recordChange({ source, location, at }) {
    if (at === null) return;
    this.#toldAt.set(identifyGatewayInstance({ source, location }), at);
    this.#hasChanged = true;
  }
  /** Notes the worker of a request. Returns the change when it is certain; it began with the first new pid. */
  recordRequest(request, now) {
    const { pid = null, connection } = request;
    if (pid === null) return null;
    const workers = this.#logs.get(request.location.file) ?? this.#addLog(request.location.file);
    if (workers.pids.has(pid)) {
      workers.served += 1;
      if (workers.served === servedMin) this.#hasChanged = true;
      // A connection that is older than the new workers may still be served by an old one.
      if (workers.successor !== null && (connection ?? 0) > workers.successor.sinceConnection)
        this.#adopt(workers, workers.successor.pids);
      return null;
    }
    if (workers.served < servedMin || connection === null) {
      workers.pids.add(pid);
      workers.served += 1;
      this.#hasChanged = true;
      return null;
    }
    workers.successor ??= {
      pids: new Set(),
      connections: new Set(),
      first: request,
      sinceConnection: connection,
    };
    workers.successor.pids.add(pid);
    workers.successor.connections.add(connection);
    return workers.successor.connections.size < connectionsMin ? null : this.#replace(request, workers, now);
  }
  #addLog(file) {
    const workers = { pids: new Set(), served: 0, successor: null };
    if (this.#logs.size < logsMax) this.#logs.set(file, workers);
    return workers;
  }
  /** The pids were of the same workers, only idle until now. */
  #adopt(workers, pids) {
    for (const pid of pids) if (workers.pids.size < pidsMax) workers.pids.add(pid);
    workers.successor = null;
    this.#hasChanged = true;
  }
  #replace({ location }, workers, now) {
    const { successor } = workers;
    if (successor === null) return null;
    this.#hasChanged = true;
    this.#logs.set(location.file, { pids: successor.pids, served: servedMin, successor: null });
    const { source, text } = successor.first;
    const at = successor.first.at ?? now;
    const gateway = identifyGatewayInstance(successor.first);
    const wasTold = Math.abs(at - (this.#toldAt.get(gateway) ?? -Infinity)) < minuteMs;
    this.#toldAt.set(gateway, at);
    return wasTold
      ? null
      : {
          type: 'change',
          kind: 'reload',
          gateway: 'nginx-access',
          location: successor.first.location,
          at,
          source,
          text,
          message: 'nginx workers changed (new pids in the access log: a reload or restart)',
        };
  }
}
/** Fewer requests do not show all workers of a gateway. */
const servedMin = 50;
/** So many new connections in a row without an old worker: an idle worker that wakes up gets fewer. */
const connectionsMin = 12;
const logsMax = 200;
const pidsMax = 1_000;
