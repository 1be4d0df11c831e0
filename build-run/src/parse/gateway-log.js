import { getZoneLog } from './zone-reading.js';
/**
 * Names the access log of a gateway, the same for its rotations and for all pods of one workload: they stand in the same
 * place, before or behind another gateway.
 */
export class GatewayLogNames {
  /** By file, then by the machine or pod that the envelope names. */
  #names = new Map();
  #lastFile = '';
  #lastSource = null;
  #lastName = '';
  /** The name of the log of a record. Most records come from the log of the one before. */
  nameOf({ source, location: { file } }) {
    if (file === this.#lastFile && source === this.#lastSource) return this.#lastName;
    const name = this.#names.get(file)?.get(source) ?? this.#addName(file, source);
    this.#lastFile = file;
    this.#lastSource = source;
    this.#lastName = name;
    return name;
  }
  #addName(file, source) {
    if (this.#names.size >= namesMax) this.#names.clear();
    const bySource = this.#names.get(file) ?? new Map();
    if (bySource.size >= namesMax) bySource.clear();
    const name = nameGatewayLog(file, source);
    this.#names.set(file, bySource.set(source, name));
    return name;
  }
}
/** `/logs/edge/access.log`, and `messages (edge)` where one file has the logs of several machines or pods. */
function nameGatewayLog(file, source) {
  const log = getZoneLog(file)
    .slice(-pathCharsMax)
    .replace(/-[0-9a-f]{64}(?=\.log$)/, '')
    .replace(podSuffixInPath, '');
  return source === null ? log : `${log} (${source.slice(0, sourceCharsMax).replace(podSuffix, '')})`;
}
/** The hash and the random end that Kubernetes gives to the pods of a deployment; it uses no vowels. */
const podSuffix = /-[bcdf-hj-np-tv-xz2456789]{6,10}-[bcdf-hj-np-tv-xz2456789]{5}$/;
const podSuffixInPath = /-[bcdf-hj-np-tv-xz2456789]{6,10}-[bcdf-hj-np-tv-xz2456789]{5}(?=_)/;
const namesMax = 1_000;
const pathCharsMax = 400;
const sourceCharsMax = 200;
