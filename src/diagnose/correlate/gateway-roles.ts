import { sumNumbers } from '../../base/format-number.js';

/** How the access log of a gateway stands to that of another one whose requests it may have been passed. */
export type GatewayRole = {
  /** The log, as `GatewayLogNames` names it. */
  readonly log: string;
  /**
   * `behind`: its requests came through the other gateway, where they are counted. `partly`: only some of them did.
   * `alike`: failures of both look alike, but nothing shows that they are one request. `apart`: none of these.
   */
  readonly role: 'behind' | 'partly' | 'alike' | 'apart';
  /** The log of the other gateway; null for `apart`. */
  readonly other: string | null;
  /** Failures that it shares with the other gateway, or that look like those of it. */
  readonly shared: number;
  /** Failures that were compared. */
  readonly compared: number;
};

/** The evidence of one log, as plain data: it is stored. */
export type GatewayEvidence = {
  readonly log: string;
  /** Failures that were also those of another gateway before it, by the log of that. */
  readonly linked: Readonly<Record<string, number>>;
  /** True once a request id, which nothing else has, showed one of them. */
  readonly hasSharedId: boolean;
  /** Failures that clients saw, and that no other gateway had. */
  readonly unlinked: number;
  /** Those of `unlinked` that look like one of another gateway. */
  readonly alike: Readonly<Record<string, number>>;
};

/** Decides from failures at two gateways whether one of them gets its requests from the other. */
export class GatewayRoles {
  readonly #evidence: Map<string, GatewayEvidence>;
  #roles: readonly GatewayRole[] | null = null;
  #behind: ReadonlySet<string> = new Set();

  constructor(evidence: readonly GatewayEvidence[] = []) {
    this.#evidence = new Map(evidence.map((known) => [known.log, known]));
  }

  /** Notes that a request that failed at one gateway had come through the other. */
  recordLink(inner: string, outer: string, hasSharedId: boolean): void {
    if (inner === outer) return;
    const known = this.#get(inner);
    this.#put({
      ...known,
      linked: addOne(known.linked, outer),
      hasSharedId: known.hasSharedId || hasSharedId,
    });
  }

  /** Notes a failure that is that of no other gateway; `alike` names the log of one that looks the same. */
  recordUnlinked(log: string, alike: string | null): void {
    const known = this.#get(log);
    this.#put({
      ...known,
      unlinked: known.unlinked + 1,
      alike: alike === null || alike === log ? known.alike : addOne(known.alike, alike),
    });
  }

  /** True if the requests of the log are known to be counted at another gateway. */
  isBehind(log: string): boolean {
    if (this.#roles === null) this.listRoles();
    return this.#behind.has(log);
  }

  /** The logs with evidence; the same list while there is nothing new. */
  listRoles(): readonly GatewayRole[] {
    if (this.#roles !== null) return this.#roles;
    const roles = breakCircles([...this.#evidence.values()].map(decideRole));
    this.#roles = roles;
    this.#behind = new Set(roles.flatMap(({ log, role }) => (role === 'behind' ? [log] : [])));
    return roles;
  }

  /** The evidence, to resume from after a restart. */
  listEvidence(): readonly GatewayEvidence[] {
    return [...this.#evidence.values()];
  }

  #get(log: string): GatewayEvidence {
    return this.#evidence.get(log) ?? { log, linked: {}, hasSharedId: false, unlinked: 0, alike: {} };
  }

  #put(evidence: GatewayEvidence): void {
    if (!this.#evidence.has(evidence.log) && this.#evidence.size >= logsMax) return;
    this.#evidence.set(evidence.log, evidence);
    this.#roles = null;
  }
}

const addOne = (counts: Readonly<Record<string, number>>, name: string): Readonly<Record<string, number>> =>
  name in counts || Object.keys(counts).length < logsMax
    ? { ...counts, [name]: (counts[name] ?? 0) + 1 }
    : counts;

function decideRole({ log, linked, hasSharedId, unlinked, alike }: GatewayEvidence): GatewayRole {
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

function findMostFrequent(counts: Readonly<Record<string, number>>): string | null {
  const [first] = Object.entries(counts).sort(([, a], [, b]) => b - a);
  return first === undefined ? null : first[0];
}

/** Of gateways that pass requests to each other, none can be left out: only a chain has a first one. */
function breakCircles(roles: readonly GatewayRole[]): readonly GatewayRole[] {
  const byLog = new Map(roles.map((role) => [role.log, role]));
  const startsOutside = (role: GatewayRole): boolean => {
    const seen = new Set<string>();
    for (let next: GatewayRole | undefined = role; next?.role === 'behind'; ) {
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
