import { beforeEach, describe, expect, it } from 'vitest';
import { CheckUp } from '../../src/cli/run/health-loop.js';
import { tell } from '../../src/cli/run/notify-loop.js';
import { localTimeIn, repetitionIn } from '../../src/parse/local-time.js';
import type { Position } from '../../src/pipeline/checkpoint.js';
import { Digest, nothingRestored } from '../../src/pipeline/pipeline.js';
import { openStore, type Store } from '../../src/storage/store.js';
import { plainTelling, taken } from '../support/notify-loop.js';
import { hourMs, minuteMs } from '../support/store-fixtures.js';

const path = '/var/log/nginx/error.log';
const dayMs = 24 * hourMs;
/** Clocks in Berlin go back from 03:00 to 02:00 at 01:00 UTC. */
const clocksGoBack = Date.UTC(2026, 9, 25, 1);

let store: Store;
let digest: Digest;
let heard: string[];
let byte: number;
let count: number;

beforeEach(() => {
  store = openStore(':memory:');
  heard = [];
  byte = count = 0;
  configure('Europe/Berlin');
});

/** The program is started anew, with this zone. */
function configure(zone: string): void {
  const dialect = {
    localTime: localTimeIn(zone),
    repeatedAfterMs: repetitionIn(zone),
    nginxFormats: [],
    envoyFormats: [],
  };
  digest = new Digest(count === 0 ? nothingRestored : store.restore(), {
    dialectOf: () => dialect,
    opening: { failures: 5, windowMs: minuteMs, share: 0.005 },
    recovery: { quietMs: 10 * minuteMs, goodRequests: 20, reopenMs: 30 * minuteMs },
  });
}

/** What nginx in this zone writes when an attempt fails at that instant. */
function recordOf(at: number, zone = 'Europe/Berlin'): string {
  // Swedes write dates from the year on.
  return failed(new Date(at).toLocaleString('sv-SE', { timeZone: zone }).replaceAll('-', '/'));
}

const failed = (time: string) => {
  count += 1;
  return `${time} [error] 31#31: *${count} connect() failed (111: Connection refused) while connecting to upstream, client: 192.0.2.7, server: shop.example, request: "GET /cart HTTP/1.1", upstream: "http://10.0.0.7:8080/cart", host: "shop.example"`;
};

const position = (): Position => ({
  path,
  dev: '1',
  ino: '2',
  born: '3',
  offset: byte,
  line: byte / 1_000,
  head: '',
  tail: '',
  state: 'live',
});

/** These lines are read at that moment, and the channel hears what there is to hear. */
async function read(texts: readonly string[], now: number): Promise<void> {
  const lines = texts.map((text) => {
    byte += 1_000;
    return { text, place: { file: path, byte, line: byte / 1_000 } };
  });
  store.commit(digest.chunk({ position: position(), lines, atEnd: true }, now), now);
  await hear(now);
}

async function hear(now: number): Promise<void> {
  const batch = digest.tick(now);
  if (batch !== null) store.commit(batch, now);
  await tell(plainTelling(store), now);
  for (const letter of taken(store, now)) {
    const { what } = letter;
    if (what.name === 'incident' && what.reason !== 'still-failing')
      heard.push(`${what.reason} BG-${what.incident}`);
  }
}

/** Failures every two seconds, each read as it is written. */
async function outage(from: number, failures: number, clock = (at: number) => at): Promise<void> {
  for (let i = 0; i < failures; i++) {
    const at = clock(from + i * 2_000);
    await read([recordOf(at)], at + 500);
  }
}

async function quiet(from: number, minutes: number, clock = (at: number) => at): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) await hear(clock(from + minute * minuteMs));
}

const times = () => [...store.failuresIn({ from: 0, to: Number.MAX_SAFE_INTEGER })].map(({ at }) => at);

describe('an hour that comes twice', () => {
  it('is told as two outages, an hour apart', async () => {
    const first = clocksGoBack - 30 * minuteMs;
    await outage(first, 20);
    await quiet(first + minuteMs, 20);
    const second = clocksGoBack + 30 * minuteMs;
    await outage(second, 20);
    await quiet(second + minuteMs, 20);
    expect(times()).toEqual(
      [first, second].flatMap((from) => Array.from({ length: 20 }, (_, i) => from + i * 2_000)),
    );
    expect(heard).toEqual(['opened BG-1', 'recovered BG-1', 'opened BG-2', 'recovered BG-2']);
  });

  it('has its true times in an outage that lasts through the change', async () => {
    const from = clocksGoBack - 40_000;
    await outage(from, 40);
    expect(times()).toEqual(Array.from({ length: 40 }, (_, i) => from + i * 2_000));
    expect(heard).toEqual(['opened BG-1']);
  });

  it('has its true times also in a backlog that is read in the morning', async () => {
    const from = clocksGoBack - 3 * hourMs;
    const written = Array.from({ length: 36 }, (_, i) => from + i * 10 * minuteMs);
    await read(
      written.map((at) => recordOf(at)),
      clocksGoBack + 5 * hourMs,
    );
    expect(times()).toEqual(written);
    expect(heard).toEqual([]);
  });

  it('does not exist where clocks never go back', () => {
    const repeats = repetitionIn('UTC');
    for (let at = clocksGoBack - dayMs; at < clocksGoBack + dayMs; at += 15 * minuteMs)
      expect(repeats(at)).toBe(0);
    expect(repetitionIn('Europe/Berlin')(clocksGoBack - hourMs)).toBe(hourMs);
    expect(repetitionIn('Europe/Berlin')(clocksGoBack - hourMs - 1)).toBe(0);
    expect(repetitionIn('Europe/Berlin')(clocksGoBack)).toBe(0);
    expect(repetitionIn('Australia/Lord_Howe')(Date.UTC(2026, 3, 4, 14, 45))).toBe(30 * minuteMs);
  });
});

it('an hour that the clocks skip is no gap in an outage', async () => {
  const from = Date.UTC(2026, 2, 29, 1) - 20_000;
  await outage(from, 20);
  expect(times()).toEqual(Array.from({ length: 20 }, (_, i) => from + i * 2_000));
  expect(heard).toEqual(['opened BG-1']);
});

describe('a clock that is set back while the program runs', () => {
  it.each([
    ['two seconds', 2_000],
    ['a minute', minuteMs],
    ['an hour', hourMs],
    ['a day', dayMs],
  ])('by %s doubles nothing, reopens nothing, and is told in one message', async (_, ms) => {
    const from = Date.UTC(2026, 10, 18, 12);
    const step = from + 40_000;
    const clock = (at: number) => (at < step ? at : at - ms);
    await outage(from, 40, clock);
    expect(store.totals({ from: 0, to: from + dayMs }).failures).toBe(40);
    await quiet(from + 2 * minuteMs, 25, clock);
    expect(heard.filter((turn) => turn.startsWith('opened'))).toEqual(['opened BG-1']);
    expect(heard.filter((turn) => turn.startsWith('reopened'))).toEqual([]);
    expect(store.nextLetter(from + 10 * dayMs)).toBeUndefined();
  });

  it('and forward again leaves the incident over', async () => {
    const from = Date.UTC(2026, 10, 18, 12);
    await outage(from, 20);
    await quiet(from + minuteMs, 15);
    expect(heard).toEqual(['opened BG-1', 'recovered BG-1']);
    await quiet(from - hourMs, 10);
    await quiet(from + 20 * minuteMs, 10);
    expect(heard).toEqual(['opened BG-1', 'recovered BG-1']);
  });
});

describe('lines that come late', () => {
  it('are counted, and wake nobody when their incident is over', async () => {
    const from = Date.UTC(2026, 10, 18, 12);
    await outage(from, 20);
    await quiet(from + minuteMs, 15);
    const late = Array.from({ length: 20 }, (_, i) => recordOf(from + i * 2_000 + 1_000));
    await read(late, from + 16 * minuteMs);
    await quiet(from + 16 * minuteMs, 15);
    expect(heard).toEqual(['opened BG-1', 'recovered BG-1']);
    expect(store.totals({ from: 0, to: from + dayMs }).failures).toBe(40);
    expect(store.incidents({ from: 0, to: from + dayMs })).toHaveLength(1);
  });

  it('of an outage that nobody heard of stay in the report', async () => {
    const from = Date.UTC(2026, 10, 18, 12);
    const written = Array.from({ length: 20 }, (_, i) => recordOf(from + i * 2_000));
    await read(written, from + 2 * hourMs);
    await quiet(from + 2 * hourMs, 20);
    expect(heard).toEqual([]);
    expect(store.totals({ from, to: from + hourMs }).failures).toBe(20);
  });
});

describe('times that cannot be', () => {
  const now = Date.UTC(2026, 10, 18, 12);
  it.each([
    ['the first second of 1970', '1970/01/01 00:00:07', now],
    ['the year 9999', '9999/12/31 23:59:59', now],
    ['in an hour', '2026/11/18 14:00:00', now],
    ['a leap second', '2026/11/18 12:59:60', now],
  ])('%s', async (_, time, at) => {
    await read([failed(time)], now);
    expect(times()).toEqual([at]);
  });
});

describe('a log that is read in the wrong zone', () => {
  const from = Date.UTC(2026, 10, 18, 12);
  const said: string[] = [];
  const look = (checkUp: CheckUp, now: number) => {
    checkUp.looked({ more: false }, now);
    checkUp.look(new Set([path]), now);
  };
  const checkUpAt = (startedAt: number) =>
    new CheckUp(store, {
      zone: 'UTC',
      log: { info: (line) => said.push(line), warn: (line) => said.push(line) },
      startedAt,
    });
  beforeEach(() => void said.splice(0));

  /** A record each minute, read at once, and the bot looks at itself. */
  async function live(
    zone: string,
    start: number,
    minutes: number,
    checkUp = checkUpAt(start),
  ): Promise<void> {
    for (let minute = 0; minute < minutes; minute++) {
      const at = start + minute * minuteMs;
      await read([recordOf(at, zone)], at + 700);
      for (let half = 0; half < 2; half++) look(checkUp, at + 1_000 + half * 30_000);
    }
  }

  it.each([
    ['New York', 'America/New_York', '6 h behind'],
    ['Kathmandu', 'Asia/Kathmandu', '4 h 45 min ahead of'],
    ['UTC', 'UTC', '1 h behind'],
  ])(
    'because nginx lives in %s: is said once, and that it is over when LOG_TIMEZONE is right',
    async (_, zone, off) => {
      await live(zone, from, 10);
      expect(said).toEqual([]);
      await live(zone, from + 10 * minuteMs, 30);
      expect(said).toEqual([`badgateway itself: times in error.log ${off} the clock since 12:00.`]);
      configure(zone);
      await live(zone, from + 40 * minuteMs, 5);
      expect(said.slice(1)).toEqual([expect.stringMatching(/^Over: times in error\.log/)]);
    },
  );

  it('is not said of the right zone, of a backlog that is an hour old, or of lines that lag', async () => {
    await live('Europe/Berlin', from, 15);
    const checkUp = checkUpAt(from);
    const later = from + 2 * hourMs;
    await read(
      Array.from({ length: 300 }, (_, i) => recordOf(later - hourMs + i * 10)),
      later,
    );
    for (let quarter = 0; quarter < 60; quarter++) look(checkUp, later + quarter * 15_000);
    // A backlog of an hour that is made up for in half an hour.
    for (let minute = 0; minute < 30; minute++) {
      const now = later + hourMs + minute * minuteMs;
      await read(
        [0, 1, 2].map((more) => recordOf(later + (minute * 3 + more) * minuteMs)),
        now,
      );
      look(checkUp, now);
    }
    expect(said).toEqual([]);
  });
});
