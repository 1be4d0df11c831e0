import { emptyPairing, Pairing, type PairingState } from '../diagnose/correlate/correlator.js';
import type { Sighting } from '../diagnose/failure.js';
import type { LogActivity } from '../health/inputs.js';
import type { Incident, Rules } from '../incidents/incident.js';
import { type Filed, Filing, nothingFiled } from '../incidents/incident-tracker.js';
import type { CustomerKey } from '../parse/customer.js';
import type { Dialect } from '../parse/decoder.js';
import type { Change, Event, GatewayId, Remark, Request } from '../parse/event.js';
import { gatewayHostOf } from '../parse/gateway-instance.js';
import {
  beginReading,
  closeReading,
  type Reading,
  readLines,
  storableReading,
} from '../parse/parse-lines.js';
import type { Batch } from './batch.js';
import { Backlog } from './catch-up-clock.js';
import { type Bookmark, type Chunk, generationOf, type Position } from './checkpoint.js';
import { PeerCount, RequestCount, TrafficCount } from './traffic-counters.js';

/** What the store holds of an earlier run. */
export type Restored = Filed & {
  readonly bookmarks: readonly Bookmark[];
  readonly pairing: PairingState | null;
};

export const nothingRestored: Restored = {
  ...nothingFiled,
  bookmarks: [],
  pairing: null,
};

export type DigestRules = Rules & {
  /** What names a customer; nothing when it is null. */
  readonly customerKey?: CustomerKey | null;
  /** How the records of the file at this path are written. */
  readonly dialectOf: (path: string) => Dialect;
};

/** Of so many finished generations the digest remembers how they were read. */
const finishedMax = 1_000;

/**
 * Turns lines into failures and incidents. What `chunk` and `tick` return is to be stored in one transaction; if that
 * fails, this digest knows more than the store: drop it and begin again from what the store restores.
 */
export class Digest {
  readonly #readings: Map<string, Reading>;
  /** Generations that are finished, the one that was so first in front. */
  readonly #finished: Set<string>;
  readonly #pairing: Pairing;
  readonly #filing: Filing;
  readonly #peers = new PeerCount();
  readonly #backlog = new Backlog();
  readonly #requests: RequestCount;
  readonly #rules: DigestRules;

  constructor(restored: Restored, rules: DigestRules) {
    this.#readings = new Map(
      restored.bookmarks.map(({ position, reading }) => [generationOf(position), reading]),
    );
    this.#finished = new Set(
      restored.bookmarks
        .filter(({ position }) => position.state === 'done')
        .map(({ position }) => generationOf(position)),
    );
    this.#pairing = new Pairing(restored.pairing ?? emptyPairing, rules.customerKey ?? null);
    this.#filing = new Filing(restored, rules, (group) => this.#pairing.peersOf(group));
    this.#requests = new RequestCount(rules.customerKey ?? null);
    this.#rules = rules;
  }

  /** All that the chunk's lines change. */
  chunk({ position, lines, atEnd }: Chunk, now: number): Batch {
    const generation = generationOf(position);
    const dialect = this.#rules.dialectOf(position.path);
    const before = this.#readings.get(generation) ?? beginReading;
    const read = readLines(before, lines, dialect, now);
    // Gateways write a record in one piece, so what is open where the file ends has no further lines, unless the
    // container runtime says that it has.
    const mayGoOn = !atEnd || read.reading.open?.unended === true;
    const done = mayGoOn ? { ...read, events: [] } : closeReading(read.reading, dialect, now);
    this.#readings.set(generation, done.reading);
    this.#forgetFinished(generation, position.state);
    this.#backlog.note(generation, atEnd, done.reading.latestAt, now);
    const events = [...read.events, ...done.events].map((event) => believable(event, now));
    const batch = this.#change(events, now, [{ position, reading: storableReading(done.reading) }], false);
    const activity = lines.length === 0 ? [] : [activityIn(position.path, before, done.reading, now)];
    // In the same transaction as the position: a replay may wait, as it is never taken up again.
    const requestTraffic = [...batch.requestTraffic, ...this.#requests.take()];
    return { ...batch, activity, requestTraffic, pairing: this.#pairing.state() };
  }

  /** A finished generation may still get late lines, but not for ever. */
  #forgetFinished(generation: string, state: Position['state']): void {
    this.#finished.delete(generation);
    if (state === 'done') this.#finished.add(generation);
    for (const first of this.#finished) {
      if (this.#finished.size <= finishedMax) return;
      this.#finished.delete(first);
      this.#readings.delete(first);
    }
  }

  /** What time alone changes: waits that are over, incidents that have recovered. Null when nothing did. */
  tick(now: number): Batch | null {
    const batch = this.#change([], now, [], false);
    const { sightings, incidents, peerTraffic } = batch;
    if (sightings.length + incidents.length + peerTraffic.length === 0) return null;
    return { ...batch, pairing: this.#pairing.state() };
  }

  /** Tells beforehand that logs of this dialect will be read. */
  expect(gateway: GatewayId): void {
    this.#pairing.expect(gateway);
  }

  /** Takes over an incident that somebody changed by hand. */
  replace(incident: Incident): void {
    this.#filing.replace(incident);
  }

  /** All that these events change, when replaying. Without events, all that has been held back until then. */
  events(events: readonly Event[], now: number, bookmarks: readonly Bookmark[] = []): Batch {
    return this.#change(events, now, bookmarks, events.length === 0);
  }

  #change(events: readonly Event[], now: number, bookmarks: readonly Bookmark[], all: boolean): Batch {
    const traffic = new TrafficCount();
    const changes: Change[] = [];
    const sightings: Sighting[] = [];
    for (const event of events) {
      this.#pairing.expect(event.gateway);
      if (event.type === 'change') changes.push(event);
      else if (event.type === 'attempt') sightings.push(...this.#pairing.attempt(event, now));
      else if (event.type === 'remark' && event.kind === 'ejection') changes.push(...this.#eject(event, now));
      else if (event.type === 'request') sightings.push(...this.#request(event, now, traffic));
      else sightings.push(...this.#pairing.remark(event, now));
    }
    sightings.push(...this.#pairing.tick(now));
    const filed = sightings.map((sighting) => this.#filing.file(sighting));
    this.#filing.look(this.#backlog.clock(now));
    return {
      bookmarks,
      sightings: filed,
      incidents: this.#filing.takeChanged(),
      traffic: traffic.cells(),
      peerTraffic: this.#peers.take(now, all),
      activity: [],
      requestTraffic: all || this.#requests.isLarge ? this.#requests.take() : [],
      changes,
      pairing: null,
    };
  }

  /** An ejection is noted like a change: where nothing failed before, it is all that tells why a group is empty. */
  #eject(remark: Remark, now: number): readonly Change[] {
    if (!this.#filing.ejected({ ...remark, at: remark.at ?? now })) return [];
    const { gateway, place, at, source, text, peer } = remark;
    const words = peer === null || remark.words.includes(peer) ? remark.words : `${peer}: ${remark.words}`;
    return [{ type: 'change', kind: 'ejection', gateway, place, at, source, text, words }];
  }

  #request(request: Request, now: number, traffic: TrafficCount): readonly Sighting[] {
    const sightings = this.#pairing.request(request, now);
    const upstream = this.#pairing.nameOf(request);
    const good = request.finding === null && (request.status ?? 500) < 500;
    traffic.add(request.at ?? now, upstream, good);
    this.#requests.add(request.at ?? now, upstream, request, good);
    this.#peers.add(request.at ?? now, upstream, request, good);
    this.#filing.served(upstream, request.at ?? now, 1, request.client);
    if (good && upstream !== null)
      this.#filing.succeeded({
        upstream,
        at: request.at ?? now,
        requests: 1,
        gatewayHost: gatewayHostOf(request),
      });
    return sightings;
  }
}

const activityIn = (path: string, before: Reading, after: Reading, at: number): LogActivity => ({
  path,
  at,
  records: after.records - before.records,
  unparsed: after.unparsed - before.unparsed,
});

/** Clocks of machines differ by as much. */
const aheadMs = 60_000;

/** Before this nobody wrote such logs: a machine whose clock was never set begins in 1970. */
const longAgo = Date.UTC(2000);

/** What was read has happened, and not before there were gateways: other times are a wrong zone, clock or damage. */
const believable = (event: Event, now: number): Event =>
  event.at === null || (event.at >= longAgo && event.at <= now + aheadMs) ? event : { ...event, at: now };
