import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayMs, hourMs, minuteMs } from '../../src/base/duration.js';
import { runHealthChecks } from '../../src/health/checks.js';
import { findHealthTransitions, noPendingChanges } from '../../src/health/hysteresis.js';
import { detectUnusualSilence } from '../../src/health/silent-log.js';

/** Midnight before Wednesday 18 November 2026. */
const wednesday = Date.UTC(2026, 10, 18);
const accessLog = '/var/log/nginx/access.log';
const constantTraffic = (minutes) => () => minutes;
const getHourOfDay = (hour) => new Date(hour).getUTCHours();
const daytimeTraffic = (hour) => (getHourOfDay(hour) < 6 ? 2 : 60);
const weekdayTraffic = (hour) => ([0, 6].includes(new Date(hour).getUTCDay()) ? 0 : daytimeTraffic(hour));
/** A log with its usual activity for some days, and no lines from `silentFrom` on. */
function makeQuietLog(pattern, silentFrom, { days = 8, path = accessLog } = {}) {
  const hours = new Map();
  for (
    let hour = Math.floor((silentFrom - days * dayMs) / hourMs) * hourMs;
    hour < silentFrom;
    hour += hourMs
  ) {
    const activeMinutes = Math.floor(pattern(hour) * Math.min(1, (silentFrom - hour) / hourMs));
    if (activeMinutes > 0)
      hours.set(hour, { activeMinutes, records: activeMinutes * 10, unparsed: 0, forged: 0 });
  }
  const knownSince = Math.min(...hours.keys());
  return { path, arrivedAt: silentFrom, knownSince, hours, timezoneDrift: null };
}
const makeHealthyInputs = (overrides = {}) => ({
  logs: [],
  followedPaths: new Set(overrides.logs?.map(({ path }) => path)),
  startedAt: 0,
  caughtUpAt: Number.MAX_SAFE_INTEGER,
  unsent: { messages: 0, oldestAt: null, why: null },
  ...overrides,
});
/** Minutes until a silence is detected; null if it is not within twelve hours. */
function findDelayMinutes(log, overrides = {}) {
  for (let minutes = 1; minutes <= 720; minutes++) {
    const now = log.arrivedAt + minutes * minuteMs;
    if (runHealthChecks(makeHealthyInputs({ logs: [log], ...overrides }), [], now).length > 0) return minutes;
  }
  return null;
}
describe('a log that falls silent is detected, or never, when it', () => {
  it.each([
    ['has lines in every minute', constantTraffic(60), wednesday + 14.5 * hourMs, 5],
    ['has lines in every second minute', constantTraffic(30), wednesday + 14 * hourMs, 21],
    ['has lines in every tenth minute', constantTraffic(6), wednesday + 14 * hourMs, 134],
    ['has occasional lines, like most error logs', constantTraffic(1), wednesday + 14 * hourMs, null],
    [
      'is quiet every night, and stops at night: only once the day has come',
      daytimeTraffic,
      wednesday + 1 * hourMs,
      415,
    ],
    ['is quiet every night, and stops by day', daytimeTraffic, wednesday + 10 * hourMs, 5],
    [
      'is quiet every night, and does not resume in the morning',
      daytimeTraffic,
      wednesday + 5.9 * hourMs,
      523,
    ],
    ['is silent at weekends, and stops on Friday night', weekdayTraffic, wednesday + 3 * dayMs, null],
    ['is silent at weekends, and stops on a Tuesday', weekdayTraffic, wednesday - dayMs + 11 * hourMs, 5],
  ])('%s', (_, pattern, silentFrom, minutes) => {
    expect(findDelayMinutes(makeQuietLog(pattern, silentFrom))).toBe(minutes);
  });
});
describe('the silence of a log', () => {
  it('is not judged at an hour that is unknown for yesterday', () => {
    expect(findDelayMinutes(makeQuietLog(constantTraffic(60), wednesday, { days: 0.9 }))).toBe(184);
    expect(findDelayMinutes(makeQuietLog(constantTraffic(60), wednesday, { days: 1.2 }))).toBe(5);
  });
  it('counts only while the bot has been running', () => {
    const log = makeQuietLog(constantTraffic(60), wednesday);
    expect(findDelayMinutes(log, { startedAt: wednesday + 2 * hourMs })).toBe(125);
  });
  it('is ignored when LOGS no longer matches the log', () => {
    expect(
      findDelayMinutes(makeQuietLog(constantTraffic(60), wednesday), { followedPaths: new Set() }),
    ).toBeNull();
  });
  it("is ignored when it is yesterday's dated log, and today's has taken over", () => {
    const path = (day) => `/var/log/nginx/access-2026-11-${day}.log`;
    const ended = makeQuietLog(constantTraffic(60), wednesday, { path: path('17') });
    const goesOn = { ...ended, path: path('18'), arrivedAt: wednesday + dayMs };
    const logs = [ended, goesOn];
    expect(findDelayMinutes(ended, { logs, followedPaths: new Set(logs.map((log) => log.path)) })).toBeNull();
  });
  it('is never detected by chance in 12 logs of ten days with random minutes', () => {
    let state = 20_261_118;
    const chance = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
    let found = 0;
    for (let log = 0; log < 12; log++) {
      const busy = chance();
      const hours = new Map();
      let arrivedAt = 0;
      for (let minute = 0; minute < 10 * 1440; minute++) {
        const now = wednesday + minute * minuteMs;
        const hour = wednesday + Math.floor(minute / 60) * hourMs;
        if (chance() < busy * (0.52 - 0.48 * Math.cos((minute / 720) * Math.PI))) {
          const activeMinutes = (hours.get(hour)?.activeMinutes ?? 0) + 1;
          hours.set(hour, { activeMinutes, records: activeMinutes, unparsed: 0, forged: 0 });
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
describe('a backlog and undelivered messages', () => {
  const now = wednesday;
  const names = (changed, openIssues = []) =>
    runHealthChecks(makeHealthyInputs(changed), openIssues, now).map(({ kind }) => kind.type);
  it('are reported after a minute', () => {
    expect(names({ caughtUpAt: now - 60_000 })).toEqual([]);
    expect(names({ caughtUpAt: now - 60_001 })).toEqual(['behind']);
    expect(names({ unsent: { messages: 2, oldestAt: now - 60_000, why: null } })).toEqual([]);
    expect(names({ unsent: { messages: 2, oldestAt: now - 60_001, why: null } })).toEqual(['unsent']);
  });
  it('are reported with the reason of the latest attempt', () => {
    const unsent = { messages: 2, oldestAt: now - 60_001, why: 'not_in_channel: invite the bot' };
    const [failed] = runHealthChecks(makeHealthyInputs({ unsent }), [], now);
    expect(failed?.kind).toEqual({ type: 'unsent', messages: 2, why: 'not_in_channel: invite the bot' });
  });
  it('do not end because the bot restarts in the middle of a backlog', () => {
    const behind = { id: 1, kind: { type: 'behind' }, startedAt: now - hourMs, endedAt: null };
    expect(names({ caughtUpAt: null, startedAt: now })).toEqual([]);
    expect(names({ caughtUpAt: null, startedAt: now }, [behind])).toEqual(['behind']);
    expect(names({ caughtUpAt: now, startedAt: now }, [behind])).toEqual([]);
  });
});
describe('unparsed records are a problem, or not, when they are', () => {
  const now = wednesday + 14.5 * hourMs;
  const found = (usual, ...recent) => {
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
  const hour = (records, unparsed) => ({
    activeMinutes: 60,
    records,
    unparsed,
    forged: 0,
  });
  it.each([
    ['as few as usual', hour(1_000, 2), [hour(1_000, 3)], false],
    ['all of them, after the format changed', hour(1_000, 2), [hour(400, 400)], true],
    ['a tenth', hour(1_000, 2), [hour(1_000, 100)], true],
    ['a tenth, in a log that always has as many', hour(1_000, 100), [hour(1_000, 110)], false],
    ['half, in a log that always has a tenth', hour(1_000, 100), [hour(1_000, 500)], true],
    ['all of a few records', hour(1_000, 2), [hour(15, 15), hour(1_000, 2)], false],
    ['all of a few records in a quiet log, over two hours', hour(40, 0), [hour(25, 25), hour(30, 5)], true],
    ['all of them, in a new log', hour(10, 0), [hour(500, 500)], false],
  ])('%s', (_, usual, recent, isFound) => {
    expect(found(usual, ...recent).length > 0).toBe(isFound);
  });
});
/** Checks every 15 seconds; `findFailures` returns the failed checks at a time in seconds since the start. */
function runChecks(
  seconds,
  findFailures,
  { openIssues = [], from = 0, restartAt = -1, readClock = (second) => second } = {},
) {
  const transitions = [];
  let pending = noPendingChanges;
  for (let second = from; second < seconds; second += 15) {
    if (second === restartAt) pending = noPendingChanges;
    const now = wednesday + readClock(second) * 1_000;
    const result = findHealthTransitions(findFailures(second), openIssues, pending, now);
    pending = result.pending;
    for (const transition of result.transitions) {
      transitions.push(`${transition.type} ${second}`);
      if (transition.type === 'began') openIssues.push({ ...transition.issue, id: openIssues.length + 1 });
      else
        openIssues = openIssues.map((issue) => (issue.id === transition.issue.id ? transition.issue : issue));
    }
  }
  return transitions;
}
describe('a health issue is reported', () => {
  const behind = { type: 'behind' };
  const failedCheck = [{ kind: behind, startedAt: wednesday }];
  const during =
    (...spans) =>
    (second) =>
      spans.some(([from, to]) => second >= from && second < to) ? failedCheck : [];
  it.each([
    ['never, if it is gone within a minute', [[60, 105]], []],
    ['once when it begins, and once when it ends', [[60, 600]], ['began 120', 'ended 720']],
    [
      'no more often while it comes and goes',
      [
        [60, 300],
        [360, 600],
      ],
      ['began 120', 'ended 720'],
    ],
    [
      'in the same message if it recurs within six hours',
      [
        [60, 300],
        [3_600, 4_000],
      ],
      ['began 120', 'ended 420', 'recurred 3660', 'ended 4125'],
    ],
    [
      'in a new message if it returns the next day',
      [
        [60, 300],
        [86_400, 86_700],
      ],
      ['began 120', 'ended 420', 'began 86460', 'ended 86820'],
    ],
  ])('%s', (_, spans, expected) => {
    expect(runChecks(90_000, during(...spans))).toEqual(expected);
  });
  it('once, however often the bot restarts', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 20 }), (restarts) => {
        const openIssues = [];
        const messages = [];
        let from = 0;
        for (const restart of [...restarts.sort((a, b) => a - b), 200]) {
          messages.push(
            ...runChecks(restart * 15, during([0, 1_200]), { openIssues, from }).filter((entry) =>
              entry.startsWith('began'),
            ),
          );
          from = restart * 15;
        }
        return messages.length <= 1;
      }),
    );
  });
  it('not because the system clock is set, forwards or backwards', () => {
    const jump = (second) => (second >= 600 && second < 630 ? failedCheck : []);
    expect(
      runChecks(3_600, jump, { readClock: (second) => (second >= 600 ? second + 7_200 : second) }),
    ).toEqual([]);
    const lasts = during([300, 3_600]);
    const back = (second) => (second >= 330 ? second - 7_200 : second);
    expect(runChecks(3_600, lasts, { readClock: back })[0]).toMatch(/^began (3[6-9]|40)\d$/);
  });
});
describe('records that look forged', () => {
  const check = (...forged) => {
    const hours = new Map(
      forged.map((count, ago) => [
        wednesday - ago * hourMs,
        { activeMinutes: 60, records: 100, unparsed: 0, forged: count },
      ]),
    );
    const log = {
      path: accessLog,
      arrivedAt: wednesday,
      knownSince: wednesday - dayMs,
      hours,
      timezoneDrift: null,
    };
    return runHealthChecks(makeHealthyInputs({ logs: [log] }), [], wednesday).map(({ kind }) => kind);
  };
  it('are told from ten in an hour and the one before', () => {
    expect(check(9)).toEqual([]);
    expect(check(0, 0, 500)).toEqual([]);
    expect(check(2, 8)).toEqual([{ type: 'forged', path: accessLog, records: 10 }]);
  });
});
