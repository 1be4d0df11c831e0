import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayMs, hourMs, minuteMs } from '../../src/base/duration.js';
import { type FailedCheck, runHealthChecks } from '../../src/health/checks.js';
import { findHealthTransitions, noPendingChanges, type PendingChanges } from '../../src/health/hysteresis.js';
import type { HealthInputs, LogActivityHour, LogActivityStats } from '../../src/health/inputs.js';
import type { HealthIssue, IssueKind } from '../../src/health/issue.js';
import { detectUnusualSilence } from '../../src/health/silent-log.js';

/** Midnight before Wednesday 18 November 2026. */
const wednesday = Date.UTC(2026, 10, 18);
const accessLog = '/var/log/nginx/access.log';

/** Minutes with lines, by the start of the hour. */
type TrafficPattern = (hour: number) => number;
const constantTraffic =
  (minutes: number): TrafficPattern =>
  () =>
    minutes;
const getHourOfDay = (hour: number) => new Date(hour).getUTCHours();
const daytimeTraffic: TrafficPattern = (hour) => (getHourOfDay(hour) < 6 ? 2 : 60);
const weekdayTraffic: TrafficPattern = (hour) =>
  [0, 6].includes(new Date(hour).getUTCDay()) ? 0 : daytimeTraffic(hour);

/** A log that did as usual for some days, and from `silentFrom` on brings nothing. */
function makeQuietLog(
  pattern: TrafficPattern,
  silentFrom: number,
  { days = 8, path = accessLog } = {},
): LogActivityStats {
  const hours = new Map<number, LogActivityHour>();
  for (
    let hour = Math.floor((silentFrom - days * dayMs) / hourMs) * hourMs;
    hour < silentFrom;
    hour += hourMs
  ) {
    const activeMinutes = Math.floor(pattern(hour) * Math.min(1, (silentFrom - hour) / hourMs));
    if (activeMinutes > 0) hours.set(hour, { activeMinutes, records: activeMinutes * 10, unparsed: 0 });
  }
  const knownSince = Math.min(...hours.keys());
  return { path, arrivedAt: silentFrom, knownSince, hours, timezoneDrift: null };
}

const makeHealthyInputs = (overrides: Partial<HealthInputs> = {}): HealthInputs => ({
  logs: [],
  followedPaths: new Set(overrides.logs?.map(({ path }) => path)),
  startedAt: 0,
  caughtUpAt: Number.MAX_SAFE_INTEGER,
  unsent: { messages: 0, oldestAt: null },
  ...overrides,
});

/** After how many minutes a silence is found strange; null when not within twelve hours. */
function findDelayMinutes(log: LogActivityStats, overrides: Partial<HealthInputs> = {}): number | null {
  for (let minutes = 1; minutes <= 720; minutes++) {
    const now = log.arrivedAt + minutes * minuteMs;
    if (runHealthChecks(makeHealthyInputs({ logs: [log], ...overrides }), [], now).length > 0) return minutes;
  }
  return null;
}

describe('a log that falls silent', () => {
  it.each<readonly [what: string, habit: TrafficPattern, silentFrom: number, minutes: number | null]>([
    ['is busy in every minute', constantTraffic(60), wednesday + 14.5 * hourMs, 5],
    ['has lines in every second minute', constantTraffic(30), wednesday + 14 * hourMs, 21],
    ['has lines in every tenth minute', constantTraffic(6), wednesday + 14 * hourMs, 134],
    ['has a line now and then, like most error logs', constantTraffic(1), wednesday + 14 * hourMs, null],
    [
      'is quiet every night, in the night: only when the day has come',
      daytimeTraffic,
      wednesday + 1 * hourMs,
      415,
    ],
    ['is quiet every night, by day', daytimeTraffic, wednesday + 10 * hourMs, 5],
    [
      'is quiet every night, and does not wake up in the morning',
      daytimeTraffic,
      wednesday + 5.9 * hourMs,
      523,
    ],
    ['rests at the weekend, on Friday night', weekdayTraffic, wednesday + 3 * dayMs, null],
    ['rests at the weekend, on a Tuesday', weekdayTraffic, wednesday - dayMs + 11 * hourMs, 5],
  ])('%s', (_, pattern, silentFrom, minutes) => {
    expect(findDelayMinutes(makeQuietLog(pattern, silentFrom))).toBe(minutes);
  });

  it('is not judged by an hour of which yesterday is not known', () => {
    expect(findDelayMinutes(makeQuietLog(constantTraffic(60), wednesday, { days: 0.9 }))).toBe(184);
    expect(findDelayMinutes(makeQuietLog(constantTraffic(60), wednesday, { days: 1.2 }))).toBe(5);
  });

  it('is judged by the time that the bot has watched it', () => {
    const log = makeQuietLog(constantTraffic(60), wednesday);
    expect(findDelayMinutes(log, { startedAt: wednesday + 2 * hourMs })).toBe(125);
  });

  it('is no trouble when LOGS no longer means it', () => {
    expect(
      findDelayMinutes(makeQuietLog(constantTraffic(60), wednesday), { followedPaths: new Set() }),
    ).toBeNull();
  });

  it('is no trouble when it is the log of yesterday, and the one of today goes on', () => {
    const path = (day: string) => `/var/log/nginx/access-2026-11-${day}.log`;
    const ended = makeQuietLog(constantTraffic(60), wednesday, { path: path('17') });
    const goesOn = { ...ended, path: path('18'), arrivedAt: wednesday + dayMs };
    const logs = [ended, goesOn];
    expect(findDelayMinutes(ended, { logs, followedPaths: new Set(logs.map((log) => log.path)) })).toBeNull();
  });

  it('is hardly ever found silent by chance: 12 logs for ten days, whose minutes are drawn', () => {
    let state = 20_261_118;
    const chance = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
    let found = 0;
    for (let log = 0; log < 12; log++) {
      const busy = chance();
      const hours = new Map<number, LogActivityHour>();
      let arrivedAt = 0;
      for (let minute = 0; minute < 10 * 1440; minute++) {
        const now = wednesday + minute * minuteMs;
        const hour = wednesday + Math.floor(minute / 60) * hourMs;
        if (chance() < busy * (0.52 - 0.48 * Math.cos((minute / 720) * Math.PI))) {
          const activeMinutes = (hours.get(hour)?.activeMinutes ?? 0) + 1;
          hours.set(hour, { activeMinutes, records: activeMinutes, unparsed: 0 });
          arrivedAt = now;
        } else if (
          detectUnusualSilence(
            { path: accessLog, arrivedAt, knownSince: wednesday, hours, timezoneDrift: null },
            0,
            now,
          ) !== null
        ) {
          found += 1;
        }
      }
    }
    expect(found).toBe(0);
  });
});

describe('reading and telling that lag', () => {
  const now = wednesday;
  const names = (changed: Partial<HealthInputs>, openIssues: readonly HealthIssue[] = []) =>
    runHealthChecks(makeHealthyInputs(changed), openIssues, now).map(({ kind }) => kind.type);

  it('are found after a minute', () => {
    expect(names({ caughtUpAt: now - 60_000 })).toEqual([]);
    expect(names({ caughtUpAt: now - 60_001 })).toEqual(['behind']);
    expect(names({ unsent: { messages: 2, oldestAt: now - 60_000 } })).toEqual([]);
    expect(names({ unsent: { messages: 2, oldestAt: now - 60_001 } })).toEqual(['unsent']);
  });

  it('are not called over by a restart in the middle of a backlog', () => {
    const behind: HealthIssue = { id: 1, kind: { type: 'behind' }, startedAt: now - hourMs, endedAt: null };
    expect(names({ caughtUpAt: null, startedAt: now })).toEqual([]);
    expect(names({ caughtUpAt: null, startedAt: now }, [behind])).toEqual(['behind']);
    expect(names({ caughtUpAt: now, startedAt: now }, [behind])).toEqual([]);
  });
});

describe('records that nobody understands', () => {
  const now = wednesday + 14.5 * hourMs;
  const found = (usual: LogActivityHour, ...recent: readonly LogActivityHour[]) => {
    const hours = new Map(
      Array.from({ length: 24 }, (_, ago) => [wednesday + (14 - ago) * hourMs, recent[ago] ?? usual]),
    );
    const log = {
      path: accessLog,
      arrivedAt: now,
      knownSince: wednesday - dayMs,
      hours,
      timezoneDrift: null,
    };
    return runHealthChecks(makeHealthyInputs({ logs: [log] }), [], now).map(({ kind }) => kind);
  };
  const hour = (records: number, unparsed: number): LogActivityHour => ({
    activeMinutes: 60,
    records,
    unparsed,
  });

  it.each<
    readonly [what: string, usual: LogActivityHour, recent: readonly LogActivityHour[], isFound: boolean]
  >([
    ['as few as ever', hour(1_000, 2), [hour(1_000, 3)], false],
    ['all of them, after the format was changed', hour(1_000, 2), [hour(400, 400)], true],
    ['a tenth of them', hour(1_000, 2), [hour(1_000, 100)], true],
    ['a tenth of them, in a log that always has as many', hour(1_000, 100), [hour(1_000, 110)], false],
    ['half of them, in a log that always has a tenth', hour(1_000, 100), [hour(1_000, 500)], true],
    ['all of a few', hour(1_000, 2), [hour(15, 15), hour(1_000, 2)], false],
    ['all of a few in a quiet log, over two hours', hour(40, 0), [hour(25, 25), hour(30, 5)], true],
    ['all, in a log that is new', hour(10, 0), [hour(500, 500)], false],
  ])('%s', (_, usual, recent, isFound) => {
    expect(found(usual, ...recent).length > 0).toBe(isFound);
  });
});

/** The bot looks every quarter of a minute; `wrong` says what it finds, by the seconds since the start. */
function runChecks(
  seconds: number,
  findFailures: (second: number) => readonly FailedCheck[],
  {
    known: openIssues = [] as HealthIssue[],
    from = 0,
    restartAt = -1,
    clockOf: readClock = (second: number) => second,
  } = {},
) {
  const transitions: string[] = [];
  let hysteresis: PendingChanges = noPendingChanges;
  for (let second = from; second < seconds; second += 15) {
    if (second === restartAt) hysteresis = noPendingChanges;
    const now = wednesday + readClock(second) * 1_000;
    const result = findHealthTransitions(findFailures(second), openIssues, hysteresis, now);
    hysteresis = result.doubts;
    for (const transition of result.turns) {
      transitions.push(`${transition.type} ${second}`);
      if (transition.type === 'began') openIssues.push({ ...transition.issue, id: openIssues.length + 1 });
      else
        openIssues = openIssues.map((issue) => (issue.id === transition.issue.id ? transition.issue : issue));
    }
  }
  return transitions;
}

describe('what is told of an ailment', () => {
  const behind: IssueKind = { type: 'behind' };
  const failedCheck: readonly FailedCheck[] = [{ kind: behind, startedAt: wednesday }];
  const during =
    (...spans: readonly (readonly [from: number, to: number])[]) =>
    (second: number) =>
      spans.some(([from, to]) => second >= from && second < to) ? failedCheck : [];

  it.each<readonly [what: string, spans: readonly (readonly [number, number])[], told: readonly string[]]>([
    ['nothing of what is gone within a minute', [[60, 105]], []],
    ['once that it began, and once that it is over', [[60, 600]], ['began 120', 'ended 720']],
    [
      'nothing more where it comes and goes',
      [
        [60, 300],
        [360, 600],
      ],
      ['began 120', 'ended 720'],
    ],
    [
      'the same message again, when it is back within six hours',
      [
        [60, 300],
        [3_600, 4_000],
      ],
      ['began 120', 'ended 420', 'recurred 3660', 'ended 4125'],
    ],
    [
      'another message, when it is back the next day',
      [
        [60, 300],
        [86_400, 86_700],
      ],
      ['began 120', 'ended 420', 'began 86460', 'ended 86820'],
    ],
  ])('%s', (_, spans, expected) => {
    expect(runChecks(90_000, during(...spans))).toEqual(expected);
  });

  it('once, over any number of restarts', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 20 }), (restarts) => {
        const openIssues: HealthIssue[] = [];
        const messages: string[] = [];
        let from = 0;
        for (const restart of [...restarts.sort((a, b) => a - b), 200]) {
          messages.push(
            ...runChecks(restart * 15, during([0, 1_200]), { known: openIssues, from }).filter((entry) =>
              entry.startsWith('began'),
            ),
          );
          from = restart * 15;
        }
        return messages.length <= 1;
      }),
    );
  });

  it('nothing of a clock that was set, forwards or backwards', () => {
    const jump = (second: number) => (second >= 600 && second < 630 ? failedCheck : []);
    expect(
      runChecks(3_600, jump, { clockOf: (second) => (second >= 600 ? second + 7_200 : second) }),
    ).toEqual([]);
    const lasts = during([300, 3_600]);
    const back = (second: number) => (second >= 330 ? second - 7_200 : second);
    expect(runChecks(3_600, lasts, { clockOf: back })[0]).toMatch(/^began (3[6-9]|40)\d$/);
  });
});
