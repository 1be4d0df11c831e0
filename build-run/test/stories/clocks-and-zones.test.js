import { beforeEach, describe, expect, it } from 'vitest';
import { dayMs, hourMs, minuteMs } from '../../src/base/duration.js';
import { HealthMonitor } from '../../src/cli/run/health-monitor.js';
import { queueNotifications } from '../../src/cli/run/queue-notifications.js';
import { createLocalTimeParser, createRepeatedTimeLookup } from '../../src/parse/local-time.js';
import { emptyRestoredState, Pipeline } from '../../src/pipeline/pipeline.js';
import { openStore } from '../../src/storage/store.js';
import { deliverWaiting, makeNotifyOptions } from '../support/notify-loop.js';

const path = '/var/log/nginx/error.log';
/** At this time clocks in Berlin go back from 03:00 to 02:00. */
const clocksGoBackAt = Date.UTC(2026, 9, 25, 1);
let store;
let pipeline;
let notifications;
let byteOffset;
let count;
beforeEach(() => {
  store = openStore(':memory:');
  notifications = [];
  byteOffset = count = 0;
  configureTimezone('Europe/Berlin');
});
/** Restarts the pipeline with this `LOG_TIMEZONE`. */
function configureTimezone(timezone) {
  const decoderOptions = {
    toEpochMs: createLocalTimeParser(timezone),
    repeatedAfterMs: createRepeatedTimeLookup(timezone),
    nginxFormats: [],
    envoyFormats: [],
  };
  pipeline = new Pipeline(count === 0 ? emptyRestoredState : store.restore(), {
    getDecoderOptions: () => decoderOptions,
    opening: { failuresMin: 5, windowMs: minuteMs, shareMin: 0.005 },
    recovery: { quietMs: 10 * minuteMs, successesMin: 20, reopenMs: 30 * minuteMs },
  });
}
/** The record that nginx in this timezone writes when an attempt fails at this time. */
function formatRecord(at, timezone = 'Europe/Berlin') {
  // The Swedish locale formats dates as YYYY-MM-DD.
  return formatFailedRecord(
    new Date(at).toLocaleString('sv-SE', { timeZone: timezone }).replaceAll('-', '/'),
  );
}
const formatFailedRecord = (time) => {
  count += 1;
  return `${time} [error] 31#31: *${count} connect() failed (111: Connection refused) while connecting to upstream, client: 192.0.2.7, server: shop.example, request: "GET /cart HTTP/1.1", upstream: "http://10.0.0.7:8080/cart", host: "shop.example"`;
};
const makePosition = () => ({
  path,
  dev: '1',
  ino: '2',
  birthTimeNs: '3',
  offset: byteOffset,
  line: byteOffset / 1_000,
  head: '',
  tail: '',
  state: 'live',
});
/** Reads these lines at this time, and delivers notifications. */
async function ingest(texts, now) {
  const lines = texts.map((text) => {
    byteOffset += 1_000;
    return { text, location: { file: path, byte: byteOffset, line: byteOffset / 1_000 } };
  });
  store.commit(pipeline.ingest({ fileCheckpoint: makePosition(), lines, atEnd: true }, now), now);
  await notify(now);
}
async function notify(now) {
  const batch = pipeline.tick(now);
  if (batch !== null) store.commit(batch, now);
  await queueNotifications(makeNotifyOptions(store), now);
  for (const message of deliverWaiting(store, now)) {
    const { kind } = message;
    if (kind.type === 'incident' && kind.reason !== 'still-failing')
      notifications.push(`${kind.reason} BG-${kind.incidentId}`);
  }
}
/** Failures every two seconds, each read when it is written. */
async function replayOutage(from, failures, clock = (at) => at) {
  for (let i = 0; i < failures; i++) {
    const at = clock(from + i * 2_000);
    await ingest([formatRecord(at)], at + 500);
  }
}
async function replayQuiet(from, minutes, clock = (at) => at) {
  for (let minute = 0; minute < minutes; minute++) await notify(clock(from + minute * minuteMs));
}
const listFailureTimes = () =>
  [...store.allFailures({ from: 0, to: Number.MAX_SAFE_INTEGER })].map(({ at }) => at);
describe('when clocks go back and an hour repeats', () => {
  it('two outages an hour apart are two incidents', async () => {
    const first = clocksGoBackAt - 30 * minuteMs;
    await replayOutage(first, 20);
    await replayQuiet(first + minuteMs, 20);
    const second = clocksGoBackAt + 30 * minuteMs;
    await replayOutage(second, 20);
    await replayQuiet(second + minuteMs, 20);
    expect(listFailureTimes()).toEqual(
      [first, second].flatMap((from) => Array.from({ length: 20 }, (_, i) => from + i * 2_000)),
    );
    expect(notifications).toEqual(['opened BG-1', 'recovered BG-1', 'opened BG-2', 'recovered BG-2']);
  });
  it('failures of an outage that lasts through the change have correct times', async () => {
    const from = clocksGoBackAt - 40_000;
    await replayOutage(from, 40);
    expect(listFailureTimes()).toEqual(Array.from({ length: 40 }, (_, i) => from + i * 2_000));
    expect(notifications).toEqual(['opened BG-1']);
  });
  it('failures of a backlog that is read in the morning have correct times', async () => {
    const from = clocksGoBackAt - 3 * hourMs;
    const written = Array.from({ length: 36 }, (_, i) => from + i * 10 * minuteMs);
    await ingest(
      written.map((at) => formatRecord(at)),
      clocksGoBackAt + 5 * hourMs,
    );
    expect(listFailureTimes()).toEqual(written);
    expect(notifications).toEqual([]);
  });
  it('only the timezones that change their clocks have a repeated hour', () => {
    const repeats = createRepeatedTimeLookup('UTC');
    for (let at = clocksGoBackAt - dayMs; at < clocksGoBackAt + dayMs; at += 15 * minuteMs)
      expect(repeats(at)).toBe(0);
    expect(createRepeatedTimeLookup('Europe/Berlin')(clocksGoBackAt - hourMs)).toBe(hourMs);
    expect(createRepeatedTimeLookup('Europe/Berlin')(clocksGoBackAt - hourMs - 1)).toBe(0);
    expect(createRepeatedTimeLookup('Europe/Berlin')(clocksGoBackAt)).toBe(0);
    expect(createRepeatedTimeLookup('Australia/Lord_Howe')(Date.UTC(2026, 3, 4, 14, 45))).toBe(30 * minuteMs);
  });
});
it('when clocks skip an hour, an outage has no gap', async () => {
  const from = Date.UTC(2026, 2, 29, 1) - 20_000;
  await replayOutage(from, 20);
  expect(listFailureTimes()).toEqual(Array.from({ length: 20 }, (_, i) => from + i * 2_000));
  expect(notifications).toEqual(['opened BG-1']);
});
describe('when the system clock is set back while the program runs', () => {
  it.each([
    ['two seconds', 2_000],
    ['a minute', minuteMs],
    ['an hour', hourMs],
    ['a day', dayMs],
  ])('by %s, nothing is counted twice or reopened, and the channel gets one message', async (_, ms) => {
    const from = Date.UTC(2026, 10, 18, 12);
    const step = from + 40_000;
    const clock = (at) => (at < step ? at : at - ms);
    await replayOutage(from, 40, clock);
    expect(store.totals({ from: 0, to: from + dayMs }).failures).toBe(40);
    await replayQuiet(from + 2 * minuteMs, 25, clock);
    expect(notifications.filter((entry) => entry.startsWith('opened'))).toEqual(['opened BG-1']);
    expect(notifications.filter((entry) => entry.startsWith('reopened'))).toEqual([]);
    expect(store.nextMessage(from + 10 * dayMs)).toBeUndefined();
  });
  it('and forward again, a resolved incident stays resolved', async () => {
    const from = Date.UTC(2026, 10, 18, 12);
    await replayOutage(from, 20);
    await replayQuiet(from + minuteMs, 15);
    expect(notifications).toEqual(['opened BG-1', 'recovered BG-1']);
    await replayQuiet(from - hourMs, 10);
    await replayQuiet(from + 20 * minuteMs, 10);
    expect(notifications).toEqual(['opened BG-1', 'recovered BG-1']);
  });
});
describe('lines that are read late', () => {
  it('are counted, but cause no notification if their incident is resolved', async () => {
    const from = Date.UTC(2026, 10, 18, 12);
    await replayOutage(from, 20);
    await replayQuiet(from + minuteMs, 15);
    const late = Array.from({ length: 20 }, (_, i) => formatRecord(from + i * 2_000 + 1_000));
    await ingest(late, from + 16 * minuteMs);
    await replayQuiet(from + 16 * minuteMs, 15);
    expect(notifications).toEqual(['opened BG-1', 'recovered BG-1']);
    expect(store.totals({ from: 0, to: from + dayMs }).failures).toBe(40);
    expect(store.incidents({ from: 0, to: from + dayMs })).toHaveLength(1);
  });
  it('appear in the report only, if their outage was never notified', async () => {
    const from = Date.UTC(2026, 10, 18, 12);
    const written = Array.from({ length: 20 }, (_, i) => formatRecord(from + i * 2_000));
    await ingest(written, from + 2 * hourMs);
    await replayQuiet(from + 2 * hourMs, 20);
    expect(notifications).toEqual([]);
    expect(store.totals({ from, to: from + hourMs }).failures).toBe(20);
  });
});
describe('an impossible time is replaced or normalized', () => {
  const now = Date.UTC(2026, 10, 18, 12);
  it.each([
    ['the first second of 1970', '1970/01/01 00:00:07', now],
    ['the year 9999', '9999/12/31 23:59:59', now],
    ['in an hour', '2026/11/18 14:00:00', now],
    ['a leap second', '2026/11/18 12:59:60', now],
  ])('%s', async (_, time, at) => {
    await ingest([formatFailedRecord(time)], now);
    expect(listFailureTimes()).toEqual([at]);
  });
});
describe('a log that is read in the wrong timezone', () => {
  const from = Date.UTC(2026, 10, 18, 12);
  const logLines = [];
  const poll = (monitor, now) => {
    monitor.recordPoll({ hasMore: false }, now);
    monitor.check(new Set([path]), now);
  };
  const makeMonitor = (startedAt) =>
    new HealthMonitor(store, {
      timezone: 'UTC',
      log: { info: (line) => logLines.push(line), warn: (line) => logLines.push(line) },
      startedAt,
    });
  beforeEach(() => void logLines.splice(0));
  /** Writes and reads a record each minute, with two health checks. */
  async function runLive(timezone, start, minutes, monitor = makeMonitor(start)) {
    for (let minute = 0; minute < minutes; minute++) {
      const at = start + minute * minuteMs;
      await ingest([formatRecord(at, timezone)], at + 700);
      for (let tick = 0; tick < 2; tick++) poll(monitor, at + 1_000 + tick * 30_000);
    }
  }
  it.each([
    ['New York', 'America/New_York', '6 h behind'],
    ['Kathmandu', 'Asia/Kathmandu', '4 h 45 min ahead of'],
    ['UTC', 'UTC', '1 h behind'],
  ])(
    'because nginx runs in %s is reported once, and again when LOG_TIMEZONE is corrected',
    async (_, timezone, offset) => {
      await runLive(timezone, from, 10);
      expect(logLines).toEqual([]);
      await runLive(timezone, from + 10 * minuteMs, 30);
      expect(logLines).toEqual([`badgateway itself: times in error.log ${offset} the clock since 12:00.`]);
      configureTimezone(timezone);
      await runLive(timezone, from + 40 * minuteMs, 5);
      expect(logLines.slice(1)).toEqual([expect.stringMatching(/^Resolved: times in error\.log/)]);
    },
  );
  it('is not reported for the right timezone, a backlog of an hour, or delayed lines', async () => {
    await runLive('Europe/Berlin', from, 15);
    const monitor = makeMonitor(from);
    const later = from + 2 * hourMs;
    await ingest(
      Array.from({ length: 300 }, (_, i) => formatRecord(later - hourMs + i * 10)),
      later,
    );
    for (let tick = 0; tick < 60; tick++) poll(monitor, later + tick * 15_000);
    // An hour of backlog, read within half an hour.
    for (let minute = 0; minute < 30; minute++) {
      const now = later + hourMs + minute * minuteMs;
      await ingest(
        [0, 1, 2].map((more) => formatRecord(later + (minute * 3 + more) * minuteMs)),
        now,
      );
      poll(monitor, now);
    }
    expect(logLines).toEqual([]);
  });
});
