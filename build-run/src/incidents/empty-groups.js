import { LRUCache } from 'lru-cache';
import { aftermathWindowMs, canEmptyGroup, isAftermath } from '../diagnose/aftermath.js';
import { findCause } from '../diagnose/causes/index.js';
import { RecentEjections } from './ejections.js';
/**
 * Settles why a group was empty, once, when the failure is filed: from failed attempts and health checks of the seconds
 * before. A group without any whose servers go on answering is at its limit of connections.
 */
export class EmptyGroups {
  #ejections;
  #findMembers;
  /** The failures for which servers are taken out, by what and where they were. */
  #seeds = new LRUCache({ max: seedsMax });
  #checks;
  /** By the group and the host of the requests that found it empty. */
  #episodes = new LRUCache({ max: groupsMax });
  /** Time of the latest good answer, by upstream. */
  #answeredAt = new Map();
  /** Time of the latest try that may take a server out, by server block: its request may wait for long to be filed. */
  #triedAt = new LRUCache({ max: groupsMax });
  /** Keys of failures that were settled as a limit, for amendments. */
  #atLimit = new LRUCache({ max: settledMax });
  #hasChanged = false;
  /** Since when answers and tries are known; null before the first. */
  #knownSince;
  constructor(findMembers, restored) {
    this.#findMembers = findMembers;
    this.#knownSince = restored === undefined ? null : 0;
    this.#ejections = new RecentEjections(restored?.ejections);
    this.#checks = [...(restored?.checks ?? [])];
    for (const seed of restored?.seeds ?? []) this.#seeds.set(getSeedKey(seed), { ...seed });
    for (const [key, episode] of restored?.episodes ?? []) this.#episodes.set(key, { ...episode });
    for (const key of restored?.atLimit ?? []) this.#atLimit.set(key, true);
  }
  /** What to resume from after a restart; null if it has not changed since the last call. */
  takeState() {
    if (!this.#hasChanged) return null;
    this.#hasChanged = false;
    const seeds = [...this.#seeds.values()].reverse();
    const episodes = [...this.#episodes.entries()].reverse();
    const since = Math.max(
      ...seeds.map(({ lastAt }) => lastAt),
      ...episodes.map(([, { lastAt }]) => lastAt),
      ...this.#checks.map(({ at }) => at),
    );
    const isRecent = (at) => at > since - aftermathWindowMs;
    return {
      seeds: seeds.filter(({ lastAt }) => isRecent(lastAt)),
      checks: this.#checks.filter(({ at }) => isRecent(at)),
      episodes: episodes.filter(([, { lastAt }]) => isRecent(lastAt)),
      atLimit: [...this.#atLimit.keys()].slice(0, storedMax).reverse(),
      ejections: this.#ejections.getState(),
    };
  }
  /** Notes a failed try, as soon as it is read. */
  recordTry({ at, server, finding }) {
    if (at === null) return;
    this.#knownSince ??= at;
    if (server === null || !canEmptyGroup(findCause(finding).id)) return;
    this.#triedAt.set(server, Math.max(at, this.#triedAt.get(server) ?? at));
  }
  /** Notes a good answer of an upstream. */
  recordAnswer(upstream, at) {
    this.#knownSince ??= at;
    const answeredAt = this.#answeredAt.get(upstream);
    if (answeredAt === undefined && this.#answeredAt.size >= groupsMax) return;
    if (answeredAt === undefined || at > answeredAt) this.#answeredAt.set(upstream, at);
  }
  /** Remembers that a peer was ejected. True if not reported lately. */
  recordEjection(ejection) {
    this.#hasChanged = true;
    return this.#ejections.add(ejection);
  }
  /** Forgets the ejections of a peer that passes its health checks again. */
  recordRejoin(peer) {
    this.#hasChanged = true;
    this.#ejections.remove(peer);
  }
  /** Remembers a failed health check. */
  recordFailedCheck(check) {
    this.#hasChanged = true;
    this.#checks.push(check);
    if (this.#checks.length > seedsMax) this.#checks.shift();
  }
  /** The failure as it is filed, and what emptied its group. */
  settle({ failure, previous }) {
    if (canEmptyGroup(failure.cause)) this.#recordSeed(failure);
    if (previous !== null && this.#atLimit.has(failure.key))
      return { update: { failure: toLimit(failure), previous: toLimit(previous) }, emptiedBy: null };
    if (!isAftermath(failure.cause)) return { update: { failure, previous }, emptiedBy: null };
    this.#hasChanged = true;
    const episode = this.#findEpisode(failure);
    const emptiedBy = episode.emptiedBy ?? this.#findEmptyingCause(failure);
    episode.emptiedBy = emptiedBy;
    episode.lastAt = Math.max(episode.lastAt, failure.at);
    if (emptiedBy !== null || previous !== null || !this.#isAtLimit(failure, episode))
      return { update: { failure, previous }, emptiedBy };
    this.#atLimit.set(failure.key, true);
    return { update: { failure: toLimit(failure), previous }, emptiedBy: null };
  }
  /** The peers whose failures may have emptied the group. */
  findLikelyPeers(failure) {
    return this.#ejections.findLikelyPeers(failure);
  }
  #listSeeds(at, windowMs) {
    return [...this.#seeds.values()].filter((seed) => isBefore(seed, at, windowMs));
  }
  #recordSeed({ at, cause, upstream, peer, server, host }) {
    this.#hasChanged = true;
    const key = getSeedKey({ cause, upstream, peer, server, host });
    const known = this.#seeds.get(key);
    if (known === undefined || at - known.lastAt > aftermathWindowMs)
      this.#seeds.set(key, { cause, upstream, peer, server, host, firstAt: at, lastAt: at, count: 1 });
    else {
      known.count += 1;
      known.firstAt = Math.min(known.firstAt, at);
      known.lastAt = Math.max(known.lastAt, at);
    }
  }
  /** The time for which the group has been empty, as far as requests found it so. */
  #findEpisode({ upstream, host, at }) {
    const key = `${upstream ?? ''}\n${host ?? ''}`;
    const known = this.#episodes.get(key);
    if (known !== undefined && at - known.lastAt <= aftermathWindowMs) return known;
    const episode = { firstAt: at, lastAt: at, emptiedBy: null };
    this.#episodes.set(key, episode);
    return episode;
  }
  #findEmptyingCause(failure) {
    const { upstream, at } = failure;
    const members = upstream === null ? [] : this.#findMembers(upstream);
    const suspects = new Set([upstream, ...members, ...this.#ejections.findLikelyPeers(failure)]);
    const recent = this.#listSeeds(at, aftermathWindowMs);
    const ofGroup = recent.filter(
      (seed) => (seed.upstream !== null && suspects.has(seed.upstream)) || suspects.has(seed.peer ?? ''),
    );
    return (
      pickMostFrequent(ofGroup) ??
      pickOnlyCause(recent.filter((seed) => isOfSameServer(seed, failure))) ??
      this.#findFailedChecks(suspects, failure)
    );
  }
  /** A failed check names a peer of the group, or none, as the socket error of a check does beside an ejection. */
  #findFailedChecks(suspects, { upstream, at }) {
    const isEjected = this.#ejections.hasEjectedAny(at);
    const checks = this.#checks.filter(
      (check) =>
        isBefore({ firstAt: check.at, lastAt: check.at }, at, aftermathWindowMs) &&
        (check.peer === null ? isEjected : suspects.has(check.peer) || suspects.size <= 1),
    );
    return pickMostFrequent(
      checks.map(({ symptom }) => ({ cause: findCheckCause(symptom), upstream, count: 1 })),
    );
  }
  /** True when nothing failed before, and the group answers others while requests find no server in it. */
  #isAtLimit({ gateway, upstream, at, server }, { firstAt }) {
    if (upstream === null || !gateway.startsWith('nginx')) return false;
    const answeredAt = this.#answeredAt.get(upstream);
    if (answeredAt === undefined || answeredAt <= firstAt || at - answeredAt > answerMsMax) return false;
    // Of what was before the log begins nothing is known.
    if (this.#knownSince === null || at - this.#knownSince < failTimeoutMs) return false;
    const triedAt = server === null ? undefined : this.#triedAt.get(server);
    if (triedAt !== undefined && isBefore({ firstAt: triedAt, lastAt: triedAt }, at, aftermathWindowMs))
      return false;
    return (
      !this.#listSeeds(at, aftermathWindowMs).some(
        (seed) => seed.server === server || seed.upstream === upstream,
      ) && !this.#ejections.hasEjectedAny(at)
    );
  }
}
/** An incident of an empty group, with what emptied it; of any other, its own failures tell the cause. */
export const withEmptyingCause = (incident, emptiedBy) =>
  emptiedBy !== null &&
  incident.emptiedBy === null &&
  incident.causes.every(({ cause }) => isAftermath(cause))
    ? { ...incident, emptiedBy: emptiedBy.cause }
    : incident;
const getSeedKey = ({ cause, upstream, peer, server, host }) =>
  `${cause}\n${upstream}\n${peer}\n${server}\n${host}`;
/** What is filed for a request that found all servers at `max_conns`. */
const toLimit = (failure) =>
  isAftermath(failure.cause) ? { ...failure, cause: 'circuit-open', certainty: 'likely' } : failure;
/** Logs are read independently and to the second: what emptied the group may be stamped just after. */
const isBefore = ({ firstAt, lastAt }, at, windowMs) => lastAt > at - windowMs && firstAt <= at + stampMsMax;
/** True for a failure at an address without a name, in the same server block within nginx's `fail_timeout`. */
function isOfSameServer(seed, { server, host, upstream, at }) {
  const isOfOtherGroup = seed.upstream !== null && seed.upstream !== seed.peer && seed.upstream !== upstream;
  return (
    !isOfOtherGroup &&
    isBefore(seed, at, failTimeoutMs) &&
    seed.server !== null &&
    seed.server === server &&
    (seed.host === null || host === null || seed.host === host)
  );
}
const pickOnlyCause = (seeds) =>
  new Set(seeds.map(({ cause }) => cause)).size === 1 ? pickMostFrequent(seeds) : null;
function pickMostFrequent(seeds) {
  const counts = new Map();
  for (const { cause, count } of seeds) counts.set(cause, (counts.get(cause) ?? 0) + count);
  const [cause] = [...counts].sort(([, a], [, b]) => b - a)[0] ?? [];
  const seed = seeds.find((candidate) => candidate.cause === cause);
  return seed === undefined ? null : { cause: seed.cause, upstream: seed.upstream };
}
/** The cause of a failed health check; one that took too long is a server that does not answer in time. */
const findCheckCause = (symptom) =>
  findCause({
    symptom,
    phase: symptom === 'timed-out' ? 'reading-header' : 'connecting',
    socket: 'tcp',
    certainty: 'likely',
    message: '',
    missingFields: [],
  }).id;
/** nginx's default `fail_timeout`. */
const failTimeoutMs = 10_000;
/** A good answer is this recent while the group answers. */
const answerMsMax = 10_000;
/** Error logs have whole seconds. */
const stampMsMax = 1_000;
const seedsMax = 500;
const groupsMax = 1_000;
const settledMax = 5_000;
/** Amendments come with the next records of the other log. */
const storedMax = 500;
