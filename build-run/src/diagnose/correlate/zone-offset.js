/**
 * Finds the zone of an error log, whose times have none, from requests that it shares with an access log: same client, same
 * request, same second, some quarter hours apart. Counts and times only; the records stay with the correlator.
 */
import { hourMs, minuteMs } from '../../base/duration.js';
import { getZoneLog, readWallTime } from '../../parse/zone-reading.js';
import { listCorrelationKeys } from './keys.js';
import { quarterHourMs, TimeBuckets } from './time-buckets.js';
/** Compares the failures of error logs with access lines. */
export class ZoneFinder {
  #evidence = new Map();
  #attempts = new TimeBuckets();
  #requests = new TimeBuckets();
  #hosts;
  constructor(hosts, findings = []) {
    this.#hosts = hosts;
    for (const known of findings) this.#evidence.set(known.log, { ...known, doubts: new Map() });
  }
  /** Adds a failure; returns the log if its zone has been found by it. */
  addAttempt(attempt) {
    const { wallTime, client, request, at, status } = attempt;
    if (wallTime === undefined || client === null || request === null || attempt.subrequest !== null)
      return null;
    const evidence = this.#getEvidence(getZoneLog(attempt.location.file));
    evidence.records += 1;
    const utcOffsetMs = determineOffset(wallTime, at, evidence);
    const { location, source } = attempt;
    const entry = {
      location,
      source,
      evidence,
      wallTime,
      status,
      connection: attempt.connection,
      utcOffsetMs,
      offsets: new Set(),
      isConfirmed: false,
    };
    let found = null;
    for (const key of listCorrelationKeys(attempt)) {
      for (const request of this.#requests.findNear(key, wallTime)) {
        if (entry.isConfirmed) break;
        found = this.#compare(entry, request) ?? found;
      }
      this.#attempts.add(key, wallTime, entry);
    }
    return found;
  }
  /** Adds an access line; returns the log whose zone has been found by it. */
  addRequest(request) {
    const { at, status, finding, connection, text, location, source } = request;
    // A line that shows no failure agrees with too much by accident; one may list a failed try that was saved.
    if (at === null || ((status ?? 500) < 400 && finding === null)) return null;
    const writtenOffsetMs = parseWrittenOffset(text);
    const entry = { location, source, at, status, connection, writtenOffsetMs, isTaken: false };
    let found = null;
    for (const key of listCorrelationKeys(request)) {
      for (const attempt of this.#attempts.findNear(key, at)) {
        if (entry.isTaken) break;
        found = this.#compare(attempt, entry) ?? found;
      }
      this.#requests.add(key, at, entry);
    }
    return found;
  }
  /** Notes that a failure was joined with an access line: its log is read in the right zone. */
  confirm({ location, wallTime }) {
    const evidence = wallTime === undefined ? undefined : this.#evidence.get(getZoneLog(location.file));
    if (evidence !== undefined) evidence.isConfirmed = true;
  }
  /** True while a log has failures, but none that was joined with an access line: its zone may be another one. */
  get isUnsure() {
    for (const { isConfirmed, records } of this.#evidence.values())
      if (records > 0 && !isConfirmed) return true;
    return false;
  }
  /** True while some records speak for another zone, but too few to be sure. */
  get isDisputed() {
    for (const { doubts, agreed } of this.#evidence.values())
      for (const { isSure } of doubts.values()) if (isSure || agreed === 0) return true;
    return false;
  }
  /** The attempt at the time that the readings of its log give; unchanged if it was read so. */
  correctTime(attempt) {
    const { wallTime, at, location } = attempt;
    if (wallTime === undefined) return attempt;
    const readings = this.#evidence.get(getZoneLog(location.file))?.readings ?? [];
    if (readings.length === 0 || readings.some(({ utcOffsetMs }) => wallTime - utcOffsetMs === at))
      return attempt;
    return { ...attempt, at: readWallTime(wallTime, readings) };
  }
  /** The findings for a log; undefined for one without a failure that could be compared. */
  findingsOf(path) {
    const evidence = this.#evidence.get(getZoneLog(path));
    return evidence && toFindings(evidence);
  }
  listFindings() {
    return [...this.#evidence.values()].map(toFindings);
  }
  #getEvidence(log) {
    const known = this.#evidence.get(log);
    if (known !== undefined) return known;
    const created = {
      log,
      readings: [],
      isConfirmed: false,
      agreed: 0,
      records: 0,
      doubts: new Map(),
    };
    this.#evidence.set(log, created);
    return created;
  }
  #compare(attempt, request) {
    const { evidence, offsets, wallTime } = attempt;
    const offset = toQuarterHours(wallTime - request.at);
    if (offset < offsetMin || offset > offsetMax || !isSameTime(wallTime - offset, request.at)) return null;
    if (!canBeStatusOf(request.status, attempt.status) || !this.#hosts.canBeOne(attempt, request))
      return null;
    if (offset === attempt.utcOffsetMs || offset === evidence.readings.at(-1)?.utcOffsetMs) {
      confirmReading(attempt, request, offset);
      return null;
    }
    if (offsets.has(offset) || attempt.isConfirmed || request.isTaken) return null;
    offsets.add(offset);
    const doubt = addDoubt(attempt, offset, request);
    return isConvincing(offset, doubt, evidence) ? adoptReading(evidence, offset, doubt) : null;
  }
}
const toFindings = ({ log, readings, isConfirmed, agreed, records }) => ({
  log,
  readings,
  isConfirmed,
  agreed,
  records,
});
/** The offset by which the record was read: the configured one, or one that was found. Null for a time that was replaced. */
function determineOffset(wallTime, at, { readings }) {
  const offset = at === null ? null : wallTime - at;
  const isReading = readings.length === 0 || readings.some(({ utcOffsetMs }) => utcOffsetMs === offset);
  if (offset !== null && offset === toQuarterHours(offset) && isReading) return offset;
  return readings.at(-1)?.utcOffsetMs ?? null;
}
/** The record agrees as the log is read, so whatever agrees with others of its offsets is an accident. */
function confirmReading(attempt, request, utcOffsetMs) {
  request.isTaken = true;
  if (attempt.isConfirmed) return;
  attempt.isConfirmed = true;
  const { evidence } = attempt;
  evidence.agreed += 1;
  evidence.isConfirmed = true;
  evidence.doubts.clear();
  const current = evidence.readings.at(-1);
  if (current?.utcOffsetMs === utcOffsetMs && request.at > current.until)
    evidence.readings = [...evidence.readings.slice(0, -1), { ...current, until: request.at }];
}
/** The same clock in both lines, or the same connection, is no accident. */
function addDoubt(
  { evidence: { doubts }, connection },
  offset,
  { at, writtenOffsetMs, connection: requestConnection },
) {
  const doubt = doubts.get(offset) ?? { records: 0, since: at, until: at, isSure: false };
  doubts.set(offset, doubt);
  doubt.records += 1;
  doubt.since = Math.min(doubt.since, at);
  doubt.until = Math.max(doubt.until, at);
  doubt.isSure ||= writtenOffsetMs === offset || (connection !== null && connection === requestConnection);
  return doubt;
}
/**
 * One pair is enough where it is no accident and the log has agreed with nothing yet. Else it takes several
 * seconds, and no other offset that explains as many records.
 */
function isConvincing(offset, doubt, { doubts, agreed }) {
  const others = [...doubts].filter(([other]) => other !== offset).map(([, { records }]) => records);
  const rival = Math.max(0, ...others);
  if (doubt.isSure && agreed === 0 && doubt.records >= rival) return true;
  return doubt.records >= rival + pairsMin && doubt.until - doubt.since >= pairsMin * 1_000;
}
function adoptReading(evidence, utcOffsetMs, doubt) {
  const { since, until } = doubt;
  evidence.readings = [...evidence.readings, { utcOffsetMs, since, until }]
    .sort((a, b) => a.since - b.since)
    .slice(-readingsMax);
  evidence.agreed += doubt.records;
  evidence.isConfirmed = true;
  evidence.doubts.clear();
  return toFindings(evidence);
}
const pairsMin = 3;
/** Changes of clocks that are remembered: two a year. */
const readingsMax = 16;
const offsetMin = -12 * hourMs;
const offsetMax = 14 * hourMs;
// Rounding also gives -0.
const toQuarterHours = (ms) => Math.round(ms / quarterHourMs) * quarterHourMs + 0;
/** The record is written at the end of the request, up to the second. */
const isSameTime = (at, requestAt) => at >= requestAt - earlierMsMax && at <= requestAt + laterMsMax;
const earlierMsMax = 2_500;
const laterMsMax = 1_000;
/** An error page may have replaced the status of the record. */
const canBeStatusOf = (answered, logged) =>
  logged === null || answered === null || answered === logged || answered < 500;
/** The offset of the zone in an access line: 7,200,000 in `[10/Jul/2026:14:48:01 +0200]`. */
function parseWrittenOffset(text) {
  const [, sign, hours, minutes] = /:\d\d:\d\d ?([+-])(\d\d):?(\d\d)[\]"]/.exec(text) ?? [];
  if (sign === undefined) return null;
  const offsetMs = (Number(hours) * 60 + Number(minutes)) * minuteMs;
  return sign === '-' ? -offsetMs : offsetMs;
}
