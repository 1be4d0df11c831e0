import { sumNumbers } from '../../base/format-number.js';
/** Decides from failures at two gateways whether one of them gets its requests from the other. */
export class GatewayRoles {
  #evidence;
  #roles = null;
  #behind = new Set();
  constructor(evidence = []) {
    this.#evidence = new Map(evidence.map((known) => [known.log, known]));
  }
  /** Notes that a request that failed at one gateway had come through the other. */
  recordLink(inner, outer, hasSharedId) {
    if (inner === outer) return;
    const known = this.#get(inner);
    this.#put({
      ...known,
      linked: addOne(known.linked, outer),
      hasSharedId: known.hasSharedId || hasSharedId,
    });
  }
  /** Notes a failure that is that of no other gateway; `alike` names the log of one that looks the same. */
  recordUnlinked(log, alike) {
    const known = this.#get(log);
    this.#put({
      ...known,
      unlinked: known.unlinked + 1,
      alike: alike === null || alike === log ? known.alike : addOne(known.alike, alike),
    });
  }
  /** True if the requests of the log are known to be counted at another gateway. */
  isBehind(log) {
    if (this.#roles === null) this.listRoles();
    return this.#behind.has(log);
  }
  /** The logs with evidence; the same list while there is nothing new. */
  listRoles() {
    if (this.#roles !== null) return this.#roles;
    const roles = breakCircles([...this.#evidence.values()].map(decideRole));
    this.#roles = roles;
    this.#behind = new Set(roles.flatMap(({ log, role }) => (role === 'behind' ? [log] : [])));
    return roles;
  }
  /** The evidence, to resume from after a restart. */
  listEvidence() {
    return [...this.#evidence.values()];
  }
  #get(log) {
    return this.#evidence.get(log) ?? { log, linked: {}, hasSharedId: false, unlinked: 0, alike: {} };
  }
  #put(evidence) {
    if (!this.#evidence.has(evidence.log) && this.#evidence.size >= logsMax) return;
    this.#evidence.set(evidence.log, evidence);
    this.#roles = null;
  }
}
const addOne = (counts, name) =>
  name in counts || Object.keys(counts).length < logsMax
    ? { ...counts, [name]: (counts[name] ?? 0) + 1 }
    : counts;
function decideRole({ log, linked, hasSharedId, unlinked, alike }) {
  const links = sumNumbers(Object.values(linked));
  const compared = links + unlinked;
  if (links >= (hasSharedId ? 1 : linksMin)) {
    const role = links >= compared * linkedShareMin ? 'behind' : 'partly';
    return { log, role, other: findMostFrequent(linked), shared: links, compared };
  }
  const other = findMostFrequent(alike);
  const shared = other === null ? 0 : (alike[other] ?? 0);
  if (shared >= linksMin && shared * 2 >= compared) return { log, role: 'alike', other, shared, compared };
  return { log, role: 'apart', other: null, shared: 0, compared };
}
function findMostFrequent(counts) {
  const [first] = Object.entries(counts).sort(([, a], [, b]) => b - a);
  return first === undefined ? null : first[0];
}
/** Of gateways that pass requests to each other, none can be left out: only a chain has a first one. */
function breakCircles(roles) {
  const byLog = new Map(roles.map((role) => [role.log, role]));
  const startsOutside = (role) => {
    const seen = new Set();
    for (let next = role; next?.role === 'behind'; ) {
      if (seen.has(next.log)) return false;
      seen.add(next.log);
      next = next.other === null ? undefined : byLog.get(next.other);
    }
    return true;
  };
  return roles.map((role) => (startsOutside(role) ? role : { ...role, role: 'partly' }));
}
/** Fewer may be accidents, unless a request id shows them. */
const linksMin = 3;
/** Health checks and tests may reach a gateway directly. */
const linkedShareMin = 0.9;
const logsMax = 32;
