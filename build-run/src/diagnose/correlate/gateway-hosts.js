import { getLogSide } from '../../parse/event.js';
import { isSourceName } from '../../parse/gateway-instance.js';
import { getZoneLog } from '../../parse/zone-reading.js';
/**
 * Knows which logs belong to one gateway: workers of two gateways may have the same number and serve the same request of
 * the same client in one second. A host or a folder that has both of nginx's logs is a gateway of its own; where one has
 * only an error log or only access logs, the other may stand elsewhere.
 */
export class GatewayHosts {
  /** Logs seen, by host. */
  #hosts = new Map();
  /** Logs seen, by folder and the part of the file's name that is not its kind: `/logs/web1-`. */
  #folders = new Map();
  #files = new Map();
  /** The latest access log: most records come from it. */
  #latest = null;
  /** Many candidates of one record come from one log. */
  #lastAnswer = null;
  /** Notes that a log of this kind exists. */
  learn(origin) {
    const { gateway, source, location } = origin;
    const latest = this.#latest;
    if (latest?.location.file === location.file && latest.source === source && latest.gateway === gateway)
      return;
    const kind = getLogSide(gateway);
    if (kind === null) return;
    this.#latest = { gateway, source, location };
    this.#lastAnswer = null;
    const file = this.#getFile(location.file);
    markSeen(this.#folders, file.group, kind);
    const host = source ?? file.pod;
    if (host !== null && markSeen(this.#hosts, host, kind)) this.#files.clear();
  }
  /** False if the records were certainly written by different gateways. */
  canBeOne(a, b) {
    if (a.location.file === b.location.file && a.source === b.source) return true;
    const last = this.#lastAnswer;
    if (last !== null && isSamePlace(last.a, a) && isSamePlace(last.b, b)) return last.isOne;
    const isOne = this.#compare(a, b);
    this.#lastAnswer = { a, b, isOne };
    return isOne;
  }
  #compare(a, b) {
    const [fileA, fileB] = [this.#getFile(a.location.file), this.#getFile(b.location.file)];
    const [hostA, hostB] = [a.source ?? fileA.host, b.source ?? fileB.host];
    if (hostA !== null && hostB !== null)
      return isSameHost(hostA, hostB) || !(this.#isOwn(a, hostA) || this.#isOwn(b, hostB));
    return (
      fileA.group === fileB.group ||
      !isComplete(this.#folders, fileA.group) ||
      !isComplete(this.#folders, fileB.group)
    );
  }
  /** True if the host has both logs, or a path is named after it. */
  #isOwn({ source }, host) {
    return source === null || isComplete(this.#hosts, host);
  }
  #getFile(path) {
    const known = this.#files.get(path);
    if (known !== undefined) return known;
    const pod = findPod(path);
    const named = getWords(path).find((word) => this.#hosts.has(word) && !commonNames.has(word)) ?? null;
    const file = { group: getLogGroup(path), pod, host: pod ?? named };
    this.#files.set(path, file);
    return file;
  }
}
const isSamePlace = (a, b) => a.source === b.source && a.location.file === b.location.file;
/** Returns whether the host or folder is new. */
function markSeen(places, name, kind) {
  const seen = places.get(name);
  if (seen !== undefined) seen[kind] = true;
  else places.set(name, { attempts: kind === 'attempts', requests: kind === 'requests' });
  return seen === undefined;
}
const isComplete = (places, name) => {
  const seen = places.get(name);
  return seen?.attempts === true && seen.requests;
};
/** A short name and its full name are one host. */
const isSameHost = (a, b) => a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
/** The folder of a log, and what its name says beside its kind. */
export const getLogGroup = (path) => {
  if (isSourceName(path)) return path;
  const nameStart = path.lastIndexOf('/') + 1;
  return path.slice(0, nameStart) + getZoneLog(path.slice(nameStart)).replace(/access|error/, '');
};
/** A node's `containers/` folder holds the logs of all its pods, each named after one. */
const findPod = (path) => /\/containers\/([^/_]+)_[^/]*$/.exec(path.slice(-pathCharsMax))?.[1] ?? null;
/** The folders of a path, and the words of its name: `web1` in `/logs/web1/error.log` and in `/logs/web1-error.log`. */
const getWords = (path) => {
  const folders = path.slice(-pathCharsMax).split('/');
  return [...folders, ...(folders.at(-1)?.split(/[-_.](?=access|error|log)/) ?? [])];
};
/** Folders of many machines, and containers too. */
const commonNames = new Set(['var', 'log', 'logs', 'srv', 'data', 'nginx', 'openresty']);
const pathCharsMax = 400;
